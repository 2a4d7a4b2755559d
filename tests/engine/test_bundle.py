"""Bundles on disk and in the database: what is wrong is said with file and element; formatting does not count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.engine import BundleError, Effect, compile, make_bundle, read_bundle
from app.engine.operations import Context, Outcome, operation, registered
from tests.engine import draw
from tests.engine.draw import call, end, line, meta, process, task

PLAIN = process(draw.start(), task("ask"), end(), line("begin", "ask", "done"))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "workflows", tmp_path / "forms"


def write(folders: tuple[Path, Path], key: str, bpmn: bytes, toml: str = "", **forms: str) -> None:
    workflows, form_folder = folders
    (workflows / key).mkdir(parents=True, exist_ok=True)
    (form_folder / key).mkdir(parents=True, exist_ok=True)
    (workflows / key / f"{key}.bpmn").write_bytes(bpmn)
    (workflows / key / "process.toml").write_text(toml or meta())
    for name, content in forms.items():
        (form_folder / key / f"{name}.json").write_text(content)


def problems(folders: tuple[Path, Path], key: str = "p") -> list[tuple[str, str, str]]:
    with pytest.raises(BundleError) as broken:
        read_bundle(*folders, key)
    return [(Path(problem.file).name, problem.element, problem.code) for problem in broken.value.problems]


def test_a_bundle_with_the_bundles_it_calls(folders: tuple[Path, Path]) -> None:
    toml = (
        'title = "Proef"\ntitle_en = "Trial"\ndescription = "Om te proberen."\nstarters = ["coach"]\n'
        'subject = "person"\n'
        'case_title = "{subject}"\n[start]\nrecord = "begin"\n[variables]\noutcome = "text"\n'
        '[messages.early_end]\ntitle = "Vroeger stoppen"\nroles = ["coach", "employer"]\n'
    )
    write(folders, "p", process(draw.start(), call("go", "q"), end(), line("begin", "go", "done")), toml, start="{}")
    write(
        folders, "q", process(draw.start(), task("ask"), end(), line("begin", "ask", "done"), key="q"), ask='{"a": 1}'
    )
    bundle = read_bundle(*folders, "p")
    assert (bundle.meta.title, bundle.meta.title_en, bundle.meta.subject) == ("Proef", "Trial", "person")
    assert bundle.meta.starters == ("coach",)
    assert bundle.meta.start is not None
    assert bundle.meta.start.record == "begin"
    assert bundle.meta.messages["early_end"].roles == ("coach", "employer")
    assert set(bundle.all()) == {"p", "q"}
    definition = compile(bundle)
    assert definition.form("q", "ask") == {"a": 1}
    assert definition.form("p", "start") == {}
    assert definition.variables_of("p") == {"outcome": "text"}
    assert definition.message("early_end") == bundle.meta.messages["early_end"]
    assert definition.message("other") is None
    assert definition.elements["p", "go"].calls == "q"


def test_what_is_missing_or_broken_is_named(folders: tuple[Path, Path]) -> None:
    assert problems(folders) == [("p.bpmn", "", "file.missing"), ("process.toml", "", "file.missing")]
    write(folders, "p", b"<broken", ask="{")
    assert problems(folders) == [("ask.json", "ask", "form.syntax")]
    write(folders, "p", b"<broken", ask="[]")
    assert problems(folders) == [("ask.json", "ask", "form.syntax")]
    write(folders, "p", b"<broken", ask="{}")
    assert problems(folders) == [("p.bpmn", "", "xml.syntax")]
    write(folders, "p", PLAIN, "title = ")
    assert problems(folders) == [("process.toml", "", "meta.syntax")]
    write(folders, "p", process(draw.start(), call("go", "ghost"), end(), line("begin", "go", "done")))
    assert problems(folders) == [("p.bpmn", "go", "call.unknown")]


@pytest.mark.parametrize(
    "toml, element, code",
    [
        ('subject = "none"', "title", "meta.no_title"), ('title = "x"\nsubject = "cat"', "subject", "meta.subject"),
        ('title = "x"\ncolour = "red"', "colour", "meta.unknown_key"), ('title = 5', "title", "meta.kind"),
        ('title = "x"\nstarters = ["boss"]', "starters", "role.unknown"),
        ('title = "x"\nstarters = "coach"', "starters", "meta.kind"),
        ('title = "x"\n[variables]\na = "money"', "a", "variable.type"),
        ('title = "x"\n[variables]\nA = "text"', "A", "variable.name"),
        ('title = "x"\nvariables = 1', "variables", "meta.kind"),
        ('title = "x"\n[messages.m]\nroles = []', "m", "meta.message"),
        ('title = "x"\n[messages.m]\ntitle = "M"\nroles = ["boss"]', "m", "role.unknown"),
        ('title = "x"\n[start]\nform = "y"', "start", "meta.unknown_key"),
    ],
)  # fmt: skip
def test_a_wrong_process_toml_is_named(folders: tuple[Path, Path], toml: str, element: str, code: str) -> None:
    write(folders, "p", PLAIN, toml, ask="{}")
    assert ("process.toml", element, code) in problems(folders)


def test_a_process_that_calls_itself_is_refused_near_and_far(folders: tuple[Path, Path]) -> None:
    def calling(key: str, called: str) -> bytes:
        return process(draw.start(), call("go", called), end(), line("begin", "go", "done"), key=key)

    write(folders, "p", calling("p", "p"))
    assert problems(folders) == [("p.bpmn", "go", "call.recursive")]
    write(folders, "p", calling("p", "q"))
    write(folders, "q", calling("q", "p"))
    assert problems(folders) == [("q.bpmn", "go", "call.recursive")]


def test_a_bundle_without_what_it_calls_cannot_be_compiled() -> None:
    bpmn = process(draw.start(), call("go", "q"), end(), line("begin", "go", "done"))
    with pytest.raises(BundleError, match=r"call\.unknown"):
        compile(make_bundle("p", meta(), bpmn, {}, {}, {}))


def test_two_that_call_the_same_share_it(folders: tuple[Path, Path]) -> None:
    def calling(key: str, *called: str) -> bytes:
        calls = [call(f"go_{name}", name) for name in called]
        return process(draw.start(), *calls, end(), line("begin", *(f"go_{name}" for name in called), "done"), key=key)

    write(folders, "p", calling("p", "q", "r"))
    write(folders, "q", calling("q", "s"))
    write(folders, "r", calling("r", "s"))
    write(folders, "s", process(draw.start(), task("ask"), end(), line("begin", "ask", "done"), key="s"))
    bundle = read_bundle(*folders, "p")
    assert bundle.calls["q"].calls["s"] is bundle.calls["r"].calls["s"]
    assert set(compile(bundle).specs) == {"p", "q", "r", "s"}


def test_formatting_does_not_make_another_version() -> None:
    one = make_bundle("p", meta(n="number"), PLAIN, {}, {"ask": {"a": 1, "b": 2}}, {})
    spaced = PLAIN.replace(b"><bpmn:", b">\n  <bpmn:").replace(b"bpmn:", b"b:").replace(b"xmlns:bpmn=", b"xmlns:b=")
    two = make_bundle("p", "# remark\n" + meta(n="number"), spaced, {}, json.loads('{"ask": {"b": 2, "a": 1}}'), {})
    assert one.content_hash == two.content_hash
    assert compile(one) is compile(two)


TITLED = (
    'title = "Proef"\nsubject = "none"\n[variables]\nn = { kind = "number", title = "aantal", title_en = "count" }\n'
)


def test_a_variable_has_a_title_in_its_languages() -> None:
    told = make_bundle("p", TITLED, PLAIN, {}, {}, {}).meta
    assert told.variables == {"n": "number"}
    assert (told.called("n"), told.called("other")) == ("aantal", "other")
    assert told.called("n").into("en") == "count"


@pytest.mark.parametrize(
    "entry, code",
    [
        ('{ title = "aantal" }', "variable.type"), ('{ kind = ["number"] }', "variable.type"),
        ('{ kind = "number", titel = "a" }', "variable.unknown_key"),
        ('{ kind = "number", title = 1 }', "variable.unknown_key"),
    ],
)  # fmt: skip
def test_a_variable_that_is_declared_wrong_is_named(entry: str, code: str) -> None:
    with pytest.raises(BundleError) as broken:
        make_bundle("p", f'title = "Proef"\n[variables]\nn = {entry}\n', PLAIN, {}, {}, {})
    assert [(problem.element, problem.code) for problem in broken.value.problems] == [("n", code)]


def test_versions_from_before_variables_had_titles_keep_their_hash() -> None:
    """A running case is bound to the hash of its version: another would leave it unreadable."""
    before = make_bundle("p", meta(n="number"), PLAIN, {}, {}, {}).content_hash
    assert before == "ffb1f69f060760d0b0e1ab9550767cdbdf281757b5a15fd1823406e6fa089789"
    assert make_bundle("p", TITLED, PLAIN, {}, {}, {}).content_hash != before


@pytest.mark.parametrize(
    "bpmn, toml, forms",
    [
        (PLAIN.replace(b"Doe ask", b"Vraag"), meta(n="number"), {}), (PLAIN, meta(n="text"), {}),
        (PLAIN, meta(n="number"), {"ask": {}}),
    ],
)  # fmt: skip
def test_content_makes_another_version(bpmn: bytes, toml: str, forms: dict[str, dict[str, object]]) -> None:
    assert (
        make_bundle("p", toml, bpmn, {}, forms, {}).content_hash
        != make_bundle("p", meta(n="number"), PLAIN, {}, {}, {}).content_hash
    )


def test_a_called_process_that_changes_makes_another_version() -> None:
    caller = process(draw.start(), call("go", "q"), end(), line("begin", "go", "done"))
    called = process(draw.start(), task("ask"), end(), line("begin", "ask", "done"), key="q")
    versions = {
        make_bundle("p", meta(), caller, {}, {}, {"q": make_bundle("q", meta(), content, {}, {}, {})}).content_hash
        for content in (called, called.replace(b"Doe ask", b"Vraag"))
    }
    assert len(versions) == 2


def test_two_operations_of_the_same_name_are_refused() -> None:
    @operation("test_once")
    def first(context: Context) -> Outcome:
        return Outcome(effects=[Effect("notice", {})])

    with pytest.raises(ValueError, match="test_once"):

        @operation("test_once")
        def second(context: Context) -> Outcome:
            return Outcome()

    found = registered("test_once")
    assert found is not None
    assert found.run is first

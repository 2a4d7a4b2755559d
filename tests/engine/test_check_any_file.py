"""A verdict for any file, in bounded time: ours, everybody's (where they are at hand), and files made to hurt."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine import check_path
from app.services import checking, registries
from config import ROOT
from tests.engine import draw
from tests.engine.draw import end, line, process, task
from tests.engine.tables import table

# Diagrams and tables no one here drew; not in the repository, they may stand beside it.
CORPUS = ROOT.parent / "shared" / "corpus"

GOOD = process(draw.start(), task("x"), end(), line("begin", "x", "done")).decode()
HEAD = '<?xml version="1.0" encoding="{}"?>'
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def declared(encoding: str, body: str) -> bytes:
    return (HEAD.format(encoding) + body).encode(encoding)


def nested(depth: int) -> bytes:
    opening = "".join(f'<bpmn:subProcess id="s{n}">' for n in range(depth))
    return process(opening + "</bpmn:subProcess>" * depth)


def long_chain(count: int) -> bytes:
    names = [f"t{n}" for n in range(count)]
    return process(draw.start(), "".join(task(name) for name in names), end(), line("begin", *names, "done"))


def wide_choice(count: int) -> bytes:
    inner = "".join(task(f"t{n}") + draw.flow("g", f"t{n}", f"n > {n}") + line(f"t{n}", "j") for n in range(count))
    return process(draw.start(), draw.some("g", "g_to_t0"), inner, draw.both("j"), end(), line("begin", "g"),
                   line("j", "done"))  # fmt: skip


HOSTILE: dict[str, tuple[bytes, str]] = {
    "ten megabytes": (b"<a>" + b"x" * 10_000_000 + b"</a>", "file.too_large"),
    "deep subprocesses": (nested(100), "xml.too_deep"),
    "deeper than the reader of XML goes": (nested(1000), "xml.too_deep"),
    "thousands of tasks": (long_chain(3_000), "size.nodes"),
    "a wide choice": (wide_choice(250), "gateway.deadlock"),
    "a thousand twins": (process(*[task("x") for _ in range(1_000)]), "id.duplicate"),
    "another namespace": (GOOD.replace("20100524", "20200524").encode(), "file.kind"),
    "no namespace": (b"<definitions><process id='p'/></definitions>", "file.kind"),
    "a doctype in UTF-16": (declared("UTF-16", f'<!DOCTYPE d><definitions xmlns="{MODEL}"/>'), "xml.doctype"),
    "a doctype in UTF-16 without a mark": (
        "<?xml version='1.0' encoding='UTF-16LE'?><!DOCTYPE d><d/>".encode("utf-16-le"), "xml.doctype"),
    "a doctype in UTF-32": ("<!DOCTYPE d><d/>".encode("utf-32"), "xml.doctype"),
    "a doctype after a mark": (b"\xef\xbb\xbf<!DOCTYPE d><d/>", "xml.doctype"),
    "a table of ten thousand cells": (table([("1", "1")] * 5_000, "age"), "decision.too_large"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="X-NONE"?><a/>', "xml.syntax"),
}  # fmt: skip
HIDDEN = {
    "EBCDIC": declared("cp037", "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><d>&e;</d>"),
    "UTF-7": HEAD.format("UTF-7").encode() + b"+ADwAIQ-DOCTYPE d+AD4APA-d/+AD4-",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_hurt_is_refused_soon_with_its_reason(tmp_path: Path, name: str) -> None:
    content, code = HOSTILE[name]
    for suffix in (".bpmn", ".dmn"):
        file = tmp_path / f"x{suffix}"
        file.write_bytes(content)
        began = time.process_time()
        found = check_path(file)
        assert time.process_time() - began < 5  # a bound, not a measure: these would take minutes or all memory
        assert code in {problem.code for problem in found}
        assert len(found) < 2_000


@pytest.mark.parametrize("name", HIDDEN)
def test_a_doctype_in_an_old_encoding_is_refused_like_any_other(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.bpmn").write_bytes(HIDDEN[name])
    codes = {problem.code for problem in check_path(tmp_path / "x.bpmn")}
    assert codes <= {"xml.doctype", "xml.syntax"}
    assert codes


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-8-sig", "UTF-16", "ISO-8859-1"])
def test_a_good_diagram_is_good_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = HEAD.format("UTF-8" if encoding == "UTF-8-sig" else encoding) + GOOD
    (tmp_path / "x.bpmn20.xml").write_bytes(text.encode(encoding))
    found = check_path(tmp_path)
    assert {problem.severity for problem in found} == {"warning"}


def test_our_own_bundles_have_nothing_wrong_with_them() -> None:
    registries.load()
    assert [str(problem) for problem in checking.check_path(ROOT / "workflows")] == []


WORDS = ["<bpmn:task id='t'/>", "</bpmn:process>", 'id="x"', "sourceRef", "calledElement='p'", "<bpmn:subProcess>",
         "&amp;", "&x;", "]]>", "<!--", "é", "\x00", "${n}", "'P1D'", "triggeredByEvent='true'", "0"]  # fmt: skip

CUT = st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), st.sampled_from(WORDS))
FOLDERS = sorted(CORPUS.glob("*/")) if CORPUS.is_dir() else [ROOT / "workflows"]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CUT, min_size=1, max_size=4))
def test_a_diagram_that_was_cut_and_pasted_gets_a_verdict(tmp_path: Path, cuts: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for at, length, word in cuts:
        text = text[:at] + word + text[at + length :]
    (tmp_path / "x.bpmn").write_bytes(text.encode())
    found = check_path(tmp_path / "x.bpmn")
    assert all(problem.code != "check.failed" for problem in found)
    assert all(problem.message and "%(" not in problem.message for problem in found)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_files_of_others_get_a_verdict_that_is_none_of_our_own_failures(folder: Path) -> None:
    found = check_path(folder)
    assert {problem.code for problem in found} & {"check.failed"} == set()
    assert all(problem.message and "%(" not in problem.message for problem in found)

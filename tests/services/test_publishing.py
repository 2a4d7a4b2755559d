"""Bundles on disk become versions: what is new is published, what is broken refused with file and reason."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM
from app.domain.errors import NotAllowed
from app.engine import BundleError
from app.models.audit import Audit
from app.models.case import Case
from app.models.definition import Definition
from app.services import cases, definitions, picture_files, publishing, registries, tasks
from app.services.publishing import Motive

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
A = {"name": "Amina", "approved": True, "amount": 12}


@pytest.fixture
def tree(tmp_path: Path, world) -> Path:
    """A folder with `simple`, to change."""
    definitions.forget()
    registries.load()
    for room in ("workflows", "forms"):
        shutil.copytree(BENCHMARKS / room, tmp_path / room)
    return tmp_path


def sync(tree: Path) -> list[publishing.Published]:
    return publishing.sync(SYSTEM, tree / "workflows", tree / "forms")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_unchanged_content_makes_no_version(tree) -> None:
    assert ("simple", 1) in [(row.process, row.number) for row in sync(tree)]
    assert sync(tree) == []
    form = tree / "forms/simple/task_b.json"
    form.write_text(form.read_text().replace("\n", " "))
    assert sync(tree) == []


def test_what_people_published_stays_until_the_files_change(tree, coach) -> None:
    """A start of Traject publishes what is new on disk. The files of before are not new: what was drawn and approved
    meanwhile is not undone by them, until a release brings other files."""
    sync(tree)
    on_disk = publishing.read_bundles(tree / "workflows", tree / "forms")["simple"]
    drawn = replace(on_disk, bpmn=on_disk.bpmn.replace(b"Aanvraag invullen", b"Vraag invullen"))
    with db.transaction() as session:
        publishing.publish_in(session, SYSTEM, {"simple": drawn}, Motive("simple", author_id=coach.user_id))
    assert sync(tree) == []
    edit(tree / "forms/simple/task_b.json", '"maxLength"', '"minLength": 1, "maxLength"')
    assert [(row.process, row.number) for row in sync(tree)] == [("simple", 3)]
    assert sync(tree) == []


def test_a_running_case_stays_on_its_version_and_its_form(tree, coach, open_tasks) -> None:
    """security.md 37: the rules under which the task was opened, and the trail says which."""
    sync(tree)
    old = cases.start(coach, "simple")
    edit(tree / "forms/simple/task_a.json", '"maxLength": 100', '"maxLength": 5')
    assert [row.number for row in sync(tree)] == [2]
    long_name = A | {"name": "Amina Yildiz"}
    assert tasks.complete(coach, open_tasks(old)[0], long_name)
    with db.reading() as session:
        entry = session.scalars(select(Audit.payload).where(Audit.tag == "task:completed", Audit.case_id == old)).one()
        assert f'"definition":{session.get_one(Case, old).definition_id}' in entry
    new = cases.start(coach, "simple")
    with pytest.raises(Exception, match="formulier"):
        tasks.complete(coach, open_tasks(new)[0], long_name)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("workflows/simple/simple.bpmn", 'camunda:candidateGroups="coach"', 'camunda:candidateGroups="baas"', "task_a"),
        ("workflows/simple/simple.bpmn", "<bpmn:definitions", "<bpmn:definitoins", "simple.bpmn"),
        ("workflows/simple/process.toml", 'title = "', "title = ", "process.toml"),
        ("forms/simple/task_a.json", '"type": "number"', '"type": "iframe"', "forms/simple/task_a.json"),
        ("forms/simple/task_a.json", '"key": "amount"', '"key": "name"', "forms/simple/task_a.json"),
        ("forms/simple/task_a.json", "{", "", "task_a.json"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_published(tree, file, old, new, told) -> None:
    path = tree / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(BundleError, match=told):
        sync(tree)
    with db.reading() as session:
        assert session.scalars(select(Definition.id)).all() == []


def test_only_who_may_publishes(tree, coach) -> None:
    with pytest.raises(NotAllowed):
        publishing.sync(coach, tree / "workflows", tree / "forms")


def test_export_writes_back_what_was_published(tree, tmp_path) -> None:
    sync(tree)
    out = tmp_path / "out"
    publishing.export("simple", out)
    name = "workflows/simple/simple.bpmn"
    assert (out / name).read_bytes() == (tree / name).read_bytes()
    assert publishing.sync(SYSTEM, out / "workflows", out / "forms") == []


def picture(tree: Path, drawn: str = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>') -> None:
    """A picture beside the diagram of `simple`, as `make drawings` leaves it."""
    folder = tree / "workflows"
    text = picture_files.file_text(drawn, (folder / "simple/simple.bpmn").read_bytes())
    picture_files.file_of(folder, "simple").write_text(text, encoding="utf-8")


def pictures() -> list[str | None]:
    with db.reading() as session:
        asked = select(Definition.svg).where(Definition.process == "simple").order_by(Definition.number)
        return list(session.scalars(asked))


def test_the_picture_beside_a_diagram_is_kept_with_its_version(tree, tmp_path) -> None:
    """It is no part of the content: with or without it the version is the same."""
    sync(tree)
    assert pictures() == [None]
    picture(tree, '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><g/><script>x()</script></svg>')
    assert sync(tree) == []
    assert pictures() == ['<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'], "where there was none yet; and clean"
    edit(tree / "forms/simple/task_b.json", '"maxLength"', '"minLength": 1, "maxLength"')
    assert [row.number for row in sync(tree)] == [2]
    assert pictures()[1] == pictures()[0]
    out = tmp_path / "out"
    publishing.export("simple", out)
    assert picture_files.is_of(
        (out / "workflows/simple/simple.svg").read_text(), (out / "workflows/simple/simple.bpmn").read_bytes()
    )


def test_the_picture_of_another_drawing_is_not_kept(tree) -> None:
    picture(tree)
    sync(tree)
    edit(tree / "workflows/simple/simple.bpmn", 'name="Aanvraag invullen"', 'name="Vraag invullen"')
    assert [row.number for row in sync(tree)] == [2]
    assert pictures()[0]
    assert pictures()[1] is None


def test_a_picture_that_cannot_be_read_is_named(tree) -> None:
    picture(tree, "<svg")
    with pytest.raises(BundleError, match=r"simple\.svg"):
        sync(tree)


def test_a_file_that_is_no_picture_at_all_is_not_taken(tree) -> None:
    (tree / "workflows/simple/simple.svg").write_bytes(b"\xff\xfe\x00")
    assert len(sync(tree)) == 2
    assert pictures() == [None]

"""Every diagram of ours has its picture beside it, of the diagram as it is now: `make drawings` makes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.services.picture_files import file_of
from app.services.pictures import clean_picture
from config import ROOT
from tests.support.drawings import draw, outdated

WORKFLOWS = ROOT / "workflows"
DIAGRAMS = sorted(WORKFLOWS.glob("*/*.bpmn"))
SMALLEST = min(DIAGRAMS, key=lambda path: path.stat().st_size)


def test_no_picture_is_older_than_its_diagram() -> None:
    assert not outdated(WORKFLOWS), "run `make drawings`"


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_a_picture_shows_every_element_and_does_nothing(diagram: Path) -> None:
    _, _, drawn = file_of(WORKFLOWS, diagram.stem).read_text(encoding="utf-8").partition("\n")
    assert clean_picture(drawn) == drawn.rstrip()
    elements = set(re.findall(r'bpmnElement="([^"]+)"', diagram.read_text(encoding="utf-8"))) - {diagram.stem}
    assert elements <= set(re.findall(r'data-element-id="([^"]+)"', drawn))


@pytest.mark.browser
def test_the_same_diagram_gives_the_same_picture(browser: Browser) -> None:
    bpmn = SMALLEST.read_bytes()
    drawn = draw(browser, bpmn)
    assert drawn == draw(browser, bpmn)
    assert clean_picture(drawn) == drawn


def test_a_diagram_that_changed_is_drawn_anew(tmp_path: Path) -> None:
    folder = tmp_path / SMALLEST.stem
    folder.mkdir()
    text, picture = SMALLEST.read_text(), file_of(WORKFLOWS, SMALLEST.stem).read_text()
    for bpmn, drawn, names in (
        (text, picture, []),
        (text.replace(' name="', ' name="x'), picture, [SMALLEST.name]),
        (text, "", [SMALLEST.name]),
    ):
        (folder / SMALLEST.name).write_text(bpmn)
        file_of(tmp_path, SMALLEST.stem).write_text(drawn)
        assert [path.name for path in outdated(tmp_path)] == names

"""The modeler of the studio on real files: opened and saved unchanged nothing differs, and all it says is Dutch.

Shows security.md 38.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app import engine
from config import ROOT

pytestmark = pytest.mark.browser
OWN = sorted((ROOT / "workflows").glob("*/*.bpmn"))
# Files of the BPMN interchange group, beside the checkout where there is room for them.
OTHERS = sorted((ROOT.parent / "shared" / "corpus" / "miwg").glob("*.bpmn"))
#: It repeats over a list by loopDataInputRef, which bpmn-js would drop; the editor writes it as camunda:collection.
SAID_OTHERWISE = "project_stop.bpmn"


@pytest.fixture(scope="module")
def modeler(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the modeler as the studio builds it."""
    bundle = tmp_path_factory.mktemp("modeler") / "modeler.js"
    source = ROOT / "tests" / "build" / "pages" / "modeler.js"
    subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", source, "--bundle", "--format=iife", f"--outfile={bundle}"],
        check=True,
        capture_output=True,
    )
    page = browser.new_page()
    page.set_content('<html lang="nl"><div id="canvas" style="height: 600px"></div></html>')
    page.add_script_tag(path=bundle)
    yield page
    page.close()


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("path", [*OWN, *OTHERS], ids=lambda path: path.name)
def test_opened_and_saved_unchanged_nothing_is_different(modeler: Page, path: Path) -> None:
    """Refused files never get this far; nothing of these is lost, whoever drew them."""
    content = text_of(path)
    engine.read_xml(content.encode())
    assert modeler.evaluate("openAndSave", content)["kept"] == content


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_what_the_modeler_writes_itself_says_the_same(modeler: Page, path: Path) -> None:
    """After a change and back, only the change would count: not how bpmn-js writes defaults, numbers and order."""
    content = text_of(path)
    written = modeler.evaluate("rewritten", content)
    if path.name == SAID_OTHERWISE:
        content = content.replace("<bpmn:loopDataInputRef>stop_employees</bpmn:loopDataInputRef>", "").replace(
            '<bpmn:multiInstanceLoopCharacteristics isSequential="false">',
            '<bpmn:multiInstanceLoopCharacteristics camunda:collection="stop_employees">',
        )
    assert engine.same_xml(content.encode(), written.encode())


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_the_editor_understands_all_of_our_own_diagrams(modeler: Page, path: Path) -> None:
    assert modeler.evaluate("openAndSave", text_of(path))["lost"] == []


def test_palette_pads_and_menus_are_dutch(modeler: Page) -> None:
    """Every kind of element there is, with all that can be appended to it or made of it."""
    found: dict[str, object] = {}
    for path in [*OWN[:4], *OTHERS[7:9]]:
        found = modeler.evaluate("untranslated", text_of(path))
    assert found["missing"] == []


def test_a_name_typed_in_the_drawing_gives_the_name_in_programs_once(modeler: Page) -> None:
    """Forms and reports would carry Activity_11tk1mt for ever; a later name changes nothing in programs."""
    told = modeler.evaluate("xml => namedInTheDrawing(xml, 'Plan nakijken')", text_of(OWN[0]))
    assert told == {"named": "plan_nakijken", "later": "plan_nakijken", "undone": True}

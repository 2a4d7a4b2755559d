"""The scenarios beside the bundles: each is played again, by the real services, and leads to what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine import BundleError
from app.models.base import configure_keys
from app.sandbox.expected import Expected, Passed, read_expected
from app.sandbox.replay import differs
from app.sandbox.script import read_script
from app.services.scenario_files import read_files
from config import ROOT
from tests.conftest import SECRET_KEY
from tests.sandbox.test_play import bundles

WORKFLOWS = ROOT / "workflows"
FILES = {f"{story.process}: {story.name}": (story.script, story.expected) for story in read_files(WORKFLOWS)}
REFERRAL = "referral: Doorverwijzing"


@pytest.fixture(autouse=True)
def keys() -> None:
    """Sealed columns need a secret; no database of ours is connected."""
    configure_keys(SECRET_KEY)


@pytest.mark.parametrize("name", FILES)
def test_it_still_goes_as_it_says(name: str) -> None:
    script, expected = FILES[name]
    assert differs(bundles(), read_script(script), read_expected(expected)) is None


def test_every_process_that_people_start_has_one() -> None:
    started = {key for key, bundle in bundles().items() if bundle.meta.starters}
    assert started == {name.split(":")[0] for name in FILES}


def otherwise(script, expected):
    found = differs(bundles(), script, expected)
    assert found is not None
    return found.element, str(found.text)


def test_it_says_where_it_went_otherwise() -> None:
    script, expected = (read(kept) for read, kept in zip((read_script, read_expected), FILES[REFERRAL], strict=True))
    _, *rest = expected.steps
    element, said = otherwise(script, Expected(expected.end, (Passed("referral", "elsewhere"), *rest)))
    assert (element, said) == ("elsewhere", "Deze stap was verwacht; in de plaats kwam «Maatregel kiezen».")
    element, said = otherwise(script, Expected("nowhere", expected.steps))
    assert (element, said) == ("", "Het einde is anders: verwacht was «nowhere», het werd «Doorverwezen».")
    element, said = otherwise(script, Expected(expected.end, expected.steps[:-1]))
    assert (element, said) == (expected.steps[-1].element, "Deze stap werd gedaan en was niet verwacht.")


def test_a_form_that_refuses_and_a_task_that_is_not_there_are_told() -> None:
    kept, expected = FILES[REFERRAL]
    lines = kept["lines"]
    empty = kept | {"lines": [lines[0] | {"answers": {}}, *lines[1:]]}
    element, said = otherwise(read_script(empty), read_expected(expected))
    assert element == lines[0]["element"]
    assert said.startswith("Het formulier neemt de antwoorden niet aan: ")
    gone = kept | {"lines": lines[1:]}
    element, said = otherwise(read_script(gone), read_expected(expected))
    assert (element, said[-27:]) == (lines[1]["element"], " stond deze taak niet open.")


def test_a_file_that_is_no_scenario_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "simple" / "scenarios"
    folder.mkdir(parents=True)
    (folder / "x.json").write_text('{"name": "x"}')
    with pytest.raises(BundleError, match=r"x\.json: Dit is geen scenario"):
        read_files(tmp_path)
    with pytest.raises(ValueError, match="no script"):
        read_script({"lines": [{"at": "2027-01-04"}]})
    with pytest.raises(ValueError, match="no expected"):
        read_expected({"steps": [1]})

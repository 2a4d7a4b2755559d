"""docs/law.md says where every rule lives: what it names exists, and no rule is left out."""

import re
from pathlib import Path

from app.domain.rules import DECLARED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")


def test_every_rule_an_administrator_sets_is_on_the_page_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.+?) \| (?:yes|no) \|$", PAGE, re.MULTILINE))
    declared = {key: "unset" if rule.default is None else rule.write(rule.default) for key, rule in DECLARED.items()}
    assert rows == declared


def test_every_place_the_page_names_exists() -> None:
    places = re.findall(r"`((?:app|tests)/[\w/.]+?)(?:::(\w+))?`", PAGE)
    assert len(places) > 25
    for path, name in places:
        place = ROOT / path
        assert place.exists(), path
        if name:
            assert re.search(rf"^(?:def {name}\(|class {name}\b|{name} = )", place.read_text("utf-8"), re.MULTILINE), (
                name
            )


def test_every_scenario_has_a_test_of_its_number() -> None:
    source = "".join(path.read_text("utf-8") for path in sorted((ROOT / "tests" / "domain").glob("test_*.py")))
    tested = {int(number) for number in re.findall(r"def test_t(\d\d)_", source)}
    assert tested == set(range(1, 30))
    assert {int(number) for number in re.findall(r"T(\d\d)", PAGE.split("## Scenarios")[1])} == tested

"""`flask term explain`, contract §3: the JSON exactly, clear sentences for bad input, no database and no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.term import term


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(term, ["explain", *arguments])


def answer(*arguments: str) -> dict[str, object]:
    result = explain(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_json_of_the_contract() -> None:
    given = answer("--start", "2020-03-01", "--suspend", "2022-05-10:2022-11-09")
    assert list(given) == ["last_day", "end_exclusive", "suspended_days", "steps"]
    assert (given["last_day"], given["end_exclusive"], given["suspended_days"]) == ("2025-08-31", "2025-09-01", 184)
    steps = given["steps"]
    assert isinstance(steps, list)
    assert all(list(step) == ["date", "text", "source"] for step in steps)
    assert steps[0]["date"] == "2020-03-01"
    assert steps[-1]["date"] == "2025-02-28"
    assert "niet bevestigd" in steps[-1]["text"]


@pytest.mark.parametrize(
    ("arguments", "last_day", "suspended"),
    [
        ("--start 2020-03-01", "2025-02-28", 0),
        ("--start 2020-02-29", "2025-02-28", 0),
        ("--start 2019-10-01 --suspend 2020-02-01:2020-06-30 --suspend 2020-03-20:2020-08-31", "2025-05-01", 213),
        (
            "--start 2019-10-01 --years 6 --suspend 2020-02-01:2020-06-30 --suspend 2020-03-20:2020-08-31",
            "2026-05-01",
            213,
        ),
        ("--start 2017-09-01", "2022-08-31", 0),
        ("--start 2020-03-01 --years 4", "2024-02-29", 0),
        ("--start 2020-03-01 --extension-months 12", "2026-02-28", 0),
        ("--start 2020-03-01 --suspend 2025-01-10:2025-07-09", "2025-08-28", 181),
        ("--start 2025-06-02 --years 0 --extension-months 3", "2025-09-01", 0),
        ("--start 2025-01-31 --years 0 --extension-months 1", "2025-02-28", 0),
        ("--start 2020-02-17 --years 0 --extension-months 3 --suspend 2020-03-20:2020-08-31", "2020-10-28", 165),
    ],
)
def test_the_scenarios_of_the_field(arguments: str, last_day: str, suspended: int) -> None:
    given = answer(*arguments.split())
    assert (given["last_day"], given["suspended_days"]) == (last_day, suspended)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "--start"),
        ("--start 2020-02-30", "geen bestaande datum"),
        ("--start gisteren", "geen bestaande datum"),
        ("--start 2020-03-01 --suspend 2021-01-01", "VAN:TOT"),
        ("--start 2020-03-01 --suspend 2021-01-01:", "geen bestaande datum"),
        ("--start 2020-03-01 --suspend 2021-01-02:2021-01-01", "ligt voor het begin"),
        ("--start 2020-03-01 --suspend 2021-01-01:9999-12-31", "te ver weg"),
        ("--start 2020-03-01 --years 7", "ten hoogste 6 jaar"),
        ("--start 2020-03-01 --years 99999999999999999999", "ten hoogste 6 jaar"),
        ("--start 2020-03-01 --years vijf", "vijf"),
        ("--start 2020-03-01 --years 0", "ten minste één maand"),
        ("--start 2020-03-01 --extension-months 24", "tweede verlenging"),
        ("--start 2020-03-01 --extension-months -1", "nul of meer"),
        ("--start 9999-01-01", "te ver weg"),
        ("--start 2020-03-01 --wrong", "--wrong"),
    ],
)
def test_bad_input_is_a_clear_sentence(arguments: str, sentence: str) -> None:
    result = explain(*arguments.split())
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_the_answer_for_people_names_the_other_outcome() -> None:
    result = explain("--start", "2020-03-01", "--suspend", "2022-05-10:2022-11-09")
    assert result.exit_code == 0
    assert "Laatste dag: 2025-08-31" in result.stdout
    assert "een andere lezing van de wet geeft 2025-02-28" in result.stdout
    assert "Bron: " in result.stdout


def test_the_rules_of_the_field_need_no_database_and_no_framework() -> None:
    """The pure core stays pure: importing it in a fresh interpreter loads nothing of the outer layers."""
    code = (
        "import sys, types; package = types.ModuleType('app'); "
        "package.__path__ = [sys.argv[1]]; sys.modules['app'] = package; "
        "import app.domain.term, app.domain.rules, app.domain.identifiers, app.domain.previous_measure; "
        "print([name for name in ('flask', 'sqlalchemy', 'SpiffWorkflow') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parents[2] / "app")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

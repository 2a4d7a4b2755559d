"""The settings of a process as a form: what it does not speak of stays in the text as it was."""

from __future__ import annotations

import pytest

from app.services.process_settings import as_answers, with_answers, wrong
from config import ROOT

TEXT = """# Who made this
title = "Bezoek"  # short
starters = ["coach", "employer"]
subject = "person"
later = 1

[start]
record = "visit"

[variables]
# dates first
due = "date"    # the last day
agreed = "boolean"

[messages.stop]
title = "Stoppen"  # on the button
roles = ["coach"]

[messages.go]
title = "Gaan"
roles = ["coach"]
takes = ["due"]
"""


def answers() -> dict:
    found = as_answers(TEXT)
    assert found is not None
    return found


@pytest.mark.parametrize("file", sorted(ROOT.glob("workflows/*/process.toml")), ids=lambda file: file.parent.name)
def test_saving_what_is_there_changes_no_letter(file) -> None:
    text = file.read_text()
    assert with_answers(text, as_answers(text)) == text


def test_nothing_changed_changes_no_letter() -> None:
    assert with_answers(TEXT, answers()) == TEXT


def test_what_a_form_asks_is_changed_in_its_place_and_the_rest_stays() -> None:
    given = answers()
    given |= {"title": "Huisbezoek", "title_en": "Visit", "starters": ["employer", "vdab_expert"], "with_form": False}
    given["variables"] = [
        {"name": "due", "kind": "number", "explanation": "how many days"},
        {"name": "kinds", "kind": "list", "explanation": "which"},
        {"name": "bare", "kind": "text", "explanation": None},
    ]
    given["messages"] = [given["messages"][1] | {"takes": None}, {"name": "new", "title": "Nieuw", "roles": ["coach"]}]
    assert (
        with_answers(TEXT, given)
        == """# Who made this
title = "Huisbezoek"  # short
starters = ["employer", "vdab_expert"]
subject = "person"
later = 1
title_en = "Visit"

[variables]
# dates first
due = "number"    # how many days
kinds = "list"  # which
bare = "text"

[messages.go]
title = "Gaan"
roles = ["coach"]
takes = []

[messages.new]
title = "Nieuw"
roles = ["coach"]
"""
    )


TITLED = """title = "a"
[variables]
due = { kind = "date", title = "dag", title_en = "day" }  # the last
n = "number"  # how many
"""


def test_a_title_of_a_variable_comes_goes_and_changes_beside_its_kind() -> None:
    given = as_answers(TITLED)
    assert given is not None
    assert with_answers(TITLED, given) == TITLED
    due, n = given["variables"]
    assert due == {"name": "due", "kind": "date", "title": "dag", "title_en": "day", "explanation": "the last"}
    given["variables"] = [due | {"title": "dag van het  plan", "title_en": ""}, n | {"title": "aantal"}]
    assert (
        with_answers(TITLED, given)
        == """title = "a"
[variables]
due = { kind = "date", title = "dag van het plan"  }  # the last
n = {kind = "number", title = "aantal"}  # how many
"""
    )


def test_names_that_stand_twice_or_nowhere_are_told_at_their_field() -> None:
    variables = [{"name": name, "kind": "text"} for name in ("a", "a", "true")]
    messages = [{"name": "go", "takes": "a, b"}, {"name": "go", "takes": None}]
    found = wrong({"variables": variables, "messages": messages})
    assert set(found) == {"variables-1-name", "variables-2-name", "messages-0-takes", "messages-1-name"}
    assert wrong(answers()) == {}


@pytest.mark.parametrize(
    "text",
    ["title =", "title = 1", 'title = "a"\n[variables]\nx = "colour"', 'title = "a"\nstarters = ["nobody"]'],
    ids=["no TOML", "another kind", "an unknown kind", "an unknown role"],
)
def test_what_a_form_cannot_show_is_left_to_the_text(text) -> None:
    assert as_answers(text) is None


def test_a_title_that_is_missing_is_an_answer_that_is_missing() -> None:
    found = as_answers('description = ""\n')
    assert found is not None
    assert found["title"] == ""


def test_tables_on_one_line_and_apart_are_written_too() -> None:
    text = 'title = "a"\nvariables = {x = "text"}\n[messages.a]\ntitle = "A"\n[start]\n[messages.b]\ntitle = "B"\n'
    given = as_answers(text)
    assert given is not None
    assert with_answers(text, given) == text
    given["variables"] = [{"name": "x", "kind": "date", "explanation": "lost: a line takes no comment"}]
    given["messages"] = [one | {"title": one["title"] * 2} for one in given["messages"]]
    written = with_answers(text, given)
    assert 'x = "date"' in written
    assert 'title = "AA"' in written and 'title = "BB"' in written

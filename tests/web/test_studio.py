"""The studio: opening a draft, saving its parts, and publishing it with a colleague.

Shows security.md 25, security.md 39.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import orjson
import pytest
from flask import Flask

from app import db, engine
from app.domain.text import say
from app.jobs import registry
from app.jobs.perform import perform
from app.models.job import JobResult
from app.queries import vocabulary
from app.sandbox.faults import Stuck
from app.services.choices.registry import CHOICES
from app.web.studio import words
from app.web.studio.forms import COMPONENTS, HANDED_OVER
from config import ROOT, Environment, Settings
from tests.web.page_client import Page, PageClient

registry.load()
DRAFT = "/processes/visit/draft"


@pytest.fixture
def editor(signed_in: Callable[[str], PageClient]) -> PageClient:
    """A process editor with a draft of `visit`."""
    browser = signed_in("process_editor")
    page = browser.get("/processes/visit")
    assert sent(browser, page, DRAFT).location == DRAFT
    return browser


def sent(browser: PageClient, page: Page, action: str, values: dict[str, Any] | None = None, status: int = 302) -> Page:
    """What comes of sending the form of a page."""
    return browser.submit(page, f'form[action="{action}"]', status=status, **(values or {}))


def part(browser: PageClient, kind: str, name: str = "") -> dict[str, Any]:
    """A part as the editors read it."""
    answer = browser.client.get(f"{DRAFT}/parts/{kind}" + (f"/{name}" if name else ""))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def save(browser: PageClient, content: str, revision: int, kind: str = "bpmn") -> Any:
    """A save as the editors do it."""
    headers = {"X-CSRFToken": browser.token()}
    body = {"content": content, "revision": revision}
    return browser.client.post(f"{DRAFT}/parts/{kind}", json=body, headers=headers)


def renamed(browser: PageClient, name: str) -> tuple[str, int]:
    """The diagram with another name for its process."""
    standing = part(browser, "bpmn")
    content = standing["content"]
    old = content.split('name="', 2)[1].split('"')[0]
    return content.replace(f'name="{old}"', f'name="{name}"', 1), standing["revision"]


def test_a_draft_is_begun_from_the_page_of_the_process(editor: PageClient) -> None:
    page = editor.get(DRAFT)
    assert "Niets gevonden" in page.main
    assert "Concept van de volgende versie" in editor.get("/processes/visit").main
    assert page.one("[data-draw]").has_attr("data-editable")


@pytest.mark.parametrize("tab", ["", "/outline", "/history", "/publish"])
def test_every_tab_opens(editor: PageClient, tab: str) -> None:
    assert editor.get(DRAFT + tab).h1


def test_the_words_say_when_a_timer_goes_off_and_lead_to_the_drawing(editor: PageClient) -> None:
    page = editor.get(f"{DRAFT}/outline")
    steps = [" ".join(step.get_text(" ").split()) for step in page.all(".app-outline > li")]
    late = next(step for step in steps if step.startswith("Na een week"))
    assert late.startswith("Na een week (bewaking, na 7 dagen) bij Gesprek voorbereiden, dat gewoon verdergaat")
    assert any(step.startswith("Bezoek stoppen (bewaking) bij") and "dat dan stopt" in step for step in steps)
    assert f"{DRAFT}?element=late" in page.links()


def test_every_list_that_a_case_hands_over_can_be_chosen(editor: PageClient) -> None:
    assert HANDED_OVER.keys() == CHOICES.keys()
    offered = json.loads(editor.get(f"{DRAFT}/forms/prepare").one("#studio-lists").string or "")
    assert "codes.contract_type" in dict(offered) and "context.coaches" in dict(offered)


def test_a_save_answers_with_the_revision_and_what_the_check_finds(editor: PageClient) -> None:
    content, revision = renamed(editor, "Bezoek")
    answer = save(editor, content, revision).json
    assert answer["revision"] == revision + 1
    assert [problem for problem in answer["problems"] if problem["severity"] == "error"] == []
    broken = content.replace("candidateGroups=", "andereGroepen=")
    answer = save(editor, broken, revision + 1)
    assert answer.status_code == 200
    assert {"element", "message", "severity"} <= answer.json["problems"][0].keys()
    assert "fout" in editor.get(DRAFT).main


def test_the_second_save_is_kept_beside_it_and_can_be_put_back(
    editor: PageClient, signed_in: Callable[[str], PageClient]
) -> None:
    mine, revision = renamed(editor, "Van de één")
    theirs, _ = renamed(editor, "Van de ander")
    colleague = signed_in("administrator")
    assert save(colleague, theirs, revision).status_code == 200
    answer = save(editor, mine, revision)
    assert answer.status_code == 409
    assert "ernaast bewaard" in answer.json["error"]
    history = editor.get(f"{DRAFT}/history")
    assert "iemand anders was eerst" in history.main
    sent(editor, history, f"{DRAFT}/history/{answer.json['save']}")
    assert "Van de één" in part(editor, "bpmn")["content"]


@pytest.mark.parametrize("body", ["", "[]", '{"content": 1}', '{"content": "<x/>"', '{"revision": 1}'])
def test_a_save_that_is_none_is_a_sentence(editor: PageClient, body: str) -> None:
    headers = {"X-CSRFToken": editor.token()}
    answer = editor.client.post(f"{DRAFT}/parts/bpmn", data=body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert answer.json["error"]


def test_what_is_no_diagram_is_refused_in_words(editor: PageClient) -> None:
    before = part(editor, "bpmn")
    answer = save(editor, "<!DOCTYPE x><x/>", before["revision"])
    assert answer.status_code == 422
    assert "DOCTYPE" in answer.json["error"]
    assert part(editor, "bpmn") == before


def test_two_people_publish(editor: PageClient, signed_in: Callable[[str], PageClient]) -> None:
    content, revision = renamed(editor, "Bezoek")
    save(editor, content, revision)
    page = editor.get(f"{DRAFT}/publish")
    wrong = sent(editor, page, f"{DRAFT}/hand-in", {"note": "Andere naam", "effective_on": "31-31"}, status=422)
    assert "Andere naam" in wrong.text
    sent(editor, page, f"{DRAFT}/hand-in", {"note": "Andere naam", "ground": "Overleg"})
    assert "tweede persoon" in editor.get(f"{DRAFT}/publish").main
    colleague = signed_in("administrator")
    assert "concept: wacht op een collega" in colleague.get("/processes").main
    approving = colleague.get(f"{DRAFT}/publish")
    assert sent(colleague, approving, f"{DRAFT}/approve").location == "/processes/visit/2"
    assert "Andere naam" in colleague.get("/processes/visit").main


def test_what_a_colleague_saved_meanwhile_is_not_handed_in_unread(
    editor: PageClient, signed_in: Callable[[str], PageClient]
) -> None:
    content, revision = renamed(editor, "Bezoek")
    save(editor, content, revision)
    page = editor.get(f"{DRAFT}/publish")
    form = part(editor, "form", "prepare")
    changed = json.dumps(json.loads(form["content"]) | {"components": []})
    assert save(signed_in("administrator"), changed, form["revision"], "form/prepare").status_code == 200
    answers = {"note": "Andere naam", "ground": "Overleg"}
    told = sent(editor, page, f"{DRAFT}/hand-in", answers, status=409)
    assert "anders dan u las" in told.main
    assert told.all(f'a[href="{DRAFT}/comparison"]')
    assert told.one("[name=note]").get_text().strip() == "Andere naam", "nothing typed is lost"
    wrong = sent(editor, told, f"{DRAFT}/hand-in", {"effective_on": "31-31"}, status=422)
    sent(editor, wrong, f"{DRAFT}/hand-in", {"effective_on": ""})
    assert sent(editor, page, f"{DRAFT}/hand-in", answers, status=409).main, "handed in already"


def test_a_version_of_a_later_day_says_when_it_begins(
    editor: PageClient, signed_in: Callable[[str], PageClient]
) -> None:
    content, revision = renamed(editor, "Bezoek")
    save(editor, content, revision)
    answers = {"note": "Andere naam", "ground": "Overleg", "effective_on": "2027-02-01"}
    sent(editor, editor.get(f"{DRAFT}/publish"), f"{DRAFT}/hand-in", answers)
    colleague = signed_in("administrator")
    sent(colleague, colleague.get(f"{DRAFT}/publish"), f"{DRAFT}/approve")
    page = colleague.get("/processes/visit/2")
    assert "Deze versie geldt pas vanaf 1 februari 2027." in page.main
    assert not page.all('a[href="/processes/visit/2/cases"]')
    assert page.all('a[href="/processes/visit/heat"]')


def test_it_is_sent_back_with_a_reason(editor: PageClient, signed_in: Callable[[str], PageClient]) -> None:
    save(editor, *renamed(editor, "Bezoek"))
    sent(editor, editor.get(f"{DRAFT}/publish"), f"{DRAFT}/hand-in", {"note": "Andere naam", "ground": "Overleg"})
    colleague = signed_in("administrator")
    sent(colleague, colleague.get(f"{DRAFT}/publish"), f"{DRAFT}/refuse", {"reason": "Te kort"})
    assert "Te kort" in editor.get(DRAFT).main
    assert "Indienen" in editor.get(f"{DRAFT}/publish").main


def test_who_does_not_draw_sees_no_draft(editor: PageClient, coach: PageClient) -> None:
    coach.get(DRAFT, status=403)
    page: Page = coach.get("/processes/visit")
    assert "Concept" not in page.main


def test_a_file_is_read_in_and_out(editor: PageClient) -> None:
    content, _ = renamed(editor, "Uit een bestand")
    page = editor.get(DRAFT)
    bad = sent(editor, page, f"{DRAFT}/file", {"file": (BytesIO(b"<!DOCTYPE x><x/>"), "x.bpmn")}, status=422)
    assert "DOCTYPE" in bad.main
    sent(editor, page, f"{DRAFT}/file", {"file": (BytesIO(content.encode()), "visit.bpmn")})
    assert "Uit een bestand" in editor.client.get(f"{DRAFT}/diagram").text


def test_what_a_colleague_saved_since_is_not_drawn_over_nor_taken_out(
    editor: PageClient, signed_in: Callable[[str], PageClient]
) -> None:
    drawing, form = editor.get(DRAFT), editor.get(f"{DRAFT}/forms/prepare")
    mine, _ = renamed(editor, "Uit een bestand")
    theirs, revision = renamed(editor, "Van een collega")
    colleague = signed_in("administrator")
    assert save(colleague, theirs, revision).status_code == 200
    standing = part(editor, "form", "prepare")
    changed = json.dumps(json.loads(standing["content"]) | {"components": []})
    assert save(colleague, changed, standing["revision"], "form/prepare").status_code == 200
    given = {"file": (BytesIO(mine.encode()), "visit.bpmn")}
    assert sent(editor, drawing, f"{DRAFT}/file", given).location == f"{DRAFT}/history"
    assert part(editor, "bpmn")["content"] == theirs
    assert "anders dan u las" in sent(editor, form, f"{DRAFT}/forms/prepare/remove", status=409).main
    sent(editor, editor.get(f"{DRAFT}/forms/prepare"), f"{DRAFT}/forms/prepare/remove")


def test_a_form_is_made_shown_as_the_task_page_does_and_taken_out(editor: PageClient) -> None:
    page = editor.get(f"{DRAFT}/forms")
    sent(editor, page, f"{DRAFT}/forms", {"name": "nieuw"})
    schema = {
        "type": "default",
        "id": "nieuw",
        "schemaVersion": 19,
        "components": [{"type": "textfield", "id": "f", "key": "waarom", "label": "Waarom?"}],
    }
    headers = {"X-CSRFToken": editor.token()}
    body = {"content": json.dumps(schema), "revision": 1}
    assert editor.client.post(f"{DRAFT}/parts/form/nieuw", json=body, headers=headers).status_code == 200
    assert "Waarom?" in editor.client.get(f"{DRAFT}/forms/nieuw/preview").text
    sent(editor, editor.get(f"{DRAFT}/forms/nieuw"), f"{DRAFT}/forms/nieuw/remove")
    editor.get(f"{DRAFT}/forms/nieuw", status=404)


def test_a_form_that_cannot_be_shown_says_so(editor: PageClient) -> None:
    headers = {"X-CSRFToken": editor.token()}
    schema = {"type": "default", "schemaVersion": 19, "components": [{"type": "iframe", "id": "x", "url": "http://x"}]}
    body = {"content": json.dumps(schema), "revision": 0}
    answer = editor.client.post(f"{DRAFT}/parts/form/kapot", json=body, headers=headers)
    assert any("kapot" in problem["file"] for problem in answer.json["problems"])
    assert "nog niet te tonen" in editor.client.get(f"{DRAFT}/forms/kapot/preview").text


def test_every_component_the_editor_offers_can_be_compiled() -> None:
    """docs/forms.md is compared with the compiler elsewhere; this compares it with the palette."""
    table = (ROOT / "docs" / "forms.md").read_text().split("Not run")[0]
    assert set(COMPONENTS) == set(re.findall(r"`([a-z]+)`", " ".join(re.findall(r"^\| (`.*?) \|", table, re.M)))) - {
        "check",
        "phrase",
        "hint",
    }


def test_a_table_is_made_and_tried(editor: PageClient) -> None:
    sent(editor, editor.get(f"{DRAFT}/tables"), f"{DRAFT}/tables", {"name": "voorrang"})
    address = f"{DRAFT}/tables/voorrang.dmn"
    assert "nog niet juist" in editor.get(address).main
    content = part(editor, "dmn", "voorrang.dmn")["content"]
    row = '<rule id="r1"><inputEntry id="i1"><text>&lt; 10</text></inputEntry><outputEntry id="o1"><text>"hoog"</text>'
    ready = content.replace('typeRef="string"><text></text>', 'typeRef="number"><text>dagen</text>').replace(
        "</decisionTable>", f"{row}</outputEntry></rule></decisionTable>"
    )
    headers = {"X-CSRFToken": editor.token()}
    body = {"content": ready, "revision": 1}
    editor.client.post(f"{DRAFT}/parts/dmn/voorrang.dmn", json=body, headers=headers)
    tried = sent(editor, editor.get(address), f"{address}/try#try", {"value-dagen": "3"}, status=200)
    assert "hoog" in tried.main
    wrong = sent(editor, editor.get(address), f"{address}/try#try", {"value-dagen": "drie"}, status=422)
    assert "Schrijf een getal" in wrong.main
    assert wrong.one("#value-dagen")["value"] == "drie"
    wrong = sent(editor, editor.get(f"{DRAFT}/tables"), f"{DRAFT}/tables", {"name": "../x"}, status=422)
    assert wrong.one("[name=name]")["value"] == "../x"
    assert sent(editor, editor.get(f"{DRAFT}/tables"), f"{DRAFT}/tables", {"name": "voorrang"}).location == address
    assert "iemand anders" not in editor.get(f"{DRAFT}/history").main, "there is one already: nothing is kept beside it"


def test_forms_and_tables_are_listed_by_what_people_call_them(editor: PageClient) -> None:
    listed = editor.get(f"{DRAFT}/forms")
    assert "Gesprek voorbereiden prepare" in listed.main
    assert listed.one('.app-tabs [aria-current="page"]').get_text() == "Formulieren"


def test_operations_and_their_inputs_are_offered_in_words() -> None:
    for operation in engine.operations():
        if operation.run.__module__.startswith("app."):
            inputs = [*operation.inputs.values(), *operation.optional.values()]
            said = [operation.title, operation.does, *(each.what for each in inputs)]
            said += [words for each in inputs for words in each.options.values()]
            assert all(str(text).strip() for text in said), operation.name
            assert str(operation.does).endswith("."), operation.name


def test_what_is_chosen_is_offered_in_the_words_of_the_page(app: Flask) -> None:
    found = vocabulary.Vocabulary([], [], False, engine.operations(), [], [], [], {"due": "date"}, {"due": "dag"}, [])
    with app.test_request_context():
        known = words.known(found, "visit")
    given = {row["name"]: {one["name"]: one for one in row["inputs"]} for row in known["operations"]}
    letters = given["letter"]["template"]["options"]
    assert ("stop_refused", "Stopzetting niet aanvaard") in letters
    assert [label for _, label in letters] == sorted(label for _, label in letters)
    assert ("coach", "Jobcoach") in given["remind"]["role"]["options"]
    assert ("NAZORG", "Nazorg") in given["plan_phase"]["phase"]["options"]
    assert given["apply_stop_destination"]["person"]["isVariable"]
    assert given["remind"]["text"]["options"] is None
    assert known["titles"] == {"due": "dag"}


@pytest.mark.parametrize(
    ("address", "old", "new", "wrong", "told"),
    [
        ("text", 'name="Gesprek voorbereiden"', 'name="Anders"', "<bpmn:definitions", "geen geldige XML (regel 1)"),
        ("settings/text", "[variables]", "# wat\n[variables]", 'title = "a"\nx', ""),
        ("forms/prepare/text", '"components"', '"more": 1,\n"components"', '{\n"a": 1,,\n}', "JSON (regel 2)"),
    ],
)
def test_a_part_is_also_text(
    editor: PageClient,
    signed_in: Callable[[str], PageClient],
    address: str,
    old: str,
    new: str,
    wrong: str,
    told: str,
) -> None:
    """For experts, and for what its editor cannot open: kept as it was typed, or handed back with where it is wrong."""
    address = f"{DRAFT}/{address}"
    page = editor.get(address)
    before = page.one("textarea").get_text().removeprefix("\n")
    assert old in before
    sent(editor, page, address, {"content": before.replace(old, new, 1)})
    shown = editor.get(address)
    assert new in shown.one("textarea").get_text()
    assert sent(editor, page, address, {"content": before}).location == f"{DRAFT}/history", "not over what was saved"
    if told:
        back = sent(editor, shown, address, {"content": wrong}, status=422)
        assert told in back.main
        assert back.one("textarea").get_text().removeprefix("\n") == wrong
    else:
        sent(editor, shown, address, {"content": wrong})
        assert "geldige TOML (regel 2)" in editor.get(address).main


def test_the_text_of_a_form_says_on_which_line_what_is_wrong(editor: PageClient) -> None:
    wizard = '"components": [\n{"type": "wizard",\n"id": "w"}'
    standing = part(editor, "form", "prepare")
    content = re.sub(r'"components": \[\s*\{', wizard + ",\n{", standing["content"], count=1)
    save(editor, content, standing["revision"], "form/prepare")
    line = content[: content.index('"id": "w"')].count("\n") + 1
    assert f"Regel {line}: Onderdeel 1 («wizard»)" in editor.get(f"{DRAFT}/forms/prepare/text").main
    save(editor, content, 0, "form/prepare.more")
    assert f"Regel {line}: Onderdeel 1 («wizard»)" in editor.get(f"{DRAFT}/forms/prepare.more/text").main


def test_the_settings_are_a_form_that_grows_and_shrinks_without_javascript(editor: PageClient) -> None:
    address = f"{DRAFT}/settings"
    page = editor.get(address)
    assert page.one("[name=title]")["value"] == "Bezoek"
    rows = len(page.all('[name^="variables-"][name$="-name"]'))
    longer = editor.submit(page, f'form[action="{address}"]', "_add=variables", status=200, title="Huisbezoek")
    new = f"variables-{rows}"
    asked = {f"{new}-name": "Uren!", f"{new}-kind": "number", f"{new}-explanation": "hoe lang"}
    wrong = sent(editor, longer, address, asked, status=422)
    assert "kleine letters" in wrong.main
    assert wrong.one("[name=title]")["value"] == "Huisbezoek", "what was typed comes back"
    sent(editor, wrong, address, {f"{new}-name": "uren"})
    text = part(editor, "meta")["content"]
    assert 'title = "Huisbezoek"' in text
    assert re.search(r'^uren = "number" +# hoe lang$', text, re.M)
    shown = editor.get(address)
    longer = editor.submit(shown, f'form[action="{address}"]', "_add=variables", status=200)
    again = {f"variables-{rows + 1}-name": "uren", f"variables-{rows + 1}-kind": "text"}
    assert "staat er al" in sent(editor, longer, address, again, status=422).main
    shorter = editor.submit(shown, f'form[action="{address}"]', f"_remove={new}", status=200)
    sent(editor, shorter, address)
    assert "uren" not in part(editor, "meta")["content"]
    assert sent(editor, shown, address, {"title": "Te laat"}).location == f"{DRAFT}/history", "not over what was saved"
    assert 'title = "Huisbezoek"' in part(editor, "meta")["content"]


def test_settings_no_form_can_show_are_shown_as_text(editor: PageClient) -> None:
    sent(editor, editor.get(f"{DRAFT}/settings/text"), f"{DRAFT}/settings/text", {"content": "title = 1"})
    assert editor.get(f"{DRAFT}/settings").one("textarea").get_text().strip() == "title = 1"


def test_the_settings_are_text_that_is_checked(editor: PageClient) -> None:
    page = editor.get(f"{DRAFT}/settings/text")
    sent(editor, page, f"{DRAFT}/settings/text", {"content": 'title = "Bezoek"\nonbekend = 1'})
    assert "kennen we niet" in editor.get(f"{DRAFT}/settings/text").main


def test_a_draft_is_tried_from_its_page(editor: PageClient) -> None:
    page = editor.get(f"{DRAFT}/trials")
    assert "1000" in sent(editor, page, f"{DRAFT}/trials", {"cases": "5000", "years": "5"}, status=422).main
    asked = sent(editor, page, f"{DRAFT}/trials", {"cases": "1", "years": "1", "seed": "3"})
    job = int(asked.location.rsplit("/", 1)[1])
    waiting = editor.get(asked.location)
    assert "0 %" in waiting.main and waiting.response.headers["Refresh"] == "3"
    (still,) = [link for link in waiting.links() if "still" in link]
    assert "Refresh" not in editor.get(still).response.headers, "who reads slowly may have it stand still"
    perform(job, 1, "a worker", Settings(environment=Environment.TESTING), lambda: False)
    shown = editor.get(asked.location)
    assert "Refresh" not in shown.response.headers
    assert "Hoe vaak elke stap" in shown.main
    assert "dag na dag" in shown.main
    assert "1 dossier" in editor.get(f"{DRAFT}/trials").main


def test_where_nobody_could_go_on_is_told_with_the_reason(editor: PageClient) -> None:
    asked = sent(editor, editor.get(f"{DRAFT}/trials"), f"{DRAFT}/trials", {"cases": "1", "years": "1", "seed": "3"})
    job = int(asked.location.rsplit("/", 1)[1])
    perform(job, 1, "a worker", Settings(environment=Environment.TESTING), lambda: False)
    found = [Stuck("visit", element, name, (say("Dit kan niet."),), 3) for element, name in (("", ""), ("a", "Iets"))]
    with db.transaction() as session:
        kept = session.get_one(JobResult, job)
        kept.content = orjson.dumps(orjson.loads(kept.content) | {"stuck": [one.as_json() for one in found]})
    shown = editor.get(asked.location).main
    assert "het begin van het dossier (3 keer): Dit kan niet." in shown
    assert "Iets (3 keer): Dit kan niet." in shown


def test_versions_and_drafts_are_compared_on_a_page(editor: PageClient, signed_in: Callable[[str], PageClient]) -> None:
    assert "geen verschil" in editor.get(f"{DRAFT}/comparison").main
    save(editor, *renamed(editor, "Bezoek"))
    shown = editor.get(f"{DRAFT}/comparison")
    assert shown.all("#drawing-old") and shown.all("#drawing-new")
    sent(editor, editor.get(f"{DRAFT}/publish"), f"{DRAFT}/hand-in", {"note": "Andere naam", "ground": "Overleg"})
    colleague = signed_in("administrator")
    sent(colleague, colleague.get(f"{DRAFT}/publish"), f"{DRAFT}/approve")
    assert "versie 1 en 2" in editor.get("/processes/visit/compare").h1
    back = editor.get("/processes/visit/1")
    assert sent(editor, back, "/processes/visit/1/again").location == f"{DRAFT}/comparison"


def test_a_process_is_retired_by_who_publishes(editor: PageClient, signed_in: Callable[[str], PageClient]) -> None:
    assert "stopzetten" not in editor.get("/processes/visit").main
    colleague = signed_in("administrator")
    sent(colleague, colleague.get("/processes/visit"), "/processes/visit/retire")
    assert "Bezoek" not in colleague.get("/processes").main

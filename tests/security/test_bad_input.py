"""Bad input at both doors of the real processes: a clear sentence at its place, nothing lost or half done."""

from __future__ import annotations

import json
import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import Role
from app.models.audit import Audit
from app.models.employment import Employment
from app.models.organisation import Organisation
from app.models.task import Answers, Task
from tests.security.doors import Doors, told_by_api, told_by_page
from tests.security.doors import nothing_changes as unchanged
from tests.support.stage import Stage
from tests.web.page_client import Page

MONDAY = date(2024, 2, 12)
REASONS = "Uit het plan en uit de gesprekken met werkgever en werknemer blijkt dat dit de beste volgende stap is."


def refused_at_both(doors: Doors, task: Task, field: str, words: str, **answers: Any) -> None:
    """Both doors refuse these answers at `field` with `words`; the page shows everything typed; nothing has changed."""
    actor = doors.whose(task)
    given = doors.answers(task.id, actor, **answers)
    with unchanged():
        by_api = told_by_api(doors.complete_by_api(actor, task.id, given))
        page = doors.complete_by_page(actor, task.id, given)
        by_page = told_by_page(page)
    assert words in by_api[field], by_api
    assert any(words in sentence for sentence in by_page.values()), by_page
    assert_typed_again(page, f'form[action="/tasks/{task.id}"]', given)


def assert_typed_again(page: Page, form: str, given: dict[str, Any]) -> None:
    """What was typed in a text field stands in the form again."""
    shown = page.fields(page.one(form))
    for name, value in given.items():
        if name in shown and isinstance(value, str) and not page.all(f"select[name='{name}']"):
            assert shown[name].strip() == value.strip(), name


@pytest.fixture
def contract(stage: Stage) -> Task:
    """The task to enter a contract."""
    stage.travel(MONDAY)
    case_id = stage.register()
    stage.do(case_id, "check_advice", advice_answer="valid", icf_result="JA")
    return stage.task(case_id, "contract")


WRONG = [
    ("starts_on", None, "Vul ‘Eerste werkdag’ in."),
    ("job", "", "Vul ‘Functie’ in."),
    ("hours_week", "veel", "getal"),
    ("hours_week", 400, "40"),
    ("hours_week", -1, "1"),
    ("job", "x" * 201, "200"),
    ("starts_on", "2024-02-31", "datum"),
    ("contract_type", "EEUWIG", "lijst"),
]


def test_answers_missing_wrong_out_of_range_or_too_long(stage: Stage, doors: Doors, contract: Task) -> None:
    for field, answer, words in WRONG:
        answers = {**stage.contract(MONDAY), "job": "Fietshersteller", field: answer}
        refused_at_both(doors, contract, field, words, **answers)


def test_an_end_before_its_start(stage: Stage, doors: Doors, contract: Task) -> None:
    answers = {**stage.contract(MONDAY), "contract_type": "BEP", "ends_on": date(2024, 2, 11), "job": "Fietshersteller"}
    refused_at_both(doors, contract, "ends_on", "Dit ligt voor ‘Eerste werkdag’ (", **answers)


STRANGE = ["_x", "typename", "__class__", "anders", "_role", ""]


def test_keys_that_no_question_has(stage: Stage, doors: Doors, contract: Task) -> None:
    """A program is told at the key; a page leaves aside what it did not ask, and the audit says that it did."""
    actor = doors.whose(contract)
    given = doors.answers(contract.id, actor, **stage.contract(MONDAY))
    with unchanged():
        for key in STRANGE:
            assert told_by_api(doors.complete_by_api(actor, contract.id, {**given, key: "x"}))[key]
    page = doors.complete_by_page(actor, contract.id, given, **dict.fromkeys(STRANGE, "administrator"))
    assert page.status == 302
    with db.reading() as session:
        stored = session.scalars(select(Answers).where(Answers.task_id == contract.id)).one().values
        entry = session.scalars(
            select(Audit.payload).where(Audit.tag == "task:completed", Audit.case_id == contract.case_id)
        ).all()[-1]
    assert not stored.keys() & set(STRANGE)
    assert "administrator" not in str(stored) + str(stage.case(contract.case_id).variables)
    assert {"typename", "anders", "?", "__class__", "_x", "_role"} & set(json.loads(entry)["ignored"]) == {
        "typename", "anders", "?",
    }  # names beginning with _ are for the buttons of a page  # fmt: skip


def test_a_stale_form(stage: Stage, doors: Doors, contract: Task) -> None:
    """The case moved on after the form was opened: say so, keep the answers, let the person send them again."""
    actor = doors.whose(contract)
    given = doors.answers(contract.id, actor, **stage.contract(MONDAY), remark="Lang getypt")
    with unchanged():
        answer = doors.complete_by_api(actor, contract.id, given, revision=1)
        page = doors.complete_by_page(actor, contract.id, given, revision="1")
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert "intussen veranderd" in answer.get_json()["detail"]
    assert page.status == 409
    assert "intussen veranderd" in page.main
    form = f'form[action="/tasks/{contract.id}"]'
    assert_typed_again(page, form, given)
    assert doors.browser(actor).submit(page, form).status == 302


NOT_THEIRS = {"stranger": 404, "coach": 403, "expert": 403}


def test_another_persons_task(stage: Stage, doors: Doors, contract: Task) -> None:
    """Who does not see the case is told it is not there; who does, that the task is not his."""
    with db.transaction() as session:
        session.add(Organisation(key="groen", name="Groen en Co", kind="enterprise"))
    stage.organisations["groen"] = max(row.id for row in stage.rows(Organisation))
    stage.add("stranger", Role.EMPLOYER, "groen")
    given = doors.answers(contract.id, doors.whose(contract), **stage.contract(MONDAY))
    for who, status in NOT_THEIRS.items():
        actor, path = stage.people[who], f"/tasks/{contract.id}"
        doors.token(actor)
        with unchanged():
            for act, body in (("complete", {"answers": given}), ("claim", None), ("release", None)):
                answer = doors.call(actor, "POST", f"{path}/{act}", body)
                assert answer.status_code == status, (who, act)
                assert answer.get_json()["detail"]
            assert doors.call(actor, "PUT", f"{path}/draft", {"answers": given}).status_code == status
            for address in (path, f"{path}/draft", f"{path}/claim", f"{path}/release"):
                doors.browser(actor).post(address, given, status=status)
    assert stage.open(contract.case_id) == ["contract"]


def test_a_task_already_done(stage: Stage, doors: Doors, contract: Task) -> None:
    """By whom and when, and one's own answers are shown: also those that could not be sent as they are."""
    actor, colleague = doors.whose(contract), stage.add("second_boss", Role.EMPLOYER, "schakel")
    mine = doors.answers(contract.id, actor, **stage.contract(MONDAY)) | {"job": "Mijn eigen functie"}
    half = mine | {"hours_week": "bijna voltijds"}
    sent = [doors.form(actor, contract.id, answers) for answers in (mine, half)]
    assert doors.complete_by_api(colleague, contract.id, mine | {"job": "Andere functie"}).status_code == 200
    with unchanged():
        answer = doors.complete_by_api(actor, contract.id, mine)
        assert answer.status_code == 409
        assert answer.get_json()["by"] == colleague.name
        assert answer.get_json()["at"].startswith(MONDAY.isoformat())
        for data in sent:
            page = doors.browser(actor).post(f"/tasks/{contract.id}", data, status=409)
            assert colleague.name in page.main
            assert "12 februari 2024" in page.main
            assert "Mijn eigen functie" in page.main
    assert "bijna voltijds" in page.main


@pytest.mark.parametrize("first", ["page", "api"])
def test_s27__two_completions_at_once(stage: Stage, doors: Doors, contract: Task, first: str) -> None:
    """One at the page and one at the API, in the same moment: one is done, the other is told who was first."""
    one, two = doors.whose(contract), stage.add("second_boss", Role.EMPLOYER, "schakel")
    given = doors.answers(contract.id, one, **stage.contract(MONDAY))
    form = doors.form(one, contract.id, given)
    doors.token(two)
    browser = doors.browser(one)
    form["csrf_token"] = browser.token()
    barrier, statuses = threading.Barrier(2), {}

    def at_the_page() -> None:
        barrier.wait()
        statuses["page"] = browser.client.post(f"/tasks/{contract.id}", data=form).status_code

    def at_the_api() -> None:
        barrier.wait()
        statuses["api"] = doors.complete_by_api(two, contract.id, given).status_code

    doers = [at_the_page, at_the_api] if first == "page" else [at_the_api, at_the_page]
    threads = [threading.Thread(target=doer) for doer in doers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses in ({"page": 302, "api": 409}, {"page": 409, "api": 200})
    with db.reading() as session:
        assert len(session.scalars(select(Answers).where(Answers.task_id == contract.id)).all()) == 1
        assert len(session.scalars(select(Employment)).all()) == 1
    assert stage.open(contract.case_id) == ["decide_clock"]


# the rules of the field


def wrong_number(right: str) -> str:
    """A national number whose last two digits do not fit."""
    return right[:-2] + f"{(int(right[-2:]) + 1) % 98:02d}"


NO_START = [
    ({"national_number": "wrong"}, "national_number", "laatste twee cijfers"),
    ({"birth_date": "1991-01-01"}, "birth_date", "rijksregisternummer"),
    ({"first_name": ""}, "first_name", "Vul ‘Voornaam’ in."),
    ({"first_name": "x" * 101}, "first_name", "100"),
    ({"organisation": "9999999999999999999"}, "organisation", "lijst"),
    ({"coach": "1"}, "coach", "lijst"),
    ({"advised_on": "morgen"}, "advised_on", "datum"),
]


def test_a_start_that_cannot_be(stage: Stage, doors: Doors) -> None:
    doors.token(stage.coach)
    for changes, field, words in NO_START:
        given = stage.registration(**changes)
        if given["national_number"] == "wrong":
            given["national_number"] = wrong_number(stage.registration()["national_number"])
        with unchanged():
            by_api = told_by_api(doors.start_by_api(stage.coach, "trajectory", given))
            page = doors.start_by_page(stage.coach, "trajectory", given)
            by_page = told_by_page(page)
        assert words in by_api[field], by_api
        assert any(words in sentence for sentence in by_page.values()), by_page
        assert_typed_again(page, 'form[action="/start/trajectory"]', given)


def test_a_suspension_that_ends_before_it_begins(stage: Stage, doors: Doors) -> None:
    case_id = stage.hire(MONDAY)
    person = str(stage.case(case_id).person_id)
    given = {
        "kind": "ARBEIDSONGESCHIKT_LANGDURIG",
        "starts_on": "2024-02-14",
        "end_known": "yes",
        "ends_on": "2024-02-13",
    }
    doors.token(stage.coach)
    with unchanged():
        by_api = told_by_api(doors.start_by_api(stage.coach, "suspension", given, person))
        by_page = told_by_page(doors.start_by_page(stage.coach, "suspension", given, person))
    assert "Dit ligt voor ‘Eerste dag’ (" in by_api["ends_on"]
    assert "Dit ligt voor ‘Eerste dag’ (" in by_page["f-ends_on-day"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2024, 3, 4), date(2024, 6, 9), "De stage duurt te lang."),
        (date(2024, 3, 4), date(2024, 3, 3), "voor de eerste dag"),
    ],
)
def test_an_internship_over_its_maximum_or_backwards(
    stage: Stage, doors: Doors, starts_on: date, ends_on: date, words: str
) -> None:
    stage.travel(MONDAY)
    task = stage.task(stage.start("internship", stage.transition_coach), "choose_host")
    refused_at_both(doors, task, "ends_on", words, starts_on=starts_on, ends_on=ends_on)


def test_a_phase_over_its_maximum(stage: Stage, doors: Doors) -> None:
    stage.travel(date(2025, 3, 1))
    case_id = stage.start("transition_track", stage.counsellor)
    stage.do(case_id, "choose_provider", provider=str(stage.organisations["brug"]))
    stage.do(case_id, "release_work", released="yes", release_hours=8)
    stage.travel(date(2025, 4, 3))
    task = stage.task(case_id, "preparation")
    refused_at_both(
        doors, task, "ended_on", "Het voortraject duurt dan te lang.", step="next", ended_on=date(2025, 4, 1)
    )


def test_a_second_extension(stage: Stage, doors: Doors) -> None:
    stage.travel(date(2024, 12, 2))
    case_id = stage.start("vdab_evaluation", stage.counsellor, occasion="EINDE_TERMIJN", requested_on="2024-12-02")
    stage.trajectory(case_id, date(2020, 3, 1), extension_months=12)
    stage.do(case_id, "invite", interview_on=date(2025, 1, 20))
    stage.do(case_id, "share_plan", plan_on=date(2024, 3, 1), plan_gaps_reason="Ziekte van de coach.")
    stage.do(case_id, "employer_statement", internal_support="NIET")
    stage.travel(date(2025, 1, 20))
    stage.do(case_id, "hear_worker")
    task = stage.task(case_id, "propose")
    proposal = {"outcome": "VERLENGING_6", "reasons": REASONS, "extension_months": 6}
    refused_at_both(doors, task, "outcome", "Dit traject is al verlengd.", **proposal)

"""What becomes of one row of a file of employees in service: taken over, or why not. Nothing is written here.

The forms of the hiring judge what is typed; what they cannot know is asked of the tables, by the rules of the hiring.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.evaluation import opens_on
from app.domain.identifiers import national_number
from app.domain.indication import advice_valid_until
from app.domain.plan_dates import first_plan_after_takeover
from app.domain.term import Term, legal_end
from app.domain.text import say
from app.forms import Checked, CompiledForm
from app.models.base import search_digest
from app.models.clock import today
from app.models.person import Person
from app.models.trajectory import Trajectory
from app.queries import rules
from app.services import trajectories
from app.services.definitions import form_at
from app.services.national_numbers import known_already
from app.services.records.hiring import employment_of, outside_advice, over_quota
from app.services.records.trajectory import wrong_birth_date
from app.services.staff_cells import COLUMN_OF, Typed, typed_in
from app.services.staff_judgement import Judgement
from app.services.staff_places import Places
from app.services.taking_over import PROCESS, InService, definition_in_force

_CONTRACT = ("hiring", "contract")
#: The full-time equivalents about to be taken at an enterprise.
Besides = Callable[[int], Decimal]


def judge(session: Session, actor: Actor, cells: dict[str, str], besides: Besides | None = None) -> Judgement:
    """Judge one row. `besides` says for an enterprise what the rows before it will take, and no table knows yet."""
    judged, on = Judgement(), today(session)
    row = typed_in(cells, on)
    places = Places(session, actor, cells)
    row.answers |= places.find()
    remarks = row.remarks | places.remarks
    for column, text in remarks.items():
        judged.refuse(column, text)
    if row.answers.get("worked_before") == "yes":
        text = say("Hoe eerder werk met een maatregel meetelt voor de klok, beslist een mens: start een aanwerving.")
        judged.refuse("eerder_met_maatregel", text)
        row.answers["worked_before"] = "no"  # the form would ask which periods: there is no use in them here
    person, contract = _ask_the_forms(session, judged, row, places, on)
    judged.organisation_id = places.organisation_id
    if judged.refused:
        return judged
    _judge_person(session, judged, person.values, contract.values)
    if judged.present or judged.refused:
        return judged
    _judge_contract(session, judged, row, person.values, contract.values, besides)
    if not judged.refused:
        start: date = contract.values["starts_on"]
        since, last_plan = row.day("hours_since") or start, row.day("last_plan_on")
        judged.found = InService(person.values, contract.values, since, last_plan)
    return judged


def _ask_the_forms(
    session: Session, judged: Judgement, row: Typed, places: Places, on: date
) -> tuple[Checked, Checked]:
    _, definition = definition_in_force(session)
    asked = []
    for process, element in ((PROCESS, "start"), _CONTRACT):
        form = form_at(definition, process, element)
        checked = form.validate_json(_for(form, row.answers), {}, _choices(form, places), on)
        for name, texts in checked.errors.items():
            column = COLUMN_OF.get(name, name)
            if column not in {told for told, _ in judged.remarks}:  # of a cell that cannot be read, that says enough
                judged.refuse(column, texts[0])
        asked.append(checked)
    return asked[0], asked[1]


def _for(form: CompiledForm, answers: dict[str, Any]) -> dict[str, Any]:
    """Those answers that a form asks for."""
    return {name: value for name, value in answers.items() if name in form.tree.shape}


def _choices(form: CompiledForm, places: Places) -> dict[str, list[tuple[str, str]]]:
    return {name: places.choices.get(name, []) for name in form.context_names}


def _judge_person(session: Session, judged: Judgement, person: dict[str, Any], contract: dict[str, Any]) -> None:
    number = national_number(person["national_number"], today=today(session))
    wrong = wrong_birth_date(number, person["birth_date"])
    if wrong is not None:
        judged.refuse("geboortedatum", wrong)
    known = session.scalars(select(Person).where(Person.number_digest == search_digest(number.digits))).first()
    if known is None:
        return
    if known.organisation_id != judged.organisation_id:
        judged.refuse("rijksregisternummer", known_already().errors["national_number"][0])
        return
    running = trajectories.running_of(session, known.id)
    if running is not None and running.anchor_on == contract["starts_on"]:
        judged.present = True
        judged.warn("", say("Deze werknemer is in Traject al in dienst sinds %(day)s.", day=running.anchor_on))
    elif running is not None:
        judged.refuse("rijksregisternummer", say("Deze persoon heeft al een traject dat loopt."))
    elif _had_a_trajectory(session, known.id):
        judged.refuse(
            "rijksregisternummer",
            say(
                "Deze persoon had al een traject. Hoe dat meetelt voor de klok, beslist een mens: start een aanwerving."
            ),
        )
    else:
        text = say("Deze persoon is al geregistreerd: naam en contact blijven, de jobcoach wordt die van het bestand.")
        judged.warn("", text)


def _had_a_trajectory(session: Session, person_id: int) -> bool:
    had = select(Trajectory.id).where(Trajectory.person_id == person_id, Trajectory.clock_start.is_not(None))
    return session.scalar(had.limit(1)) is not None


def _judge_contract(
    session: Session,
    judged: Judgement,
    row: Typed,
    person: dict[str, Any],
    contract: dict[str, Any],
    besides: Besides | None,
) -> None:
    on, start = today(session), contract["starts_on"]
    employment = employment_of(Trajectory(organisation_id=judged.organisation_id), contract)
    judged.fraction = employment.fraction if employment.within_quota else Decimal(0)
    if employment.hours_week > employment.fulltime_hours:
        judged.refuse("uren_per_week", say("Dit is meer dan een voltijdse collega werkt."))
    until = person.get("advice_until") or advice_valid_until(person["advised_on"], rules.at(session, on))
    outside = outside_advice(start, person["advised_on"], until)
    if outside is not None:
        judged.refuse("eerste_werkdag", outside)
    if employment.ends_on is not None and employment.ends_on < on:
        judged.refuse("laatste_werkdag", say("Dit contract is al voorbij."))
    _judge_days(judged, row, start, on)
    more = besides(employment.organisation_id) if besides is not None else Decimal(0)
    over = over_quota(session, employment, on, more) if employment.within_quota else None
    if over is not None:
        judged.refuse("binnen_contingent", over)
    if not judged.refused:
        _say_what_comes(session, judged, row, start, on)


def _judge_days(judged: Judgement, row: Typed, start: date, on: date) -> None:
    if start > on:
        judged.refuse("eerste_werkdag", say("Dit is nog niet begonnen: start een gewone aanwerving."))
    for column, name in (("uren_sinds", "hours_since"), ("laatste_plan", "last_plan_on")):
        day = row.day(name)
        if day is not None and not start <= day <= on:
            judged.refuse(column, say("Dit moet vallen tussen de eerste werkdag en vandaag."))


def _say_what_comes(session: Session, judged: Judgement, row: Typed, start: date, on: date) -> None:
    """The next plan and the end of the term; refused where the term is over, which a person must look at."""
    holding = rules.at(session, on)
    judged.next_plan_on = first_plan_after_takeover(start, on, row.day("last_plan_on"), holding)
    if judged.next_plan_on < on:
        text = say(
            "Er is geen plan gemeld. Het eerste moest klaar zijn op %(day)s: het begint meteen.",
            day=judged.next_plan_on,
        )
        judged.warn("laatste_plan", text)
    term = _term(session, start, on)
    judged.last_day = term.last_day
    if term.last_day < on:
        text = say("De termijn was om op %(day)s. Bespreek met WSE hoe het verder moet.", day=term.last_day)
        judged.refuse("eerste_werkdag", text)
    elif opens_on(term, holding) <= on:
        text = say("De termijn loopt af op %(day)s: de evaluatie door VDAB begint meteen.", day=term.last_day)
        judged.warn("eerste_werkdag", text)


def _term(session: Session, start: date, on: date) -> Term:
    at_start = rules.at(session, start)
    return legal_end(start, years=at_start.whole("traject.maxJaren"), rules=at_start, as_of=on)

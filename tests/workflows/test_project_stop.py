"""A project stops, wholly or partly: T21, T22 and T23 of the domain sheet, and what people may get wrong on the way."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import db, engine
from app.domain.access import SYSTEM, Actor, Role
from app.domain.codes import TrajectoryStatus
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.domain.identifiers import synthetic_enterprise_number, synthetic_national_number
from app.domain.quarter import quarter_of
from app.models import task as tasks
from app.models.base import new_id
from app.models.case import OPEN, Case
from app.models.employment import Employment
from app.models.flow_through import FlowThrough
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.record import Document, Notice
from app.models.stop import StopAttachment, StopEmployee, StopNotification, StopQuestion
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.models.user import Membership as MembershipRow
from app.models.user import User
from app.queries import cases as case_queries
from app.queries import tasks as task_queries
from app.queries import users as user_queries
from app.services import audit, cases, definitions, parties, people, publishing, registries, waking
from app.services import tasks as work
from app.services.definitions import current
from app.services.organisations import NewOrganisation
from app.services.organisations import register as register_organisation
from app.services.people import NewPerson
from app.services.users import NewUser
from app.services.users import create as create_user
from tests.support import stage as support
from tests.support.field import publish

ROOT = Path(__file__).parents[2]
CLOCK_START = date(2020, 10, 1)
Answers = dict[str, Any]


@dataclass
class Stage:
    """An enterprise with employees, the department around it, and hands to do their work."""

    clock: Any
    organisations: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    employees: list[int] = field(default_factory=list)
    case_id: int = 0

    def prepare(self) -> None:
        for number, (key, kind) in enumerate(
            [
                ("klus", "enterprise"),
                ("groen", "enterprise"),
                ("wse", "department"),
                ("vdab-leuven", "vdab"),
                ("leuven", "authority"),
                ("gent", "authority"),
            ]
        ):
            new = NewOrganisation(key, key.title(), kind, synthetic_enterprise_number(number), quota_fte=10)
            self.organisations[key] = register_organisation(SYSTEM, new)
        for name, role, place in (
            ("employer", Role.EMPLOYER, "klus"),
            ("coach", Role.COACH, "klus"),
            ("neighbour", Role.EMPLOYER, "groen"),
            ("official", Role.WSE_OFFICIAL, "wse"),
            ("payments", Role.WSE_PAYMENTS, "wse"),
            ("counsellor", Role.VDAB_COUNSELLOR, "vdab-leuven"),
            ("commissioner", Role.COMMISSIONER, "leuven"),
            ("elsewhere", Role.COMMISSIONER, "gent"),
        ):
            user_id = create_user(SYSTEM, NewUser(f"{name}@x.example", role, self.organisations[place], name.title()))
            with db.reading() as session:
                self.actors[name] = user_queries.actor_for(session, user_id)

    def hire(self, *fractions: float, since: date = CLOCK_START) -> list[int]:
        """Employees of «klus» with a running trajectory, as hiring leaves them in the tables."""
        made = []
        for fraction in fractions:
            nth = len(self.employees)
            number = synthetic_national_number(date(1985, 3, 1), nth)
            new = NewPerson("Werknemer", f"Nummer {nth:02d}", number, self.organisations["klus"])
            person_id = people.register(SYSTEM, new)
            self._trajectory(person_id, Decimal(str(fraction)), since)
            self.employees.append(person_id)
            made.append(person_id)
        return made

    def _trajectory(self, person_id: int, fraction: Decimal, since: date) -> None:
        with db.transaction() as session:
            person = session.get_one(Person, person_id)
            case = Case(
                id=new_id(), process="trajectory", definition_id=current(session, "project_stop"), title=person.name,
                search_title=person.search_name, state=b"", person_id=person_id, organisation_id=person.organisation_id,
                status=OPEN, variables={}, waits_for=[], created_at=self.clock.now,
            )  # fmt: skip
            session.add(case)
            session.flush()
            parties.set_party(session, case, Role.VDAB_COUNSELLOR, self.organisations["vdab-leuven"])
            parties.set_party(session, case, Role.EMPLOYER, person.organisation_id)
            trajectory = Trajectory(
                person_id=person_id, case_id=case.id, organisation_id=person.organisation_id,
                status=TrajectoryStatus.LOPEND.value, anchor_on=since, clock_start=since,
            )  # fmt: skip
            session.add(trajectory)
            session.flush()
            session.add(
                Employment(
                    person_id=person_id,
                    trajectory_id=trajectory.id,
                    organisation_id=person.organisation_id,
                    contract_type="ONBEP",
                    starts_on=since,
                    hours_week=38 * fraction,
                    fulltime_hours=Decimal(38),
                    fraction=fraction,
                    job="Fietshersteller",
                )
            )

    def at(self, day: date) -> None:
        """Nine o'clock in the morning; timers fire on the way."""
        self.clock.set(datetime(day.year, day.month, day.day, 8, tzinfo=UTC))
        if self.case_id:
            waking.wake(self.case_id)

    def start(self, **answers: Any) -> int:
        self.case_id = cases.start(
            self.actors["employer"], "project_stop", str(self.organisations["klus"]), notification(**answers)
        )
        return self.case_id

    def open(self) -> list[tuple[str, str]]:
        """The open tasks: element and whom it is about."""
        with db.reading() as session:
            rows = session.execute(
                select(Task.element, Task.subject)
                .where(Task.case_id == self.case_id, Task.status == tasks.OPEN)
                .order_by(Task.id)
            )
            return [(element, subject) for element, subject in rows]

    def do(self, who: str, element: str, about: int | None = None, **answers: Any) -> work.Completion:
        """Complete the open task of that element (about that person)."""
        with db.reading() as session:
            rows = session.scalars(
                select(Task).where(Task.case_id == self.case_id, Task.element == element, Task.status == tasks.OPEN)
            ).all()
            found = [row for row in rows if about is None or row.item == str(about)]
            assert found, f"{element} is not open; open: {self.open()}"
            view = task_queries.one(session, self.actors[who], found[0].id)
        return work.complete(self.actors[who], view.row.id, answers, view.revision)

    def refused(self, who: str, element: str, about: int | None = None, **answers: Any) -> set[str]:
        """The fields a task complains about; nothing has changed."""
        before = self.open()
        with pytest.raises(AnswersInvalid) as refusal:
            self.do(who, element, about, **answers)
        assert self.open() == before
        return set(refusal.value.errors)

    def panels(self, who: str, element: str) -> dict[str, str]:
        """Everything the panels of a task say: label to value."""
        with db.reading() as session:
            row = session.scalars(
                select(Task).where(Task.case_id == self.case_id, Task.element == element, Task.status == tasks.OPEN)
            ).first()
            view = task_queries.one(session, self.actors[who], row.id)
        return {str(label): str(value) for panel in view.panels for label, value in panel.rows}

    def notification(self) -> StopNotification:
        with db.reading() as session:
            return session.scalars(select(StopNotification).where(StopNotification.case_id == self.case_id)).one()

    def variables(self) -> dict[str, Any]:
        with db.reading() as session:
            return session.get_one(Case, self.case_id).variables

    def to_decision(self, affected: list[int], **subsidies: Any) -> None:
        """Blocks D to H and the receipt."""
        self.do("employer", "affected_employees", employees=[str(each) for each in affected])
        self.do("employer", "subsidies_consultation", **(SUBSIDIES | subsidies))
        self.do("employer", "declaration", **DECLARATION)
        self.do("official", "receipt", received_on=self.today(), stop_receipt="complete")

    def today(self) -> str:
        return self.clock.now.date().isoformat()

    def destine(self, person: int, destination: str, day: date, **more: Any) -> work.Completion:
        answers = {
            "destination": destination,
            "destination_on": day.isoformat(),
            "long_term_ill": "nee",
            "vdab_informed": "nee",
        }
        return self.do("employer", "destination", person, **(answers | more))


def notification(**changes: Any) -> Answers:
    """Blocks A to C of a partial stop in good time."""
    answers = {
        "contact_name": "Els Peeters",
        "contact_function": "Directeur",
        "contact_email": "els@x.example",
        "service_name": "Fietspunt Leuven",
        "service_type": "FIETSPUNT",
        "stop_kind": "GEDEELTELIJK",
        "stop_date": "2024-09-30",
        "fte_stopped": 3.2,
        "fte_remaining": 7.8,
        "reason": "EINDE_OPDRACHT",
        "reason_text": "De stad verlengt de opdracht niet.",
        "permanence": "DEFINITIEF",
    }
    answers |= changes
    return {key: value for key, value in answers.items() if value is not None}


SUBSIDIES = {"quota_reduction_asked": "nee", "council_informed": "nvt", "commissioner_informed": "nvt"}
DECLARATION = {
    "attachments": [{"kind": "BESLISSING_BESTUUR", "reference": "Notulen 2024/17"}],
    "declarant_name": "Els Peeters",
    "declarant_function": "Directeur",
    "declared": True,
}
ACCEPT = {"stop_decision": "AANVAARD", "decision_reason": "De opdracht van de stad eindigt."}
SETTLEMENT = {
    "advances_paid": 60000,
    "entitlement": 54300,
    "settled_on": "2024-07-15",
    "settlement_reference": "AFR-2024-2",
    "advances_stopped": True,
}
CLOSING = {
    "last_report_on": "2024-08-01",
    "last_report_reference": "DV-2024",
    "closed_on": "2024-09-01",
    "archive_started": True,
}


@pytest.fixture(scope="module")
def only_this_process(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with this process alone: publishing all of them for every test would take most of the time."""
    folder = tmp_path_factory.mktemp("bundles")
    for kind in ("workflows", "forms"):
        shutil.copytree(ROOT / kind / "project_stop", folder / kind / "project_stop")
    return folder


@pytest.fixture
def scene(clock: Any, only_this_process: Path) -> Stage:
    made = Stage(clock)
    made.at(date(2024, 6, 3))
    definitions.forget()
    registries.load()
    publishing.sync(SYSTEM, only_this_process / "workflows", only_this_process / "forms")
    made.prepare()
    return made


def test_the_diagram_and_its_forms_have_no_problems() -> None:
    registries.load()
    bundle = engine.read_bundle(ROOT / "workflows", ROOT / "forms", "project_stop")
    assert engine.check(bundle) == []


def test_t21_partial_stop(scene: Stage) -> None:
    """12 employees, 9.4 FTE; a service with 4 of them stops: two move, one flows through, one is dismissed."""
    scene.hire(*[0.775] * 8)
    moved, also_moved, flows, dismissed = scene.hire(0.8, 0.8, 0.8, 0.8)
    scene.at(date(2024, 8, 1))
    scene.start()
    scene.to_decision([moved, also_moved, flows, dismissed], quota_reduction_asked="ja")
    scene.do("official", "decision", **ACCEPT, quota_reduced_by=1.6)
    names = {f"Werknemer Nummer {nth:02d}" for nth in (8, 9, 10, 11)}
    assert {subject for element, subject in scene.open() if element == "destination"} == names
    assert len(scene.open()) == 4  # the settlement waits for the end of the quarter

    after = date(2024, 10, 1)
    scene.destine(moved, "ANDERE_DIENST", after, new_job="Fietskoerier")
    scene.destine(also_moved, "ANDERE_DIENST", after, new_job="Poetshulp")
    scene.destine(flows, "DOORSTROOM", after)
    scene.destine(dismissed, "ONTSLAG", after, vdab_informed="ja", vdab_informed_on="2024-07-30")
    scene.at(after)
    said = scene.panels("payments", "settlement")
    assert said["Voorschotten herrekend vanaf"] == "2024-10-01"
    assert said["Contingent"] == "verminderd met 1,6 VTE"
    assert said["Houden hun klok"].startswith("2 ")
    scene.do("payments", "settlement", **(SETTLEMENT | {"settled_on": "2024-10-01"}))

    with db.reading() as session:
        case = session.get_one(Case, scene.case_id)
        assert (case.status, case.end_event) == ("ended", "partially_stopped")
        assert session.get_one(Organisation, scene.organisations["klus"]).quota_fte == pytest.approx(8.4)
        for person in (moved, also_moved):
            trajectory = session.scalars(select(Trajectory).where(Trajectory.person_id == person)).one()
            assert (trajectory.clock_start, trajectory.ended_on) == (CLOCK_START, None)
            contracts = session.scalars(
                select(Employment).where(Employment.person_id == person).order_by(Employment.starts_on)
            ).all()
            assert [(each.starts_on, each.ends_on, each.fraction) for each in contracts] == [
                (CLOCK_START, date(2024, 9, 30), Decimal("0.8")),
                (after, None, Decimal("0.8")),
            ]
        told = session.scalars(select(Notice).where(Notice.role == "vdab_counsellor")).all()
        assert [session.get_one(Case, each.case_id).person_id for each in told] == [dismissed]
        assert told[0].user_id == scene.actors["counsellor"].user_id
        payments = session.scalars(select(Notice.text).where(Notice.role == "wse_payments")).one()
        assert "01/10/2024" in payments
        assert session.scalars(select(Notice).where(Notice.role == "wse_official")).all() == []  # 7.8 is enough
    assert audit.verify().broken_at is None


def test_t21_remaining_active_is_7_8(scene: Stage) -> None:
    scene.hire(*[0.775] * 8)
    affected = scene.hire(0.8, 0.8, 0.8, 0.8)
    scene.start(stop_date="2024-09-30")
    scene.to_decision(affected)
    before = scene.panels("official", "decision")
    assert (before["VTE nu"], before["VTE na de stopzetting"]) == ("9,4", "6,2")  # nobody has a place yet
    scene.do("official", "decision", **ACCEPT)
    for person in affected[:2]:
        scene.destine(person, "ANDERE_DIENST", date(2024, 10, 1), new_job="Klusser")
    with db.reading() as session:
        from app.queries import rules
        from app.services.stops import scale_after

        held = session.scalars(select(StopNotification)).one()
        scale = scale_after(session, held, rules.at(session, held.stop_date))
    assert (scale.before, scale.after, scale.findings) == (Decimal("9.4"), Decimal("7.8"), ())


@pytest.mark.parametrize(
    ("quarters", "average", "verdict"),
    [((4.8, 5.1, 5.2, 5.0), "5,025", "gehaald"), ((4.2, 4.9, 5.2, 5.1), "4,85", "niet gehaald")],
)
def test_t22_partial_stop_under_five(scene: Stage, quarters: tuple[float, ...], average: str, verdict: str) -> None:
    """The quarters of the year are averaged; 4.6 right after the stop is only a warning."""
    for quarter, value in zip(quarter_of(date(2024, 1, 1)).year_round(), quarters, strict=True):
        for person in scene.hire(0.9, 0.9, 0.9, 0.9, round(value - 3.6, 2), since=quarter.first):
            with db.transaction() as session:
                session.scalars(select(Employment).where(Employment.person_id == person)).one().ends_on = quarter.last
    scene.at(date(2024, 10, 1))
    scene.start(stop_date="2024-12-31", fte_remaining=4.6, fte_stopped=0.5)
    scene.do("employer", "affected_employees", no_employees_reason="Niemand verliest werk.")
    scene.do("employer", "subsidies_consultation", **SUBSIDIES)
    scene.do("employer", "declaration", **DECLARATION)
    said = scene.panels("official", "receipt")
    assert said["Gemiddelde van het jaar"] == average
    assert said["Minimum van 5 VTE, gemiddeld per jaar"] == verdict
    assert scene.variables()["stop_scale"] == ("enough" if verdict == "gehaald" else "under")


def test_t22_the_official_is_warned_when_too_little_remains(scene: Stage) -> None:
    scene.hire(*[0.92] * 5)
    leaving = scene.hire(0.8)
    scene.start(fte_stopped=0.8, fte_remaining=4.6)
    scene.to_decision(leaving)
    said = scene.panels("official", "decision")
    assert said["VTE na de stopzetting"] == "4,6"
    assert "Schaalgrootte onder 5 VTE" in said["Let op"]
    with db.reading() as session:
        (warning,) = session.scalars(select(Notice).where(Notice.role == "wse_official")).all()
    assert "4,6 VTE" in warning.text


def test_t23_full_stop(scene: Stage) -> None:
    """Everything ends on 30 June: no advance for July, Q2 settled at -5,700, closed only when nothing is missing."""
    six = scene.hire(*[0.9] * 6)
    scene.start(
        stop_kind="VOLLEDIG", stop_date="2024-06-30", fte_stopped=5.4, fte_remaining=None, late_reason="Pas beslist."
    )
    assert scene.variables()["stop_settle_from"] == "2024-07-01"
    scene.to_decision(six)
    assert scene.panels("official", "decision")["Voorschotten herrekend vanaf"] == "2024-07-01"
    scene.do("official", "decision", **ACCEPT)
    after = date(2024, 7, 1)
    for person in six[:5]:
        scene.destine(person, "IMW", after)
    scene.at(date(2024, 7, 15))
    scene.do("payments", "settlement", **SETTLEMENT)
    assert scene.open() == [("destination", "Werknemer Nummer 05")]  # five of six: not yet
    scene.destine(
        six[5], "ANDERE_LDE", after, new_organisation=str(scene.organisations["groen"]), new_job="Groenarbeider"
    )
    assert scene.open() == [("closing", "Klus")]
    assert "€ 5700 terug te vorderen" in scene.panels("official", "closing")["Afrekening"]
    scene.at(date(2024, 9, 1))
    assert scene.refused("official", "closing", **(CLOSING | {"closed_on": "2024-06-01"})) == {"closed_on"}
    scene.do("official", "closing", **CLOSING)
    with db.reading() as session:
        case = session.get_one(Case, scene.case_id)
        assert (case.status, case.end_event) == ("ended", "enterprise_closed")
        enterprise = session.get_one(Organisation, scene.organisations["klus"])
        assert (enterprise.active, enterprise.quota_fte) == (False, 0)


def test_who_moves_to_another_enterprise_keeps_his_clock_and_his_new_team_sees_him(scene: Stage) -> None:
    (person,) = scene.hire(0.8)
    scene.start()
    scene.to_decision([person])
    scene.do("official", "decision", **ACCEPT)
    groen = scene.organisations["groen"]
    assert scene.refused(
        "employer", "destination", person, destination="ANDERE_LDE", destination_on="2024-10-01", long_term_ill="nee",
        vdab_informed="nee", new_organisation=str(scene.organisations["klus"]), new_job="Klusser",
    ) == {"new_organisation"}  # fmt: skip
    scene.destine(person, "ANDERE_LDE", date(2024, 10, 1), new_organisation=str(groen), new_job="Klusser")
    with db.reading() as session:
        trajectory = session.scalars(select(Trajectory)).one()
        assert (trajectory.clock_start, trajectory.organisation_id) == (CLOCK_START, groen)
        assert session.get_one(Person, person).organisation_id == groen
        case = session.get_one(Case, trajectory.case_id)
        assert parties.parties_of(session, case.id)["employer"].organisation_id == groen
        contracts = session.scalars(select(Employment).order_by(Employment.starts_on)).all()
        assert [(each.organisation_id, each.ends_on) for each in contracts] == [
            (scene.organisations["klus"], date(2024, 9, 30)),
            (groen, None),
        ]


def test_the_authority_that_commissioned_the_service_follows_its_stop(scene: Stage) -> None:
    number = synthetic_enterprise_number(4)
    scene.start(commissioner_name="Stad Leuven", commissioner_number=number)
    with db.reading() as session:
        assert case_queries.one(session, scene.actors["commissioner"], scene.case_id).row.title == "Klus"
        with pytest.raises(NotVisible):
            case_queries.one(session, scene.actors["elsewhere"], scene.case_id)
    scene.start(commissioner_number=None)
    with db.reading() as session, pytest.raises(NotVisible):
        case_queries.one(session, scene.actors["commissioner"], scene.case_id)


def test_questions_go_back_and_forth_until_the_official_knows_enough(scene: Stage) -> None:
    affected = scene.hire(0.8)
    scene.start()
    scene.do("employer", "affected_employees", employees=[str(affected[0])])
    scene.do("employer", "subsidies_consultation", **SUBSIDIES)
    scene.do("employer", "declaration", **DECLARATION)
    asked = {"received_on": scene.today(), "stop_receipt": "questions"}
    for nth in range(3):
        scene.do("official", "receipt", **asked, question=f"Wat met dienst {nth}?")
        assert scene.open() == [("answer_questions", "Klus")]
        assert scene.panels("employer", "answer_questions")[f"Wat met dienst {nth}?"] == "nog geen antwoord"
        scene.do(
            "employer", "answer_questions", stop_answer="answered", answer=f"Antwoord {nth}",
            attachments=[{"kind": "POPS", "reference": f"Map {nth}"}],
        )  # fmt: skip
    said = scene.panels("official", "receipt")
    assert [said[f"Wat met dienst {nth}?"] for nth in range(3)] == ["Antwoord 0", "Antwoord 1", "Antwoord 2"]
    scene.do("official", "receipt", received_on=scene.today(), stop_receipt="complete")
    assert scene.open() == [("decision", "Klus")]
    with db.reading() as session:
        assert len(session.scalars(select(StopAttachment)).all()) == 4
        assert all(
            each.answered_by == scene.actors["employer"].user_id for each in session.scalars(select(StopQuestion))
        )


def test_a_notification_can_be_withdrawn_instead_of_explained(scene: Stage) -> None:
    scene.hire(0.8)
    scene.start()
    scene.do("employer", "affected_employees", no_employees_reason="Het gaat om een leeg atelier.")
    scene.do("employer", "subsidies_consultation", **SUBSIDIES)
    scene.do("employer", "declaration", **DECLARATION)
    scene.do("official", "receipt", received_on=scene.today(), stop_receipt="questions", question="Waarom niemand?")
    done = scene.do("employer", "answer_questions", stop_answer="withdrawn", answer="Wij stoppen toch niet.")
    assert done.ended
    with db.reading() as session:
        assert session.get_one(Case, scene.case_id).end_event == "stop_withdrawn"


def test_a_refused_notification_changes_nothing_and_says_why_in_a_letter(scene: Stage) -> None:
    affected = scene.hire(0.8)
    scene.start()
    scene.to_decision(affected, quota_reduction_asked="ja")
    done = scene.do(
        "official",
        "decision",
        stop_decision="NIET_AANVAARD",
        decision_reason="<b>Niet</b> door de juiste persoon {{ 7*7 }}",
    )
    assert done.ended
    with db.reading() as session:
        assert session.get_one(Case, scene.case_id).end_event == "stop_refused"
        body = session.scalars(select(Document.body)).one()
        assert session.get_one(Organisation, scene.organisations["klus"]).quota_fte == 10
        assert session.scalars(select(StopEmployee.destination)).all() == [None]
    assert "&lt;b&gt;Niet&lt;/b&gt; door de juiste persoon {{ 7*7 }}" in body


def test_the_letter_of_acceptance_lists_the_consequences_with_what_is_unknown_left_open(scene: Stage) -> None:
    affected = scene.hire(0.8)
    scene.start()
    scene.to_decision(affected)
    scene.do("official", "decision", **ACCEPT)
    with db.reading() as session:
        body = session.scalars(select(Document.body)).one()
    for words in ("01/10/2024", "kwartaal 3 van 2024", "niet ingesteld, dus niet uitgerekend", "geen vermindering"):
        assert words in body


def test_without_affected_employees_only_the_settlement_is_left(scene: Stage) -> None:
    scene.start()
    scene.do("employer", "affected_employees", no_employees_reason="Er werkt hier niemand meer.")
    scene.do("employer", "subsidies_consultation", **SUBSIDIES)
    scene.do("employer", "declaration", **DECLARATION)
    scene.do("official", "receipt", received_on=scene.today(), stop_receipt="complete")
    scene.do("official", "decision", **ACCEPT)
    assert scene.open() == []
    scene.at(date(2024, 10, 1))
    assert scene.open() == [("settlement", "Klus")]
    assert scene.do("payments", "settlement", **(SETTLEMENT | {"settled_on": "2024-10-01"})).ended


def test_a_late_reader_is_reminded_once_each_round(scene: Stage) -> None:
    affected = scene.hire(0.8)
    scene.start()
    scene.do("employer", "affected_employees", employees=[str(affected[0])])
    scene.do("employer", "subsidies_consultation", **SUBSIDIES)
    scene.do("employer", "declaration", **DECLARATION)
    scene.at(date(2024, 6, 18))
    with db.reading() as session:
        reminders = session.scalars(select(Notice.subject).where(Notice.role == "wse_official")).all()
    assert reminders.count("Een stopzetting wacht op u") == 1
    assert scene.open() == [("receipt", "Klus")]


def test_who_leaves_gets_an_early_end_in_his_own_trajectory(clock: Any, tmp_path: Path) -> None:
    """The real trajectory, hired through its own process: the stop tells it, people end it."""
    clock.set(datetime(2023, 1, 9, 8, tzinfo=UTC))
    field = support.Stage.set_up(tmp_path / "trajectory")
    publish(tmp_path / "stop", "project_stop")
    hired, moving = (field.hire(field.today) for _ in range(2))
    people_of = {case_id: field.case(case_id).person_id for case_id in (hired, moving)}
    stop = cases.start(field.employer, "project_stop", str(field.organisations["schakel"]), stop_answers())
    field.do(stop, "affected_employees", employees=[str(person) for person in people_of.values()])
    field.do(stop, "subsidies_consultation", **SUBSIDIES)
    field.do(stop, "declaration", **DECLARATION)
    field.do(stop, "receipt", stop_receipt="complete", received_on=field.today)
    field.do(stop, "decision", **ACCEPT)
    view_of = {task.item: task.id for task in field.tasks(stop) if task.element == "destination"}
    common = {"destination_on": "2023-05-01", "long_term_ill": "nee", "vdab_informed": "nee"}
    work.complete(
        field.employer, view_of[str(people_of[moving])], common | {"destination": "ANDERE_DIENST", "new_job": "Kok"}
    )
    assert field.open(moving) == ["prepare"]
    work.complete(field.employer, view_of[str(people_of[hired])], common | {"destination": "ONTSLAG"})
    assert field.open(hired) == ["report"]
    values = field.view(hired, "report").values
    assert (values["code"], values["ends_on"]) == ("ONTSLAG_WG", date(2023, 4, 30))
    assert ("vdab_counsellor", "Ontslag door een stopzetting") in field.notices(hired)
    assert field.open(moving) == ["prepare"]


def test_who_stays_without_support_after_a_stop_is_followed_up_in_his_job(clock: Any, tmp_path: Path) -> None:
    clock.set(datetime(2023, 1, 9, 8, tzinfo=UTC))
    field = support.Stage.set_up(tmp_path / "trajectory")
    publish(tmp_path / "stop", "project_stop")
    hired = field.hire(field.today)
    stop = cases.start(field.employer, "project_stop", str(field.organisations["schakel"]), stop_answers())
    field.do(stop, "affected_employees", employees=[str(field.case(hired).person_id)])
    field.do(stop, "subsidies_consultation", **SUBSIDIES)
    field.do(stop, "declaration", **DECLARATION)
    field.do(stop, "receipt", stop_receipt="complete", received_on=field.today)
    field.do(stop, "decision", **ACCEPT)
    destination = {"destination": "BLIJFT_ZONDER_STEUN", "destination_on": "2023-05-01", "long_term_ill": "nee"}
    field.do(stop, "destination", vdab_informed="nee", **destination)
    field.do(hired, "report", step="end", explanation="Het project stopt, maar zij kan blijven.")
    field.do(hired, "inform_person", informed_on=field.today, appeal_told=True)
    field.do(hired, "confirm", right="yes", contract_continues="changed")
    known = field.view(hired, "take_note").values
    assert (known["destination"], known["job_starts_on"]) == ("INTERN", date(2023, 5, 1))
    field.do(hired, "take_note", noted=True, job="Fietshersteller", support="GEEN")
    assert field.row(FlowThrough).internal
    assert field.timers(hired) == {"follow_up_day": date(2023, 8, 1)}


def stop_answers() -> Answers:
    return notification(stop_date="2023-04-30", fte_stopped=1.0, fte_remaining=0)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"stop_date": "2024-06-20"}, {"late_reason"}),
        ({"stop_date": "2024-05-01"}, {"late_reason"}),
        ({"stop_date": "2099-01-01"}, {"stop_date"}),
        ({"fte_stopped": 0}, {"fte_stopped"}),
        ({"fte_stopped": -1}, {"fte_stopped"}),
        ({"fte_remaining": None}, {"fte_remaining"}),
        ({"contact_email": "els"}, {"contact_email"}),
        ({"commissioner_number": "1234567895"}, {"commissioner_number"}),
        ({"permanence": "TIJDELIJK", "resume_on": "2024-09-01"}, {"resume_on"}),
        ({"reason": "ZOMAAR"}, {"reason"}),
        ({"typename": "x"}, {"typename"}),
    ],
)
def test_what_is_wrong_with_a_notification_is_told_at_the_field(
    scene: Stage, changes: Answers, fields: set[str]
) -> None:
    with pytest.raises(AnswersInvalid) as refusal:
        scene.start(**changes)
    assert set(refusal.value.errors) == fields
    with db.reading() as session:
        assert session.scalars(select(StopNotification)).all() == []


def test_a_late_notice_is_accepted_with_its_reason(scene: Stage) -> None:
    scene.start(stop_date="2024-06-20", late_reason="De stad besliste gisteren.")
    assert scene.panels("employer", "affected_employees")["Laat gemeld"] == "De stad besliste gisteren."


def test_at_a_full_stop_nobody_is_forgotten(scene: Stage) -> None:
    first, second = scene.hire(0.8, 0.5)
    scene.start(stop_kind="VOLLEDIG", fte_remaining=None)
    assert scene.refused("employer", "affected_employees", employees=[str(first)]) == {"employees"}
    with db.reading() as session:
        task = session.scalars(select(Task).where(Task.element == "affected_employees")).one()
        view = task_queries.one(session, scene.actors["employer"], task.id)
    assert set(view.values["employees"]) == {str(first), str(second)}
    labels = [label for _, label in view.context["stop_employees"]]
    assert labels[0] == ("Werknemer Nummer 00 · 0,8 VTE · gestart op 01/10/2020 · theoretisch einde 30/09/2025")


def test_the_list_of_employees_costs_the_same_however_many_they_are(scene: Stage, statements: Any) -> None:
    counts = []
    for _ in range(2):
        scene.hire(0.5, 0.5, 0.5)
        scene.start()
        with db.reading() as session:
            task = session.scalars(select(Task).where(Task.case_id == scene.case_id)).one()
        with db.reading() as session, statements() as used:
            task_queries.one(session, scene.actors["employer"], task.id)
        counts.append(len(used))
    assert counts[0] == counts[1] <= 10


def test_nobody_affected_needs_a_reason_and_strangers_cannot_be_named(scene: Stage) -> None:
    scene.hire(0.8)
    scene.start()
    assert scene.refused("employer", "affected_employees") == {"employees"}
    assert scene.refused("employer", "affected_employees", employees=[str(new_id())]) == {"employees"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"destination": "ONTSLAG", "long_term_ill": "ja"}, {"ill_confirmed"}),
        ({"destination": "ANDERE_DIENST"}, {"new_job"}),
        ({"destination": "ANDERE_LDE", "new_job": "Klusser"}, {"new_organisation"}),
        ({"destination": "ANDERE_DIENST", "new_job": "Klusser", "destination_on": "2020-10-01"}, {"destination_on"}),
        ({"destination": "ONTSLAG", "vdab_informed": "ja"}, {"vdab_informed_on"}),
        ({"destination": "ONTSLAG", "vdab_informed": "ja", "vdab_informed_on": "2030-01-01"}, {"vdab_informed_on"}),
        ({"destination": "MAAN"}, {"destination"}),
        ({"destination": "IMW", "long_term_ill": None}, {"long_term_ill"}),
    ],
)
def test_what_is_wrong_with_a_destination_is_told_at_the_field(
    scene: Stage, changes: Answers, fields: set[str]
) -> None:
    (person,) = scene.hire(0.8)
    scene.start()
    scene.to_decision([person])
    scene.do("official", "decision", **ACCEPT)
    answers = {"destination_on": "2024-10-01", "long_term_ill": "nee", "vdab_informed": "nee"} | changes
    given = {key: value for key, value in answers.items() if value is not None}
    assert scene.refused("employer", "destination", person, **given) == fields


def test_t26_a_long_term_ill_employee_is_dismissed_only_with_confirmation(scene: Stage) -> None:
    (person,) = scene.hire(0.8)
    scene.start()
    scene.to_decision([person])
    scene.do("official", "decision", **ACCEPT)
    scene.destine(person, "ONTSLAG", date(2024, 10, 1), long_term_ill="ja", ill_confirmed=True)
    with db.reading() as session:
        assert session.scalars(select(StopEmployee.long_term_ill)).all() == [True]


def test_a_full_stop_leaves_no_other_service_to_go_to(scene: Stage) -> None:
    (person,) = scene.hire(0.8)
    scene.start(stop_kind="VOLLEDIG", fte_remaining=None)
    scene.to_decision([person])
    scene.do("official", "decision", **ACCEPT)
    given = {"destination": "ANDERE_DIENST", "destination_on": "2024-10-01", "new_job": "Klusser"}
    given |= {"long_term_ill": "nee", "vdab_informed": "nee"}
    assert scene.refused("employer", "destination", person, **given) == {"destination"}


@pytest.mark.parametrize(("asked", "reduced_by"), [("nee", 1.0), ("ja", 3.3)])
def test_the_contingent_shrinks_only_on_request_and_not_below_what_stops(
    scene: Stage, asked: str, reduced_by: float
) -> None:
    scene.start()
    scene.do("employer", "affected_employees", no_employees_reason="Er werkt hier niemand meer.")
    scene.do("employer", "subsidies_consultation", **(SUBSIDIES | {"quota_reduction_asked": asked}))
    scene.do("employer", "declaration", **DECLARATION)
    scene.do("official", "receipt", received_on=scene.today(), stop_receipt="complete")
    assert scene.refused("official", "decision", **ACCEPT, quota_reduced_by=reduced_by) == {"quota_reduced_by"}


def test_only_the_leadership_of_the_enterprise_itself_notifies(scene: Stage) -> None:
    klus = str(scene.organisations["klus"])
    for who in ("coach", "official"):
        with pytest.raises(NotAllowed):
            cases.start(scene.actors[who], "project_stop", klus, notification())
    with pytest.raises(AnswersInvalid) as refusal:
        cases.start(scene.actors["neighbour"], "project_stop", klus, notification())
    assert set(refusal.value.errors) == {"subject"}


def test_without_a_subject_it_is_about_ones_own_enterprise(scene: Stage) -> None:
    scene.case_id = cases.start(scene.actors["employer"], "project_stop", None, notification())
    with db.reading() as session:
        case = session.get_one(Case, scene.case_id)
        assert (case.title, case.organisation_id) == ("Klus", scene.organisations["klus"])


def test_s09__another_enterprise_sees_nothing_of_it(scene: Stage) -> None:
    (person,) = scene.hire(0.8)
    scene.start()
    with db.reading() as session:
        task_id = session.scalars(select(Task.id).where(Task.case_id == scene.case_id)).one()
    with pytest.raises(NotVisible):
        work.complete(scene.actors["neighbour"], task_id, {"employees": [str(person)]})
    with pytest.raises(NotAllowed):
        work.complete(scene.actors["official"], task_id, {"employees": [str(person)]})


def test_an_employer_of_two_enterprises_says_which_one(scene: Stage) -> None:
    user_id = scene.actors["employer"].user_id
    with db.transaction() as session:
        session.add(MembershipRow(user_id=user_id, role="employer", organisation_id=scene.organisations["groen"]))
    with db.reading() as session:
        both = user_queries.actor_for(session, user_id)
        assert session.get_one(User, user_id).active
    with pytest.raises(AnswersInvalid) as refusal:
        cases.start(both, "project_stop", None, notification())
    assert set(refusal.value.errors) == {"subject"}
    assert cases.start(both, "project_stop", str(scene.organisations["groen"]), notification())

"""The longest texts people and programs may give, and one letter more: kept whole, or refused with a sentence at the
field. On PostgreSQL, which holds a column to its length where SQLite takes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import String, Table, Text, select

from app import db
from app.demo.cast import Cast
from app.demo.entering import answers_to_start, new_story
from app.demo.stories import Destiny
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid
from app.domain.identifiers import synthetic_enterprise_number, synthetic_national_number
from app.forms import compile_form
from app.forms.nodes import Level, Rows, TextQuestion
from app.models.base import Base, Shortened, configure_keys
from app.models.case import Case
from app.models.clock import BRUSSELS
from app.models.organisation import Establishment, Organisation
from app.models.person import Person
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.models.user import User
from app.queries import start as starts
from app.services import clock as clocks
from app.services import establishments, organisations, people, users
from app.services.cases import start as start_case
from tests.conftest import SECRET_KEY
from tests.journeys.api_player import ApiPlayer
from tests.journeys.conftest import BEGIN, cast  # noqa: F401 -- the same cast
from tests.journeys.stops import StopStory, hire, notification
from tests.journeys.test_stop_by_api import STOPS_ON
from tests.support.databases import Database, Databases
from tests.support.stage import BORN, Stage

WIDE = "ﷺ"  # one letter that becomes eighteen where texts are made findable
Json = dict[str, Any]


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """PostgreSQL only."""
    made = databases.create("postgresql")
    configure_keys(SECRET_KEY)
    db.configure(made.url, simulated_clock=True)
    yield made
    databases.remove(made)


# every form that is played, with every free text as long as it may be


class LongWinded(ApiPlayer):
    """Everybody writes as much as each field takes, also where nothing must be said."""

    def _answers(self, task: Json, story: Any) -> Json:
        return longest(compile_form(task["form"]).tree, super()._answers(task, story))


def longest(level: Level, answers: Json) -> Json:
    """The answers with every free text at its full length, in rows too."""
    found = dict(answers)
    for node in level.nodes:
        free = isinstance(node, TextQuestion) and not (node.pattern or node.check or node.key.endswith("_number"))
        if isinstance(node, TextQuestion) and free:
            found[node.key] = "é" * node.max_length
        elif isinstance(node, Rows) and node.key in found:
            found[node.key] = [longest(node, row) for row in found[node.key]]
    return found


@pytest.mark.slow
def test_trajectories_of_long_texts(client: FlaskClient, cast: Cast) -> None:  # noqa: F811 -- the fixture
    rng = Random(5)
    coach = cast.of(Role.COACH, cast.organisations["de-fietsschakel"])[0]
    administrator = cast.of(Role.ADMINISTRATOR, cast.organisations["traject"])[0]
    done: set[str] = set()
    for number, destiny in enumerate((Destiny.EXTENDED, Destiny.INTERNAL, Destiny.REFERRED), start=1):
        player = LongWinded(client, cast, rng)
        day = player.today()
        story = new_story(cast, number, rng, datetime.combine(day, time(9), BRUSSELS), destiny)
        story.person |= {"first_name": WIDE * 100, "last_name": WIDE * 100}
        data = answers_to_start(cast, "de-fietsschakel", coach, number, story)
        started = player.call(coach, "POST", "/cases", {"process": "trajectory", "data": data})
        assert started.status_code == 201, started.text
        case = player.play(started.json["id"], story, administrator, clocks.show().now + timedelta(days=7 * 366))
        assert case["status"] == "ended", case
        done |= set(player.done)
    assert len(done) > 30, done


@pytest.mark.slow
def test_a_stop_of_long_texts(client: FlaskClient, cast: Cast) -> None:  # noqa: F811 -- the fixture
    hire(cast, BEGIN, fietsschakel=(1, 2))
    enterprise = cast.organisations["de-fietsschakel"]
    employer = cast.of(Role.EMPLOYER, enterprise)[0]
    player = LongWinded(client, cast, Random(3))
    given = notification("VOLLEDIG", STOPS_ON)
    with db.reading() as session:
        form = starts.one(session, employer, "project_stop", str(enterprise)).form
    assert form is not None
    body = {"process": "project_stop", "subject": str(enterprise), "data": longest(form.tree, given)}
    started = player.call(employer, "POST", "/cases", body)
    assert started.status_code == 201, started.text
    administrator = cast.of(Role.ADMINISTRATOR, cast.organisations["traject"])[0]
    story = StopStory("VOLLEDIG", STOPS_ON)
    case = player.play(started.json["id"], story, administrator, BEGIN + timedelta(days=250))
    assert case["status"] == "ended", case


# what people, organisations and accounts are registered with, measured by the columns of the models


def texts(table: Table) -> dict[str, int]:
    """The columns of a table that take a text of some length, with that length. Codes and digests are short."""
    return {
        column.name: column.type.length
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Text | Shortened) and column.type.length
    }


def filled(field: str, length: int) -> str:
    """A right value of this length for a field."""
    if field == "email":
        return "a" * (length - 194) + "@" + "b" * 185 + ".example"
    return ("a" if field == "key" else WIDE) * length


def test_every_text_of_people_and_organisations(stage: Stage) -> None:
    employer, administrator = stage.employer, stage.add("beheer", Role.ADMINISTRATOR, "department")
    numbers = count(1)
    schakel = stage.organisations["schakel"]

    def person(**given: str) -> int:
        base = {"first_name": "A", "last_name": "B"}
        number = synthetic_national_number(BORN, next(numbers))
        new = people.NewPerson(**(base | given), national_number=number, organisation_id=schakel)  # type: ignore[arg-type]  # fields by name
        return people.register(employer, new)

    def organisation(**given: str) -> int:
        number = next(numbers)
        base = {"key": f"o{number}", "name": "O", "kind": "host", "number": synthetic_enterprise_number(50 + number)}
        return organisations.register(administrator, organisations.NewOrganisation(**(base | given)))  # type: ignore[arg-type]  # fields by name

    def changed_person(**given: str) -> int:
        people.change(employer, stage.person_id, **given)
        return stage.person_id

    def changed_organisation(**given: str) -> int:
        organisations.edit(administrator, schakel, **given)
        return schakel

    def account(**given: str) -> int:
        base = {"email": f"u{next(numbers)}@schakel.example", "role": "coach", "organisation_id": schakel}
        return users.create(administrator, users.NewUser(**(base | given)))  # type: ignore[arg-type]  # fields by name

    contact = {"address", "email", "phone"}
    tried = {
        **ways(Person, person, {"first_name", "last_name"} | contact),
        **ways(Person, changed_person, {"first_name", "last_name"} | contact),
        **ways(Organisation, organisation, {"key", "name", "region"} | contact),
        **ways(Organisation, changed_organisation, {"name", "region"} | contact),
        **ways(User, account, {"email", "name"}),
    }
    for (act, field), (model, length) in tried.items():
        with pytest.raises(AnswersInvalid) as refused:
            act(**{field: filled(field, length + 1)})
        assert set(refused.value.errors) == {field}
        assert f"ten hoogste {length} tekens" in str(refused.value.errors[field][0]), field
        made = act(**{field: filled(field, length)})
        with db.reading() as session:
            assert getattr(session.get_one(model, made), field) == filled(field, length)


def ways(model: type[Base], act: Callable[..., int], fields: set[str]) -> dict[Any, tuple[type[Base], int]]:
    """For each of these fields how to set it, and how long it may be."""
    lengths = texts(model.__table__)  # type: ignore[arg-type]  # a table, as each of ours
    return {(act, field): (model, lengths[field]) for field in fields}


def test_establishments(stage: Stage) -> None:
    administrator = stage.add("beheer", Role.ADMINISTRATOR, "department")
    lengths = texts(Establishment.__table__)  # type: ignore[arg-type]  # a table, as each of ours
    fits = {field: WIDE * lengths[field] for field in ("name", "address")}
    for field in fits:
        with pytest.raises(AnswersInvalid) as refused:
            add_establishment(administrator, stage, **fits | {field: fits[field] + WIDE})
        assert set(refused.value.errors) == {field}
    add_establishment(administrator, stage, **fits)
    assert stage.row(Establishment).name == fits["name"]


def add_establishment(actor: Actor, stage: Stage, **given: str) -> int:
    """A place of business of the enterprise."""
    return establishments.add(actor, stage.organisations["schakel"], number="2000000042", **given)


# copies for lists are cut, wherever the name came from


def test_a_long_name_is_cut_where_it_is_copied_and_follows_a_correction(stage: Stage) -> None:
    long = stage.registration(first_name=WIDE * 100, last_name=WIDE * 100)
    case_id = start_case(stage.coach, "trajectory", answers=long)
    case, task = stage.case(case_id), stage.tasks(case_id)[0]
    assert len(case.title) == len(case.search_title) == len(task.subject) == 200
    assert len(task.search_subject) == 500
    with db.reading() as session:
        person_id = session.scalars(select(Trajectory.person_id).where(Trajectory.case_id == case_id)).one()
        assert len(session.get_one(Person, person_id).search_name) == 220
    people.change(stage.employer, person_id, first_name="Tom", last_name="Janssens")
    with db.reading() as session:
        assert session.get_one(Case, case_id).title == "Tom Janssens"
        assert set(session.scalars(select(Task.subject).where(Task.case_id == case_id))) == {"Tom Janssens"}

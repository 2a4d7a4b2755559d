"""Organisations and establishments: checked, unique, edited, found."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.domain.identifiers import synthetic_enterprise_number, synthetic_establishment_number
from app.models.organisation import Organisation
from app.queries import organisations as found
from app.services import establishments, organisations
from app.services.choices import people
from app.services.organisations import NewOrganisation


@pytest.fixture
def official(world) -> Actor:
    return world.actor("wim@wse.example", Role.WSE_OFFICIAL, "wse", "department")


@pytest.fixture
def klus(official) -> int:
    new = NewOrganisation(
        "klus-en-co", "Klus & Co", "enterprise", "0440.966.354", "VZW", quota_fte=9.5, email="info@klus.example"
    )
    return organisations.register(official, new)


def test_registering_keeps_digits_only(klus, official) -> None:
    with db.reading() as session:
        view = found.one(session, official, klus)
    organisation = view.organisation
    assert (organisation.number, organisation.legal_form, organisation.quota_fte) == ("0440966354", "VZW", 9.5)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "Klus & Co"}, "key"),
        ({"key": "klus-en-co"}, "key"),
        ({"name": ""}, "name"),
        ({"kind": "winkel"}, "kind"),
        ({"number": "1234567895"}, "number"),
        ({"number": "0440966354"}, "number"),
        ({"legal_form": "NV"}, "legal_form"),
        ({"quota_fte": -1}, "quota_fte"),
        ({"quota_fte": "veel"}, "quota_fte"),
        ({"quota_fte": float("nan")}, "quota_fte"),
        ({"email": "info"}, "email"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(klus, official, change, field) -> None:
    values = {"key": "ander", "name": "Ander", "kind": "enterprise", "number": synthetic_enterprise_number(1)} | change
    with pytest.raises(AnswersInvalid) as refused:
        organisations.register(official, NewOrganisation(**values))
    assert set(refused.value.errors) == {field}


def test_editing_changes_what_is_named_and_nothing_else(klus, official) -> None:
    organisations.edit(official, klus, name="Klus en Co", number="BE 0440.966.354", quota_fte="8,25")
    with db.reading() as session:
        row = session.get_one(Organisation, klus)
        assert (row.name, row.number, row.quota_fte, row.email) == (
            "Klus en Co", "0440966354", 8.25, "info@klus.example",
        )  # fmt: skip
    with pytest.raises(ValueError, match="key"):
        organisations.edit(official, klus, key="x")


def test_only_officials_edit_and_only_what_they_see(klus, coach) -> None:
    with pytest.raises(NotAllowed):
        organisations.register(coach, NewOrganisation("x", "X", "enterprise"))
    with pytest.raises(NotAllowed):
        organisations.edit(coach, next(iter(coach.organisation_ids)), name="Van mij")
    with pytest.raises(NotVisible):
        organisations.edit(coach, klus, name="Van mij")
    with pytest.raises(NotVisible):
        establishments.add(coach, klus, number="2123456791", name="X")


def test_establishments_have_numbers_of_their_own(klus, official) -> None:
    place = establishments.add(official, klus, number="2.123.456.791", name="Fietspunt", service_type="FIETSPUNT")
    for number in ("2123456791", "0440966354", "2123456792"):
        with pytest.raises(AnswersInvalid) as refused:
            establishments.add(official, klus, number=number, name="Ander")
        assert set(refused.value.errors) == {"number"}
    establishments.edit(official, place, active=False, name="Oud fietspunt")
    with pytest.raises(NotVisible):
        establishments.edit(official, 1, name="x")
    with db.reading() as session:
        (row,) = found.one(session, official, klus).establishments
        assert (row.number, row.name, row.active) == ("2123456791", "Oud fietspunt", False)
    assert establishments.add(official, klus, number=synthetic_establishment_number(7), name="Tweede")


def test_lists_follow_the_policy_and_go_by_key(klus, official, coach, outsider) -> None:
    with db.reading() as session:
        assert [row.name for row in found.page(session, coach).items] == ["Schakel"]
        with pytest.raises(NotVisible):
            found.one(session, coach, klus)
        first = found.page(session, official, limit=3)
        second = found.page(session, official, after=first.next, limit=3)
        assert [row.name for row in first.items + second.items] == ["Groen", "Klus & Co", "Schakel", "Wse"]
        assert [row.id for row in found.page(session, official, q="0440 966 354").items] == [klus]
        assert [row.id for row in found.page(session, official, q="klus").items] == [klus]
        assert found.page(session, official, kind="vdab").items == []
        staff = found.one(session, coach, next(iter(coach.organisation_ids))).staff
        assert [(each.user_id, each.role) for each in staff] == [(coach.user_id, Role.COACH)]


def test_a_worker_sees_no_organisations(world) -> None:
    worker = world.actor("tom@schakel.example", Role.WORKER, "schakel")
    with db.reading() as session:
        assert found.page(session, worker).items == []


def test_numbers_of_ourselves_stay_ours_when_edited(klus, official) -> None:
    organisations.edit(official, klus, number="0440966354", active=False)
    other = organisations.register(SYSTEM, NewOrganisation("twee", "Twee", "enterprise"))
    with pytest.raises(AnswersInvalid):
        organisations.edit(official, other, number="0440966354")
    with db.reading() as session:
        assert session.scalars(select(Organisation.number).where(Organisation.number.is_not(None))).all() == [
            "0440966354"
        ]


def test_a_region_of_vdab_is_where_counsellors_work(world) -> None:
    """Nobody would ever open the tasks of a trajectory that the committee for reconsiderations followed."""
    world.actor("sec@vdab.example", Role.APPEALS_SECRETARY, "committee", "vdab")
    world.actor("jan@vdab.example", Role.VDAB_COUNSELLOR, "vdab-gent", "vdab")
    with db.reading() as session:
        region = session.scalars(select(Organisation.name).where(Organisation.key == "vdab-gent")).one()
        assert [name for _, name in people.regions(session)] == [region]

"""Who may do what, where."""

from __future__ import annotations

import pytest

from app.domain.access import SYSTEM, Actor, Membership, Permission, Role

HERE, ELSEWHERE = 1, 2


@pytest.mark.parametrize(
    "role,organisation_id,may",
    [
        (Role.COACH, HERE, True),
        (Role.COACH, ELSEWHERE, False),
        (Role.VDAB_COUNSELLOR, ELSEWHERE, False),  # he registers candidates, and corrects nobody of an enterprise
        (Role.INSPECTOR, HERE, False),
        (Role.ADMINISTRATOR, ELSEWHERE, True),
    ],
)
def test_what_a_role_grants_holds_in_its_own_organisation(role: Role, organisation_id: int, may: bool) -> None:
    actor = Actor(7, "Els", frozenset({Membership(role, organisation_id)}))
    assert actor.may_in(Permission.PERSON_REGISTER, HERE) is may


def test_an_administrator_may_nowhere_what_his_role_is_not_granted() -> None:
    actor = Actor(7, "Els", frozenset({Membership(Role.ADMINISTRATOR, HERE), Membership(Role.COACH, ELSEWHERE)}))
    assert not actor.may_in(Permission.CONTRACT_CHANGE, HERE)
    assert actor.may_in(Permission.CONTRACT_CHANGE, ELSEWHERE)
    assert SYSTEM.may_in(Permission.CONTRACT_CHANGE, HERE)

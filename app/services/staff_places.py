"""Where a row of a file of employees points to: the enterprise, its establishment, the coach, the VDAB region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Role
from app.domain.identifiers import InvalidIdentifier, enterprise_number, establishment_number
from app.domain.search import fold
from app.domain.text import Text, say
from app.models.organisation import Establishment, Organisation
from app.models.user import Membership, User
from app.services.choices import people
from app.services.choices.registry import Choice


def may_take_over(actor: Actor, organisation_id: int) -> bool:
    """Whether the actor takes over employees of this enterprise."""
    enterprises = actor.takes_over_for
    return enterprises is None or organisation_id in enterprises


class _Unclear(Exception):
    """A cell names nothing that is there."""

    def __init__(self, column: str, text: Text) -> None:
        super().__init__(column)
        self.column, self.text = column, text


@dataclass
class Places:
    """What the cells that name something were found to name, as choices of the forms; `remarks` by column."""

    session: Session
    actor: Actor
    cells: dict[str, str]
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    remarks: dict[str, Text] = field(default_factory=dict)
    organisation_id: int | None = None

    def find(self) -> dict[str, Any]:
        """The answers these cells give, by field of the forms."""
        answers = {"organisation": self._told(self._enterprise), "vdab_region": self._told(self._region)}
        if self.organisation_id is not None:
            answers |= {"coach": self._told(self._coach), "establishment": self._told(self._establishment)}
        return {key: value for key, value in answers.items() if value is not None}

    def _told(self, find: Callable[[], str | None]) -> str | None:
        try:
            return find()
        except _Unclear as unclear:
            self.remarks[unclear.column] = unclear.text
            return None

    def _enterprise(self) -> str:
        typed = self.cells["onderneming"]
        if not typed:
            raise _Unclear("onderneming", say("Vul dit in."))
        try:
            number = enterprise_number(typed)
        except InvalidIdentifier as problem:
            raise _Unclear("onderneming", problem.text) from None
        row = self.session.execute(
            select(Organisation.id, Organisation.name).where(
                Organisation.number == number, Organisation.kind == "enterprise", Organisation.active
            )
        ).first()
        if row is None or not may_take_over(self.actor, row.id):
            raise _Unclear("onderneming", say("Dit is geen onderneming waarvoor u werknemers kunt overnemen."))
        self.organisation_id = row.id
        return self._chosen("enterprises", row.id, row.name)

    def _region(self) -> str:
        typed = self.cells["vdab_regio"]
        if not typed:
            raise _Unclear("vdab_regio", say("Vul dit in."))
        regions = people.regions(self.session)
        region = next((one for one in regions if fold(one[1]) == fold(typed)), None)
        if region is None:
            names = ", ".join(name for _, name in regions)
            raise _Unclear("vdab_regio", say("Dit is geen VDAB-regio. Kies uit: %(names)s.", names=names))
        return self._chosen("vdab_regions", *region)

    def _coach(self) -> str:
        typed = self.cells["jobcoach"]
        if not typed:
            raise _Unclear("jobcoach", say("Vul dit in."))
        row = self.session.execute(
            select(User.id, User.name)
            .join(Membership, Membership.user_id == User.id)
            .where(
                User.email == typed.lower(),
                User.active,
                Membership.role == Role.COACH.value,
                Membership.organisation_id == self.organisation_id,
            )
        ).first()
        if row is None:
            text = say("Geen jobcoach van deze onderneming heeft een account met dit e-mailadres.")
            raise _Unclear("jobcoach", text)
        return self._chosen("coaches", row.id, row.name)

    def _establishment(self) -> str | None:
        typed = self.cells.get("vestiging", "")
        if not typed:
            return None
        try:
            number = establishment_number(typed)
        except InvalidIdentifier as problem:
            raise _Unclear("vestiging", problem.text) from None
        row = self.session.execute(
            select(Establishment.id, Establishment.name).where(
                Establishment.number == number,
                Establishment.organisation_id == self.organisation_id,
                Establishment.active,
            )
        ).first()
        if row is None:
            raise _Unclear("vestiging", say("Dit is geen vestiging van deze onderneming."))
        return self._chosen("establishments", row.id, row.name)

    def _chosen(self, choices: str, found: int, name: str) -> str:
        self.choices[choices] = [(str(found), name)]
        return str(found)

"""Who holds the keys: the last administrator stays, and no door opens by itself (security.md 12)."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from app import db
from app.domain.access import SYSTEM, Actor, Membership, Role
from app.domain.errors import Conflict, NotAllowed
from app.models.user import Membership as MembershipRow
from app.models.user import User
from app.services import memberships, users
from app.services.users import NewUser
from tests.security.test_at_once import at_once
from tests.support.field import Field

DOORS = [
    "/", "/login", "/setup", "/install", "/register", "/admin", "/administration", "/accounts", "/accounts/new",
    "/users", "/account", "/start", "/clock", "/api/v1/users", "/api/v1/setup", "/console", "/first-run",
]  # fmt: skip


def administrators(field: Field, number: int) -> list[Actor]:
    """Some administrators."""
    made = []
    for nth in range(number):
        new = NewUser(f"admin{nth}@traject.example", "administrator", field.organisations["department"])
        user_id = users.create(SYSTEM, new)
        membership = Membership(Role.ADMINISTRATOR, field.organisations["department"])
        made.append(Actor(user_id, f"Admin {nth}", frozenset({membership})))
    return made


def left() -> int:
    """How many administrators can still sign in."""
    wanted = select(func.count()).select_from(MembershipRow).join(User, User.id == MembershipRow.user_id)
    with db.reading() as session:
        return session.scalar(wanted.where(MembershipRow.role == "administrator", User.active)) or 0


def test_s12__administrators_who_remove_each_other_at_once_leave_one(field: Field) -> None:
    place = field.organisations["department"]
    for act in (users.deactivate, lambda actor, other: memberships.withdraw(actor, other, "administrator", place)):
        one, two = administrators(field, 2)

        def attempt(actor: Actor, other: Actor, act: object = act) -> str:
            try:
                act(actor, other.user_id)  # type: ignore[operator]  # one of the two above
            except (Conflict, NotAllowed) as refusal:
                return type(refusal).__name__
            return "done"

        outcomes = at_once(lambda one=one, two=two: attempt(one, two), lambda one=one, two=two: attempt(two, one))
        assert sorted(outcomes) in (["Conflict", "done"], ["NotAllowed", "done"]), outcomes
        assert left() == 1
        with db.transaction() as session:
            session.execute(delete(MembershipRow).where(MembershipRow.role == "administrator"))
            session.execute(update(User).values(active=True))


def test_s12__without_any_administrator_or_account_no_setup_opens(field: Field, client: FlaskClient) -> None:
    for emptied in ("the administrators", "everybody"):
        with db.transaction() as session:
            session.execute(delete(MembershipRow).where(MembershipRow.role == "administrator"))
            if emptied == "everybody":
                session.execute(update(User).values(active=False))
        for path in DOORS:
            for method in ("GET", "POST"):
                answer = client.open(path, method=method, data={"email": "a@b.example", "password": "een-lang-woord"})
                closed = answer.status_code in (302, 400, 401, 404, 405) or path == "/login"
                assert closed, f"{emptied}: {method} {path}: {answer.status_code}"
                if answer.status_code == 302:
                    assert answer.headers["Location"].startswith("/login"), path
        page = client.get("/login").get_data(as_text=True)
        assert "beheerder maken" not in page and 'name="role"' not in page
    assert left() == 0

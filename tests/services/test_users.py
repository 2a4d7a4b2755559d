"""Accounts: made once, given and losing roles, closed; tokens; signing in and being locked out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import db
from app.cli.user import user as command
from app.domain.access import SYSTEM, Actor, Membership, Role
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible, TooMany
from app.models.audit import Audit
from app.models.case import CaseParty
from app.models.sign_in import SignInAttempt
from app.models.task import Task
from app.models.user import ApiToken, User
from app.queries import users as found
from app.services import case_in_hand, cases, memberships, new_passwords, parties, passwords, tasks, tokens, users
from app.services.sign_in import MOST_FAILURES, sign_in
from app.services.users import NewUser

PASSWORD = "een lang wachtwoord"


@pytest.fixture
def administrator(world) -> Actor:
    return world.actor("ada@traject.example", Role.ADMINISTRATOR, "traject", "platform")


@pytest.fixture
def els(world) -> int:
    return users.create(SYSTEM, NewUser("Els@Schakel.example", "coach", world.organisation("schakel"), "Els", PASSWORD))


def reasons() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Audit.payload).where(Audit.tag == Tag.USER_SIGN_IN_REFUSED.value)))


def test_creating_twice_makes_one_account_with_both_roles(els, world) -> None:
    schakel = world.organisation("schakel")
    again = users.create(SYSTEM, NewUser("els@schakel.example", "employer", schakel, password="iets heel anders"))
    users.create(SYSTEM, NewUser("els@schakel.example", "employer", schakel))
    assert again == els
    with db.reading() as session:
        actor = found.actor_for(session, els)
        assert actor == Actor(
            els, "Els", frozenset({Membership(Role.COACH, schakel), Membership(Role.EMPLOYER, schakel)})
        )
    assert sign_in("els@schakel.example", PASSWORD).id == els  # the password it had stays


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "els"}, "email"),
        ({"email": "els@x.be\nBcc: y@z.be"}, "email"),
        ({"role": "koning"}, "role"),
        ({"organisation_id": 1}, "organisation_id"),
        ({"person_id": 1}, "person_id"),
        ({"password": "kort"}, "password"),
        ({"password": "x" * 201}, "password"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_told_at_the_field(world, change, field) -> None:
    values = {
        "email": "els@schakel.example",
        "role": "coach",
        "organisation_id": world.organisation("schakel"),
    } | change
    with pytest.raises(AnswersInvalid) as refused:
        users.create(SYSTEM, NewUser(**values))
    assert set(refused.value.errors) == {field}


def test_only_administrators_manage_accounts(outsider, els, world) -> None:
    schakel = world.organisation("schakel")
    for refused in (
        lambda: users.create(outsider, NewUser("x@y.be", "administrator", schakel)),
        lambda: memberships.grant(outsider, els, "administrator", schakel),
        lambda: memberships.withdraw(outsider, els, "coach", schakel),
        lambda: users.deactivate(outsider, els),
        lambda: users.reactivate(outsider, els),
        lambda: new_passwords.set_password(outsider, els, PASSWORD),
        lambda: tokens.issue_token(outsider, els),
        lambda: tokens.revoke_tokens(outsider, els),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with db.reading() as session:
        with pytest.raises(NotAllowed):
            found.page(session, outsider)
        with pytest.raises(NotVisible):
            found.one(session, outsider, els)
        assert found.one(session, outsider, outsider.user_id).email == "mia@groen.example"


def test_s12__the_last_administrator_stays(administrator, world, els) -> None:
    platform = world.organisation("traject")
    with pytest.raises(Conflict):
        users.deactivate(administrator, administrator.user_id)
    with pytest.raises(Conflict):
        memberships.withdraw(administrator, administrator.user_id, "administrator", platform)
    memberships.grant(administrator, els, "administrator", platform)
    memberships.withdraw(administrator, administrator.user_id, "administrator", platform)
    with pytest.raises(Conflict):
        users.deactivate(SYSTEM, els)


def test_a_closed_account_neither_signs_in_nor_keeps_work(administrator, coach, colleague, simple, open_tasks) -> None:
    case_id = cases.start(coach, "simple")
    with db.transaction() as session:
        case = case_in_hand.locked_work(session, coach, case_id).case
        parties.set_party(session, case, Role.COACH, next(iter(coach.organisation_ids)), coach.user_id)
    tasks.claim(coach, open_tasks(case_id)[0])
    new_passwords.set_password(administrator, coach.user_id, PASSWORD)
    token = tokens.issue_token(administrator, coach.user_id)
    users.deactivate(administrator, coach.user_id)
    with db.reading() as session:
        assert found.actor_for(session, coach.user_id) is None
        assert found.actor_by_token(session.connection(), tokens.token_digest(token)) is None
        assert session.scalars(select(Task.assignee_id)).all() == [None]
        assert session.scalars(select(CaseParty.user_id).where(CaseParty.role == "coach")).all() == [None]
    with pytest.raises(AnswersInvalid):
        sign_in("els@schakel.example", PASSWORD)
    tasks.claim(colleague, open_tasks(case_id)[0])
    users.reactivate(administrator, coach.user_id)
    assert sign_in("els@schakel.example", PASSWORD).id == coach.user_id
    with db.reading() as session:
        assert found.actor_by_token(session.connection(), tokens.token_digest(token)) is None


def test_losing_a_role_gives_back_its_work_only(administrator, coach, world, simple, open_tasks) -> None:
    memberships.grant(administrator, coach.user_id, "employer", world.organisation("schakel"))
    case_id = cases.start(coach, "simple")
    tasks.claim(coach, open_tasks(case_id)[0])
    memberships.withdraw(administrator, coach.user_id, "employer", world.organisation("schakel"))
    with db.reading() as session:
        assert session.scalars(select(Task.assignee_id)).all() == [coach.user_id]
    memberships.withdraw(administrator, coach.user_id, "coach", world.organisation("schakel"))
    with db.reading() as session:
        assert session.scalars(select(Task.assignee_id)).all() == [None]
    with pytest.raises(NotVisible):
        memberships.withdraw(administrator, coach.user_id, "coach", world.organisation("schakel"))


def test_s39__accounts_of_one_human_being_all_point_at_the_same_one(administrator, world, els, outsider) -> None:
    third = users.create(SYSTEM, NewUser("els.p@groen.example", "coach", world.organisation("groen")))
    users.mark_same_person(administrator, outsider.user_id, third)
    users.mark_same_person(administrator, third, els)
    with db.reading() as session:
        marks = {row.id: row.same_person_as for row in session.scalars(select(User))}
    assert (marks[third], marks[outsider.user_id], marks[els]) == (els, els, None)
    assert marks[administrator.user_id] is None
    with pytest.raises(AnswersInvalid):
        users.mark_same_person(administrator, els, els)
    with pytest.raises(NotAllowed):
        users.mark_same_person(outsider, els, third)


def test_a_token_is_kept_as_a_digest_and_can_be_revoked(els) -> None:
    token = tokens.issue_token(SYSTEM, els)
    with db.reading() as session:
        assert session.scalars(select(ApiToken.digest)).one() == tokens.token_digest(token)
        assert found.actor_by_token(session.connection(), tokens.token_digest(token)).user_id == els
        assert found.actor_by_token(session.connection(), tokens.token_digest(token + "x")) is None
    tokens.revoke_tokens(SYSTEM, els)
    with db.reading() as session:
        assert found.actor_by_token(session.connection(), tokens.token_digest(token)) is None


def test_one_makes_a_token_of_ones_own(coach, els) -> None:
    token = tokens.issue_token(coach, coach.user_id)
    with db.reading() as session:
        assert found.actor_by_token(session.connection(), tokens.token_digest(token)) == coach


def test_the_token_of_every_request_costs_one_statement(els, statements) -> None:
    digest = tokens.token_digest(tokens.issue_token(SYSTEM, els))
    with db.reading() as session, statements() as used:
        found.actor_by_token(session.connection(), digest)
    assert len(used) == 1, used


def test_signing_in_takes_the_right_password_in_any_case_of_the_address(els) -> None:
    assert sign_in("  ELS@schakel.example ", PASSWORD).id == els
    for email, password in (
        ("els@schakel.example", PASSWORD + " "),
        ("niemand@x.be", PASSWORD),
        ("els@schakel.example", ""),
    ):
        with pytest.raises(AnswersInvalid) as refused:
            sign_in(email, password)
        assert [str(text) for text in refused.value.errors[""]] == ["Het e-mailadres of het wachtwoord is niet juist."]


def test_an_account_without_password_cannot_be_entered(world) -> None:
    users.create(SYSTEM, NewUser("jan@schakel.example", "coach", world.organisation("schakel")))
    with pytest.raises(AnswersInvalid):
        sign_in("jan@schakel.example", "")


@pytest.mark.parametrize("email", ["els@schakel.example", "niemand@x.be"])
def test_too_many_wrong_tries_lock_the_address_also_for_the_right_password(els, email) -> None:
    for _ in range(MOST_FAILURES):
        with pytest.raises(AnswersInvalid):
            sign_in(email, "verkeerd wachtwoord")
    with pytest.raises(TooMany):
        sign_in(email, PASSWORD)
    assert sum('"reason":"locked"' in payload for payload in reasons()) == 1
    assert "@" not in "".join(reasons())


def test_a_lock_wears_off_and_success_wipes_the_slate(els) -> None:
    for _ in range(MOST_FAILURES):
        with pytest.raises(AnswersInvalid):
            sign_in("els@schakel.example", "verkeerd wachtwoord")
    with db.transaction() as session:  # as if it were a quarter of an hour and a minute ago: ids hold the time
        for attempt in session.scalars(select(SignInAttempt)):
            attempt.id -= (16 * 60 * 1000) << 22
    assert sign_in("els@schakel.example", PASSWORD).id == els
    with db.reading() as session:
        assert session.scalars(select(SignInAttempt)).all() == []


def test_an_unknown_address_costs_the_same_work(els, monkeypatch) -> None:
    checked = []
    genuine = passwords.verify
    monkeypatch.setattr(passwords, "verify", lambda kept, given: checked.append(kept) or genuine(kept, given))
    with pytest.raises(AnswersInvalid):
        sign_in("niemand@x.be", PASSWORD)
    assert checked == [None]
    assert not genuine(None, "nobody has this password: it only costs time")


def test_a_weaker_hash_is_renewed_at_sign_in(els, strong_passwords) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with db.transaction() as session:
        session.get_one(User, els).password_hash = weak
    sign_in("els@schakel.example", PASSWORD)
    with db.reading() as session:
        kept = session.get_one(User, els).password_hash
    assert kept != weak
    assert not passwords.needs_rehash(kept)
    assert passwords.verify(kept, PASSWORD)


def test_changing_ones_own_password_needs_the_old_one_and_ends_other_sessions(els) -> None:
    with db.reading() as session:
        actor = found.actor_for(session, els)
        salt = session.get_one(User, els).session_salt
    with pytest.raises(AnswersInvalid) as refused:
        new_passwords.change_own_password(actor, "niet dit", "een nieuw wachtwoord")
    assert set(refused.value.errors) == {"old"}
    new_passwords.change_own_password(actor, PASSWORD, "een nieuw wachtwoord")
    assert sign_in("els@schakel.example", "een nieuw wachtwoord").session_salt != salt


def test_administrators_find_accounts_by_name_and_page_by_key(administrator, els, world) -> None:
    for nth in range(5):
        users.create(SYSTEM, NewUser(f"c{nth}@groen.example", "coach", world.organisation("groen"), f"Coach {nth}"))
    with db.reading() as session:
        assert [row.email for row in found.page(session, administrator, q="els").items] == ["els@schakel.example"]
        first = found.page(session, administrator, limit=4)
        second = found.page(session, administrator, after=first.next, limit=4)
        emails = [row.email for row in first.items + second.items]
        assert emails == sorted(emails)
        assert (len(emails), second.next) == (7, None)
        assert first.items[1].roles[0].organisation_name == "Groen"


def test_the_command_creates_prints_the_id_and_makes_tokens(database, clock) -> None:
    from click.testing import CliRunner

    arguments = [
        "create",
        "root@traject.example",
        "--role",
        "administrator",
        "--organisation",
        "traject",
        "--name",
        "Root",
    ]
    first = CliRunner().invoke(command, arguments)
    again = CliRunner().invoke(command, arguments)
    assert (first.exit_code, first.output) == (0, again.output)
    token = CliRunner().invoke(command, ["token", "root@traject.example"])
    assert token.exit_code == 0
    with db.reading() as session:
        actor = found.actor_by_token(session.connection(), tokens.token_digest(token.output.strip()))
        assert (str(actor.user_id), actor.name, actor.has(Role.ADMINISTRATOR)) == (first.output.strip(), "Root", True)
    asked = CliRunner().invoke(command, ["password", "root@traject.example"], input=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert sign_in("root@traject.example", PASSWORD).id == actor.user_id


@pytest.mark.parametrize(
    "arguments",
    [
        ["token", "niemand@x.be"],
        ["create", "geen-adres", "--role", "coach", "--organisation", "schakel"],
        ["create", "a@b.be", "--role", "coach", "--organisation", "Geen Sleutel!"],
        ["password", "niemand@x.be", "--password", PASSWORD],
    ],
)
def test_the_command_says_what_is_wrong_in_a_sentence(database, clock, arguments) -> None:
    from click.testing import CliRunner

    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert isinstance(result.exception, SystemExit)

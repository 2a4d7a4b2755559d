"""`flask user …`: accounts from the command line (contract §3), for the first administrator and for scripts."""

from __future__ import annotations

import click

from app import db
from app.cli.refusals import refusals_told
from app.domain.access import SYSTEM, Role
from app.queries import users as found
from app.services import new_passwords, tokens, users


@click.group()
def user() -> None:
    """Accounts: create one, make its API token, give it a password."""


@user.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What the person does.")
@click.option(
    "--organisation", required=True, metavar="KEY", help="The organisation; registered when its key is not known yet."
)
@click.option("--name", help="The person's name; the address stands in for it.")
@refusals_told
def create(email: str, role: str, organisation: str, name: str | None) -> None:
    """Create an account with a role, or give an account that exists one more role. Prints its id."""
    click.echo(users.create_at(SYSTEM, email, role=role, organisation_key=organisation, name=name))


@user.command()
@click.argument("email")
@refusals_told
def token(email: str) -> None:
    """Print one new API token for the account, alone, on stdout. It is shown this once."""
    click.echo(tokens.issue_token(SYSTEM, _user_id(email)))


@user.command()
@click.argument("email")
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
@refusals_told
def password(email: str, password: str) -> None:
    """Give the account a password, so that the person can sign in."""
    new_passwords.set_password(SYSTEM, _user_id(email), password)


def _user_id(email: str) -> int:
    with db.reading() as session:
        user_id = found.id_of(session, email)
    if user_id is None:
        raise click.ClickException(f"No account has the address {email}. `user create` makes one.")
    return user_id

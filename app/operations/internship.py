"""What the internship's diagram asks about the signatures under its agreement."""

from __future__ import annotations

from app.domain.text import say
from app.engine.operations import Context, Outcome, operation


@operation(
    "read_signers",
    title=say("Kijken wie in Traject tekent"),
    does=say("Kijkt welke partijen een account hebben. De anderen tekenen op papier."),
    writes=("worker_online", "host_online"),
)
def read_signers(context: Context) -> Outcome:
    """See which parties have an account; the others sign on paper."""
    return Outcome({"worker_online": context.facts("worker_online"), "host_online": context.facts("host_online")})


@operation(
    "read_signatures",
    title=say("Handtekeningen nakijken"),
    does=say("Kijkt of alle partijen getekend hebben. Zo niet, dan wordt een andere stage gezocht."),
    writes=("internship_agreed", "internship_result"),
)
def read_signatures(context: Context) -> Outcome:
    """See whether all parties signed. If not, the internship is off and another one is looked for.

    That is no decision about the employee: a refused agreement simply is none.
    """
    agreed = bool(context.facts("internship_agreed"))
    return Outcome(
        {"internship_agreed": agreed} if agreed else {"internship_agreed": False, "internship_result": "again"}
    )

"""The tabs of a case and who sees which: somebody who only hosts an internship does not read a whole file.

Seeing a case at all is decided in SQL (`app.queries.visible`). This narrows it: outside parties (a host employer, an
authority, payments) take part in one step and see that step, not the person's plan, evaluation, letters or history
(domain.md §8, only what the task needs).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext

from app.domain.access import Actor, Permission, Role
from app.domain.errors import NotVisible

_SEE_PROPOSALS = frozenset({Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT, Role.INSPECTOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Tab:
    """One tab: its route, its words, whether it is about the person, and whether outside parties see it."""

    endpoint: str
    label: str
    about_person: bool = False
    outside: bool = False
    permission: Permission = Permission.CASE_READ


TABS = (
    Tab("cases.show", lazy_gettext("Overzicht"), outside=True),
    Tab("cases.tasks", lazy_gettext("Taken"), outside=True),
    Tab("cases.plan", lazy_gettext("Plan"), about_person=True),
    Tab("cases.transition_tab", lazy_gettext("Doorstroom en stages"), about_person=True),
    Tab("cases.evaluation", lazy_gettext("Evaluatie"), about_person=True),
    Tab("cases.documents", lazy_gettext("Documenten"), permission=Permission.DOCUMENT_READ),
    Tab("cases.notes", lazy_gettext("Notities"), permission=Permission.NOTE_WRITE),
    Tab("cases.timeline_tab", lazy_gettext("Tijdlijn")),
    Tab("cases.diagram", lazy_gettext("Diagram")),
    Tab("cases.access", lazy_gettext("Toegang")),
)
_BY_ENDPOINT = {tab.endpoint: tab for tab in TABS}


def sees_proposals(actor: Actor) -> bool:
    """Whether this actor reads what VDAB proposes before it is decided."""
    return bool(actor.roles & _SEE_PROPOSALS)


def visible_tabs(actor: Actor, about_person: bool) -> list[Tab]:
    """The tabs this actor sees on a case (that is, or is not, about a person)."""
    return [tab for tab in TABS if _sees(actor, tab) and (about_person or not tab.about_person)]


def ensure_tab(actor: Actor, endpoint: str) -> None:
    """NotVisible when this tab is not for this actor."""
    if not _sees(actor, _BY_ENDPOINT[endpoint]):
        raise NotVisible


def _sees(actor: Actor, tab: Tab) -> bool:
    if not (tab.outside or actor.sees_whole_file):
        return False
    if tab.permission is Permission.NOTE_WRITE and actor.roles & {Role.INSPECTOR, Role.ADMINISTRATOR}:
        return True
    return actor.may(tab.permission)

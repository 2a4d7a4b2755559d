"""The main menu: what this person can open, in the order of use."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext

from app.domain.access import Actor, Permission


@dataclass(frozen=True)
class Entry:
    """One entry: the page it opens, its words, who sees it, which blueprints it stands for.

    `whole_file`: not for outside parties (`case_tabs`). `employee`: only for who has a file himself.
    """

    endpoint: str
    label: str
    permission: Permission
    blueprints: frozenset[str]
    whole_file: bool = False
    employee: bool = False

    @property
    def current(self) -> bool:
        """Whether the page now shown belongs to this entry."""
        return request.blueprint in self.blueprints


MENU = (
    Entry("own_page.show", lazy_gettext("Mijn pagina"), Permission.TASK_WORK, frozenset({"own_page"}), employee=True),
    Entry("worklist.show", lazy_gettext("Mijn taken"), Permission.TASK_WORK, frozenset({"worklist", "tasks"})),
    Entry("cases.list_cases", lazy_gettext("Dossiers"), Permission.CASE_READ, frozenset({"cases"})),
    Entry("people.list_people", lazy_gettext("Personen"), Permission.PERSON_READ, frozenset({"people", "takeovers"})),
    Entry(
        "organisations.list_organisations",
        lazy_gettext("Organisaties"),
        Permission.ORGANISATION_READ,
        frozenset({"organisations", "establishments"}),
    ),
    Entry("start.choose", lazy_gettext("Starten"), Permission.CASE_START, frozenset({"start"})),
    Entry("overview.show", lazy_gettext("Overzicht"), Permission.CASE_READ, frozenset({"overview"}), True),
    Entry("planning.show", lazy_gettext("Planning"), Permission.PLANNING_READ, frozenset({"planning"})),
    Entry(
        "incidents.list_incidents",
        lazy_gettext("Stilstaande dossiers"),
        Permission.INCIDENT_READ,
        frozenset({"incidents"}),
    ),
    Entry(
        "processes.list_processes",
        lazy_gettext("Processen"),
        Permission.PROCESS_READ,
        frozenset({"processes", "studio", "moving", "heat"}),
    ),
    Entry("rules.list_rules", lazy_gettext("Regels"), Permission.RULE_READ, frozenset({"rules"})),
    Entry("jobs.list_jobs", lazy_gettext("Achtergrond"), Permission.JOB_MANAGE, frozenset({"jobs"})),
    Entry("webhooks.list_webhooks", lazy_gettext("Webhooks"), Permission.WEBHOOK_MANAGE, frozenset({"webhooks"})),
    Entry("accounts.list_accounts", lazy_gettext("Accounts"), Permission.USER_MANAGE, frozenset({"accounts"})),
)


def menu(actor: Actor | None) -> list[Entry]:
    """The entries this person sees."""
    if actor is None:
        return []
    whole = actor.sees_whole_file
    return [
        entry
        for entry in MENU
        if actor.may(entry.permission)
        and (whole or not entry.whole_file)
        and (actor.person_id is not None or not entry.employee)
    ]

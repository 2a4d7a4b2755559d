"""Who may open which page: every route carries a rule, and a route without one is refused (default deny).

A rule on a route says which permission somebody needs to open the page at all. Which objects he then sees is decided
in SQL by the queries and services, with the same policy (`app.domain.access`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask

from app.domain.access import Actor, Permission

View = TypeVar("View", bound=Callable[..., object])

_RULE = "access_rule"
# The JSON API guards itself, by token; Flask's own static files are for everybody.
SELF_GUARDED_BLUEPRINTS = frozenset({"api"})
OPEN_ENDPOINTS = frozenset({"static"})


@dataclass(frozen=True)
class Rule:
    """What a route asks: nothing (`public`), being signed in, or any one of some permissions."""

    public: bool = False
    any_of: frozenset[Permission] = frozenset()

    def lets_in(self, actor: Actor) -> bool:
        """Whether this signed-in actor may open the page."""
        return self.public or not self.any_of or any(actor.may(permission) for permission in self.any_of)


PUBLIC = Rule(public=True)
SIGNED_IN = Rule()


def requires(*permissions: Permission) -> Callable[[View], View]:
    """The route is for people with any one of these permissions."""
    if not permissions:
        raise ValueError("name a permission, or use @signed_in")

    def mark(view: View) -> View:
        setattr(view, _RULE, Rule(any_of=frozenset(permissions)))
        return view

    return mark


def public(view: View) -> View:
    """The route is for everybody, signed in or not. Use sparingly."""
    setattr(view, _RULE, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """The route is for everybody who signed in: only for what is the person's own (his account, the way out)."""
    setattr(view, _RULE, SIGNED_IN)
    return view


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The rule of an endpoint; None means nobody may (somebody forgot to write one)."""
    if endpoint in OPEN_ENDPOINTS:
        return PUBLIC
    rule = getattr(app.view_functions[endpoint], _RULE, None)
    return rule if isinstance(rule, Rule) else None


def guards_itself(endpoint: str) -> bool:
    """Whether the endpoint belongs to a part of Traject with a guard of its own (the JSON API)."""
    return endpoint.split(".", 1)[0] in SELF_GUARDED_BLUEPRINTS

"""Nothing typed is lost when a session ran out (users-ask 20).

The answers travel in the page itself, as hidden fields: first through the sign-in form, then in a page with one button
that hands them back to the form they came from. That form only shows or keeps them (`KEEP`); it never acts on them,
so that a form from elsewhere cannot act through this road either (security.md 22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import current_app, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

View = TypeVar("View", bound=Callable[..., object])

ACTION = "_action"
KEEP = "keep"
PREFIX = "kept-"
_MARK = "keeps_answers"
_NEVER_KEPT = frozenset({"csrf_token", "password", ACTION})
_MOST_FIELDS = 1000


def keeps_answers(view: View) -> View:
    """Mark a view that understands ``_action=keep``: show or store what was typed, and do nothing else."""
    setattr(view, _MARK, True)
    return view


def asked() -> bool:
    """Whether this request hands back kept answers."""
    return request.form.get(ACTION) == KEEP


def typed() -> list[tuple[str, str]]:
    """What the person typed in the form of this request."""
    return [pair for pair in _pairs(request.form) if pair[0] not in _NEVER_KEPT][:_MOST_FIELDS]


def carried() -> list[tuple[str, str]]:
    """What came along through the sign-in form."""
    came = (pair for pair in _pairs(request.form) if pair[0].startswith(PREFIX))
    return [(name.removeprefix(PREFIX), value) for name, value in came][:_MOST_FIELDS]


def can_be_resumed() -> bool:
    """Whether the page this request was for can take its answers back."""
    endpoint = request.endpoint
    return endpoint is not None and bool(getattr(current_app.view_functions[endpoint], _MARK, False))


def handed_back() -> list[tuple[str, str]]:
    """What was typed in a form that failed or was refused, for the error page to hand back; nothing elsewhere."""
    if request.method != "POST" or not can_be_resumed():
        return []
    try:
        return typed()
    except RequestEntityTooLarge:
        return []  # more than we read


def sign_in_page() -> str:
    """Sign in first; what was typed is in the page."""
    fields = typed() if can_be_resumed() else []
    return render_template(
        "account/login.html", sso=False, kept=fields, next=request.path if fields else "", expired=True
    )


def resume_page(path: str, fields: Iterable[tuple[str, str]]) -> str:
    """One button that hands the answers back to the form at `path`."""
    return render_template("account/resume.html", path=path, fields=list(fields))


def _pairs(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    return list(form.items(multi=True))

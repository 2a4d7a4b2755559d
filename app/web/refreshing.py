"""A page that tells how far something is and comes anew by itself, unless who reads slowly has it stand still."""

from __future__ import annotations

from flask import Response, make_response

from app.web import parameters

_SECONDS = 3


def is_wanted() -> bool:
    """Whether the page may come anew by itself: not with `?still=1`."""
    return not parameters.text("still")


def refreshed(shown: str, refreshes: bool) -> Response:
    """The page, with the header that brings it anew. A header, for a `meta` element cannot be left out by a reader."""
    response = make_response(shown)
    if refreshes:
        response.headers["Refresh"] = str(_SECONDS)
    return response

"""How the command line tells a refusal: one sentence on stderr, exit status 1. Never a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from app.domain.errors import AnswersInvalid, Refusal

P = ParamSpec("P")
R = TypeVar("R")


def refusals_told(function: Callable[P, R]) -> Callable[P, R]:
    """Wrap a command so that a Refusal becomes its sentence."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except AnswersInvalid as refusal:
            lines = [
                f"{field}: {text}" if field else str(text) for field, texts in refusal.errors.items() for text in texts
            ]
            raise click.ClickException("\n".join(lines)) from None
        except Refusal as refusal:
            raise click.ClickException(str(refusal.text)) from None

    return wrapped

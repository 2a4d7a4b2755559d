"""What breaks while a step is carried out, as a failure of that step (app/services/failures.py writes those down)."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from app import engine
from app.domain.errors import CannotBegin, Refusal

_log = logging.getLogger(__name__)


@contextmanager
def beginning(definition: engine.Definition) -> Iterator[None]:
    """Whatever fails while a case begins is told to who begins it: there is no case on which it could stand."""
    try:
        yield
    except engine.EngineError as error:
        number = secrets.token_hex(8)
        _log.error("a case of %s cannot begin at %s (%s)", error.process, error.element, number, exc_info=error)
        element = definition.elements.get((error.process, error.element))
        step = element.name if element is not None and element.name else error.element or error.process
        raise CannotBegin(step, error.text, number) from error


@contextmanager
def named(effect: engine.Effect) -> Iterator[None]:
    """Whatever breaks while an effect is carried out is a failure of the element that asked for it.

    Not what was turned down, nor the database being away: both say what they are.
    """
    try:
        yield
    except (engine.EngineError, Refusal, OperationalError):
        raise
    except Exception as error:
        raise engine.step_failed(effect.process, effect.element, error) from error

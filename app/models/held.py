"""Objects of the models made from rows that were asked of their tables, held by a session as if it had loaded them.

A session that loads objects itself takes five times as long for each (docs/decisions/0031).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Label, Table, inspect
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict

from app.models.base import Base

Model = TypeVar("Model", bound=Base)


def columns(model: type[Base]) -> list[Label[Any]]:
    """All columns of a model, named so that `found` knows them among others in the row of a question."""
    table = cast("Table", model.__table__)
    return [table.c[name].label(label) for name, label in _labels(model).items()]


def found(session: Session, model: type[Model], row: Any) -> Model:
    """The object in a row of a question that asked `columns` of its model."""
    return held(session, model, {name: getattr(row, label) for name, label in _labels(model).items()})


def held(session: Session, model: type[Model], values: Mapping[str, Any]) -> Model:
    """The object with these values, one for each column. What the session holds already stays as it is there."""
    mapper = inspect(model)
    known = session.identity_map.get(mapper.identity_key_from_primary_key((values["id"],)))
    if known is not None:
        return cast("Model", known)
    made = cast("Model", mapper.class_manager.new_instance())
    instance_dict(made).update(values)
    make_transient_to_detached(made)
    session.add(made)
    return made


@cache
def _labels(model: type[Base]) -> dict[str, str]:
    return {column.key: f"{model.__tablename__}__{column.key}" for column in cast("Table", model.__table__).columns}

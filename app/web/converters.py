"""Typed parts of addresses."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map


class IdConverter(IntegerConverter):
    """An identifier: a whole number of at most 63 bits, so that a database never sees a larger one."""

    regex = r"[0-9]{1,19}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**63 - 1)


class KeyConverter(BaseConverter):
    """A process key or element id: letters, digits and underscores, as in the diagrams."""

    regex = r"[A-Za-z][A-Za-z0-9_]{0,63}"

    def to_url(self, value: Any) -> str:
        """Keys need no escaping."""
        return str(value)


class RuleConverter(KeyConverter):
    """The key of a rule: keys with dots between them, such as `traject.maxJaren`."""

    regex = r"[A-Za-z][A-Za-z0-9]{0,39}(?:\.[A-Za-z0-9]{1,40}){1,3}"


class FileConverter(BaseConverter):
    """The name of one file of a process: the element a form belongs to, or a table with its ending."""

    regex = r"[A-Za-z_][A-Za-z0-9_.-]{0,119}"


class SecretConverter(BaseConverter):
    """A secret that stands for somebody who cannot sign in: 256 random bits as text."""

    regex = r"[A-Za-z0-9_-]{43}"


def init(app: Flask) -> None:
    """Make the converters known to the URL map."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["key"] = KeyConverter
    app.url_map.converters["rule"] = RuleConverter
    app.url_map.converters["file"] = FileConverter
    app.url_map.converters["secret"] = SecretConverter

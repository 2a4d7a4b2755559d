"""Form schemas compiled once per content, and what is wrong with those that cannot be."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from app.forms.compiled import CompiledForm
from app.forms.languages import untranslated
from app.forms.problems import SchemaInvalid, SchemaProblem
from app.forms.reading import read_schema

_CACHE_SIZE = 1000
_cache: OrderedDict[str, CompiledForm] = OrderedDict()
_lock = threading.Lock()


def compile_form(schema: Mapping[str, Any]) -> CompiledForm:
    """Make a form schema ready to use, once per content. Raises SchemaInvalid with every problem found."""
    try:
        content_hash = hash_of(schema)
    except (RecursionError, TypeError, ValueError):  # nested beyond reason, or not JSON at all: the reader says so
        raise SchemaInvalid(check_schema(schema)) from None
    with _lock:
        if content_hash in _cache:
            _cache.move_to_end(content_hash)
            return _cache[content_hash]
    tree, problems = read_schema(schema)
    if problems:
        raise SchemaInvalid(problems)
    with _lock:
        compiled = _cache.setdefault(content_hash, CompiledForm(tree, content_hash))
        while len(_cache) > _CACHE_SIZE:
            _cache.popitem(last=False)
        return compiled


def check_schema(schema: Any) -> list[SchemaProblem]:
    """Everything that is wrong with a form schema; an empty list means that it compiles. Never raises."""
    return read_schema(schema)[1]


def form_warnings(schema: Any) -> list[SchemaProblem]:
    """What is not wrong with a form schema that compiles, and perhaps not meant: a language on some components only."""
    return untranslated(compile_form(schema).tree)


def hash_of(schema: Any) -> str:
    """The identity of a schema: its content, whatever the order of keys and the white space."""
    text = json.dumps(schema, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

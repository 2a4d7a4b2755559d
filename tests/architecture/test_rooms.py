"""The rooms of the house: each has its floor in the import rules, so that none appears beside them."""

from __future__ import annotations

import re
import tomllib

from config import ROOT

RULES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def rooms() -> set[str]:
    found = {path.parent for path in (ROOT / "app").glob("*/**/*.py")}
    top = {path.relative_to(ROOT / "app").parts[0] for path in found}
    return {f"app.{name}" for name in top} | {"app.db", "app.prepared", "app.queue", "app.sqlite", "app.writing"}


def test_every_room_has_a_floor():
    floors = {room for layer in RULES[0]["layers"] for room in re.split(r"\s*[:|]\s*", layer)}
    assert floors == rooms()


def test_every_room_but_the_engine_is_kept_from_the_engine_s_library():
    rule = next(rule for rule in RULES if rule.get("forbidden_modules") == ["SpiffWorkflow"])
    assert set(rule["source_modules"]) == rooms() - {"app.engine"}


def test_every_room_but_the_doors_to_the_web_is_kept_from_flask():
    rule = next(rule for rule in RULES if "flask" in rule.get("forbidden_modules", ()))
    assert set(rule["source_modules"]) == rooms() - {"app.web", "app.api"}

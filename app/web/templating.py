"""What templates can use: the design system's macros, filters for dates and words, who is signed in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_wtf.csrf import generate_csrf
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from app import db
from app.domain.access import Permission, Role
from app.domain.identifiers import format_enterprise_number
from app.web import (
    case_words,
    current,
    dates,
    incident_words,
    language,
    navigation,
    phrases,
    process_titles,
    spoken,
    status,
    task_lines,
    wording,
)
from app.web.addresses import url_for
from app.web.term_bar import bar_of


def init(app: Flask) -> None:
    """Register loaders, filters, globals and what every page knows."""
    app.jinja_options["autoescape"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.loader = _loaders(app)
    WTFormsHelpers(app)
    phrases.init(app.jinja_env)
    app.jinja_env.filters.update(_filters())
    app.jinja_env.globals.update(
        Permission=Permission,
        languages=language.LANGUAGES,
        task_status=status.of_task,
        task_lines=task_lines.lines_of,
        opens_task=_opens_task,
        url_for=url_for,
        csrf_token=_csrf_token,
        case_status=case_words.of_row,
        outage_status=incident_words.outage_status,
        code=wording.code_label,
        enterprise_number=lambda digits: format_enterprise_number(digits) if digits else "–",
        bar_of=bar_of,
        once=lambda: secrets.token_urlsafe(16),
        dutch=_dutch,
        clock_now=current.now,
        print_moment=lambda: dates.date_and_time(current.now()),
        asset=_assets(app),
    )
    app.context_processor(_always)


def _loaders(app: Flask) -> ChoiceLoader:
    packages = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    design_system = PrefixLoader({name: PackageLoader(name) for name in packages})
    own = app.jinja_env.loader
    return ChoiceLoader([own, design_system] if own else [design_system])


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "process_title": process_titles.shown,
        "process_title_text": process_titles.plain,
        "say": spoken.shown,
        "say_text": wording.translate,
        "in_dutch": spoken.in_dutch,
        "readable": wording.readable,
        "role_name": role_name,
        "long_date": dates.long_date,
        "date_and_time": dates.date_and_time,
        "clock_time": dates.clock_time,
        "span": dates.span,
        "near_date": _with_today(dates.near_date),
        "distance": _with_today(dates.distance),
        "due": _with_today(dates.due),
    }


def _with_today(words: Callable[[date | datetime, date], str]) -> Callable[[date | datetime], str]:
    """The words of a day, found once per page: a list says the same few days again and again."""

    def of(moment: date | datetime) -> str:
        said: dict[object, str] = g.setdefault("said_of_days", {})
        key = words, moment
        if key not in said:
            said[key] = words(moment, current.today())
        return said[key]

    return of


def _opens_task(role: str) -> bool:
    """Whether who asks opens tasks of this role: found once per page."""
    known: dict[str, bool] = g.setdefault("opens_task", {})
    if role not in known:
        known[role] = current.actor().opens_task(role)
    return known[role]


def _dutch() -> Markup:
    """An attribute for words that come from a process: they are Dutch, also on a page in another language."""
    return Markup("") if language.chosen() == language.DEFAULT else Markup(f' lang="{language.DEFAULT}"')  # noqa: S704 -- no words of anybody


def _csrf_token() -> str:
    """The token of this page's forms, which Flask-WTF keeps in `g`."""
    token: str = g.get("csrf_token") or generate_csrf()
    return token


def role_name(key: str) -> str:
    """The name of a role, in the language of the page; an unknown key stays itself."""
    role = Role.by_key(key)
    return wording.translate_label(role.label) if role else key


def _assets(app: Flask) -> Callable[[str], str]:
    """Addresses of built files: each carries its content in its name, so that a browser may keep it for ever."""
    folder = Path(app.static_folder or "") / "build"

    @cache
    def manifest() -> dict[str, str]:
        try:
            names: dict[str, str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise RuntimeError("the front end is not built: run `make setup`") from None
        return names

    def asset(name: str) -> str:
        return url_for("static", filename=f"build/{manifest()[name]}")

    return asset


def _always() -> dict[str, object]:
    """What every page knows. Reads nothing from the database: an error page needs it too."""
    actor = current.actor_or_none()
    return {
        "actor": actor,
        "menu": navigation.menu(actor),
        "page_language": language.chosen(),
        "may_move_clock": actor is not None and actor.may(Permission.CLOCK_SET) and db.clock_is_simulated(),
    }

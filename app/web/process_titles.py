"""The titles of processes on pages: in English on an English page where their settings have one (`title_en`)."""

from __future__ import annotations

from flask import g
from markupsafe import Markup

from app.queries import processes
from app.web import current, language


def shown(title: str) -> str:
    """The title for a page; one that is only there in Dutch says so on a page in another language."""
    if language.chosen() == language.DEFAULT:
        return title
    return _english().get(title) or Markup('<span lang="nl">{}</span>').format(title)


def plain(title: str) -> str:
    """The title where no markup can stand, such as the title of a page."""
    return title if language.chosen() == language.DEFAULT else _english().get(title, title)


def _english() -> dict[str, str]:
    """Asked once per page, and never for a Dutch one. English is the only other language of pages."""
    if "english_titles" not in g:
        g.english_titles = processes.english_titles(current.session())
    found: dict[str, str] = g.english_titles
    return found

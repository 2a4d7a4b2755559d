"""The studio, where the next version of a process is drawn, tried and handed in (screens.md, Studio).

`blueprint` carries the routes of every module here.
"""

from __future__ import annotations

from app.web.studio import forms, pages, parts, publishing, settings, shelves, stepping, stories, tables, texts, trying
from app.web.studio.frame import blueprint

__all__ = [
    "blueprint",
    "forms",
    "pages",
    "parts",
    "publishing",
    "settings",
    "shelves",
    "stepping",
    "stories",
    "tables",
    "texts",
    "trying",
]

"""Our plain inputs write what the macros of the design system write, for the same parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from app.forms import compile_form
from app.forms.layout import Part
from tests.forms.example import YES_NO, environment, schema, text
from tests.forms.test_html import EVIL, everything, fresh, with_errors

OFFICIAL = {
    "input": ("input", "govukInput"),
    "textarea": ("textarea", "govukTextarea"),
    "date": ("date-input", "govukDateInput"),
    "radios": ("radios", "govukRadios"),
    "checkboxes": ("checkboxes", "govukCheckboxes"),
    "select": ("select", "govukSelect"),
}


def every(parts: list[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from every(part.parts)
        for row in part.rows:
            yield from every(row.parts)


def focused() -> list[Part]:
    """Each kind of question first in a row that was just added, so that the focus goes there."""
    kinds = [
        text("q", "Q", appearance={"prefixAdorner": "€", "suffixAdorner": "per maand"}),
        {"type": "textarea", "key": "q", "label": "Q", "defaultValue": "\n\neen\n  twee\n"},
        {"type": "datetime", "subtype": "datetime", "key": "q", "dateLabel": "Q", "description": "Wanneer?"},
        {"type": "radio", "key": "q", "label": "Q", "values": YES_NO, "description": "Kies."},
        {"type": "checklist", "key": "q", "label": "Q", "values": YES_NO},
        {"type": "select", "key": "q", "label": "Q", "values": YES_NO, "defaultValue": "nee"},
        {"type": "checkbox", "key": "q", "label": "Q", "description": "Vink aan."},
    ]
    parts = []
    for kind in kinds:
        form = compile_form(schema({"type": "dynamiclist", "path": "l", "label": "L", "components": [kind]}))
        bound = form.bind(form.to_formdata({"l": []}) | {"_add": "l"})
        parts += [*bound.parts, *form.bind(None).parts]
    return parts


def evil() -> list[Part]:
    form = compile_form(everything(EVIL))
    return form.bind(form.to_formdata({"r": EVIL, "s": EVIL, "c": [EVIL]})).parts


def canonical(html: str) -> object:
    """The elements with their attributes and words, whatever the white space between them."""

    def told(tag: Tag) -> object:
        inside = [
            told(child) if isinstance(child, Tag) else " ".join(str(child).split()) if tag.name != "textarea" else child
            for child in tag.children
        ]
        return (
            tag.name,
            sorted((name, str(value)) for name, value in tag.attrs.items()),
            [each for each in inside if each],
        )

    return told(BeautifulSoup(html, "html5lib").body)


@pytest.mark.parametrize("made", [fresh, with_errors, focused, evil])
def test_ours_are_the_same(made: Callable[[], Any]) -> None:
    found = made()
    parts = [part for part in every(found if isinstance(found, list) else found.parts) if part.kind in OFFICIAL]
    assert len(parts) > 6
    for part in parts:
        folder, macro = OFFICIAL[part.kind]
        theirs = (
            f'{{% from "govuk_frontend_jinja/components/{folder}/macro.html" import {macro} %}}{{{{ {macro}(p) }}}}'
        )
        ours = f'{{% import "forms/controls.html" as controls %}}{{{{ controls.{part.kind}(p) }}}}'
        written = [environment().from_string(source).render(p=part.params) for source in (ours, theirs)]
        assert canonical(written[0]) == canonical(written[1]), part.params


def test_line_breaks_at_the_start_of_a_text_stay() -> None:
    form = compile_form(schema({"type": "textarea", "key": "q", "label": "Q"}))
    html = (
        environment()
        .from_string('{% import "forms/controls.html" as c %}{{ c.textarea(p) }}')
        .render(p=form.bind(form.to_formdata({"q": "\n\neen"})).parts[0].params)
    )
    assert BeautifulSoup(html, "html5lib").textarea.text == "\n\neen"

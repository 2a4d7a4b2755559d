"""Fills in a form on a page as a person does: reads what stands there, types what is missing or must be otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page
from werkzeug.datastructures import MultiDict

from app.forms import compile_form

FORM = "main form[data-draft], main form.app-task__do"
_READ = "form => [...new FormData(form)].map(([name, value]) => [name, String(value)])"
_OPTIONS = """form => {
  const found = {};
  for (const box of form.querySelectorAll('input[type=radio], input[type=checkbox]'))
    (found[box.name] ??= []).push([box.value, box.labels[0]?.textContent.trim() ?? '']);
  for (const list of form.querySelectorAll('select'))
    found[list.name] = [...list.options].filter(o => o.value).map(o => [o.value, o.textContent.trim()]);
  return found;
}"""


def typed(page: Page, schema: dict[str, Any]) -> dict[str, Any]:
    """What stands in the form now, by field key: text as typed, whole dates as ISO, rows as lists."""
    pairs = page.locator(FORM).evaluate(_READ)
    values = MultiDict([(name, value) for name, value in pairs])
    return {key: _plain(value) for key, value in compile_form(schema).draft_values(values).items()}


def offered(page: Page, schema: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """The options the page offers where they come from the case, by name of the source (`context.hosts` is hosts)."""
    options = page.locator(FORM).evaluate(_OPTIONS)
    found = {}
    for component in _flat(schema["components"]):
        source = str(component.get("valuesKey") or "")
        if source.startswith("context."):
            pairs = options.get(component["key"], [])
            found[source.removeprefix("context.")] = [(value, label) for value, label in pairs]
    return found


def _flat(components: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for component in components:
        yield component
        yield from _flat(component.get("components", []))


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"day", "month", "year"}:
        parts = [str(value[part]).strip() for part in ("year", "month", "day")]
        return "-".join(part.zfill(2) for part in parts) if all(parts) else None
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


class Filler:
    """Types answers in the form of a page."""

    def __init__(self, page: Page, schema: dict[str, Any]) -> None:
        self.page, self.schema = page, schema
        self.form = page.locator(FORM)

    def fill(self, answers: dict[str, Any]) -> None:
        """Fill in these answers, from top to bottom. What the page does not ask is left out, as a person would."""
        for component in _flat(self.schema["components"]):
            if component["type"] == "dynamiclist" and component["path"] in answers:
                self._rows(component["path"], len(answers[component["path"]]))
        self._fill(self.schema["components"], answers, "")

    def _fill(self, components: list[dict[str, Any]], answers: dict[str, Any], prefix: str) -> None:
        for component in components:
            kind = component["type"]
            if kind == "group":
                inner, inside = answers, prefix
                for part in filter(None, str(component.get("path") or "").split(".")):
                    inner, inside = inner.get(part, {}), f"{inside}{part}."
                self._fill(component["components"], inner, inside)
            elif kind == "dynamiclist":
                for index, row in enumerate(answers.get(component["path"], [])):
                    self._fill(component["components"], row, f"{prefix}{component['path']}-{index}-")
            elif component.get("key") in answers and not component.get("readonly"):
                self._answer(component, f"{prefix}{component['key']}", answers[component["key"]])

    def _answer(self, component: dict[str, Any], name: str, value: Any) -> None:
        kind = component["type"]
        if kind == "datetime" and component.get("subtype", "date") == "date":
            self._date(name, value)
        elif kind in ("textfield", "textarea", "number", "datetime"):
            self._text(name, _as_typed(value))
        elif kind == "select":
            self._choose(name, value)
        elif kind == "radio":
            self._tick(name, str(value), on=True)
        elif kind == "checkbox":
            self._tick(name, "true", on=bool(value))
        elif kind in ("checklist", "taglist"):
            for option, _ in self.form.evaluate(_OPTIONS).get(name, []):
                self._tick(name, option, on=option in value)

    def _text(self, name: str, value: str) -> None:
        field = self.form.locator(f'[name="{name}"]')
        if self._is_asked(field) and field.input_value() != value:
            field.fill(value)

    def _date(self, name: str, value: Any) -> None:
        year, month, day = (date.fromisoformat(value) if isinstance(value, str) else value).timetuple()[:3]
        for part, number in (("day", day), ("month", month), ("year", year)):
            self._text(f"{name}-{part}", str(number))

    def _choose(self, name: str, value: Any) -> None:
        field = self.form.locator(f'select[name="{name}"]')
        if self._is_asked(field) and field.input_value() != str(value):
            field.select_option(str(value))

    def _tick(self, name: str, value: str, on: bool) -> None:
        field = self.form.locator(f'input[name="{name}"][value="{value}"]')
        if self._is_asked(field) and field.is_checked() is not on:
            field.set_checked(on)

    def _is_asked(self, field: Any) -> bool:
        return bool(field.count()) and bool(field.first.is_visible())

    def _rows(self, path: str, wanted: int) -> None:
        """As many rows as there are answers for, by the buttons of the page."""
        marks = self.form.locator(f'input[name^="{path}-"][name$="-_row"]')
        add = self.form.locator(f'button[name="_add"][value="{path}"]')
        while (add.count() and add.is_visible()) and marks.count() < wanted:
            self._press(add)
        remove = self.form.locator(f'button[name="_remove"][value^="{path}-"]')
        while remove.count() and marks.count() > wanted:
            self._press(remove.last)

    def _press(self, button: Any) -> None:
        with self.page.expect_navigation():
            button.click()


def _as_typed(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value).replace(".", ",")  # as a Belgian types it
    return "" if value is None else str(value)

"""The publish check with all a bundle may name: its diagram and tables (app/engine), its forms, and what comes with
Traject, such as what becomes of answers and the lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from app import engine
from app.domain.text import say
from app.forms import SchemaProblem, check_schema, compile_form, form_warnings
from app.forms.whereabouts import component_at
from app.services.choices.registry import CHOICES
from app.services.records.registry import KNOWN, PANELS, RECORDS


def check_bundle(bundle: engine.Bundle) -> list[engine.Problem]:
    """Everything wrong with a bundle: its diagram and tables, its forms, and the names they use."""
    return engine.check(bundle, record_names()) + check_forms(bundle)


def record_names() -> set[str]:
    """Every name a task's `record` may have."""
    return RECORDS.keys() | KNOWN.keys() | PANELS.keys()


def check_path(path: Path) -> list[engine.Problem]:
    """Everything wrong with a file, a bundle or a folder of them: diagrams, tables, and the forms of bundles."""
    problems = engine.check_path(path, record_names())
    for meta in sorted(path.rglob("process.toml")) if path.is_dir() else []:
        workflows = meta.parent.resolve().parent
        try:
            bundle = engine.read_bundle(workflows, workflows.parent / "forms", meta.parent.name)
        except engine.BundleError:
            continue  # told above
        problems += check_forms(bundle)
    return problems


def check_forms(bundle: engine.Bundle) -> list[engine.Problem]:
    """Everything wrong with the forms of a bundle, and the lists they name."""
    problems: list[engine.Problem] = []
    for name, schema in sorted(bundle.forms.items()):
        file = f"forms/{bundle.process}/{name}.json"
        found = check_schema(schema)
        problems += [_form_problem(file, schema, problem) for problem in found]
        if not found:
            problems += [_form_problem(file, schema, each, "warning") for each in form_warnings(schema)]
            problems += [
                engine.Problem(
                    file, choice, "error", "form.choices", say("De lijst «%(name)s» bestaat niet.", name=choice)
                )
                for choice in sorted(compile_form(schema).context_names - CHOICES.keys())
            ]
    return problems


def _form_problem(
    file: str, schema: object, problem: SchemaProblem, severity: Literal["error", "warning"] = "error"
) -> engine.Problem:
    """A problem of a form, said of the component it is about."""
    part = component_at(schema, problem.path)
    if part is None:
        return engine.Problem(file, problem.path, severity, problem.code, problem.message)
    text = say("Onderdeel %(number)s («%(name)s»): %(why)s", number=part.number, name=part.name, why=problem.message)
    place = engine.FormPlace(part.id, part.name, part.number)
    return engine.Problem(file, problem.path, severity, problem.code, text, place)


def ensure_sound(bundles: Mapping[str, engine.Bundle]) -> None:
    """Raise BundleError with every error found in the bundles; warnings pass."""
    problems = [problem for bundle in bundles.values() for problem in check_bundle(bundle)]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise engine.BundleError(errors)

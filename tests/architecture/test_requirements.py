"""What is locked: exact, hashed, without addresses, and no more and no less than what is imported."""

from __future__ import annotations

import re
import sys
from importlib.metadata import packages_distributions

import pytest

from config import ROOT
from tests.support.tree import below, files, imported, place

REQUIREMENTS = ROOT / "requirements"
LOCKS = [path for path in files() if path.name in ("package-lock.json", ".npmrc") or path.parent == REQUIREMENTS]

#: Needed without an import of ours.
NEEDED_BY_NAME = {
    "psycopg": "the driver SQLAlchemy loads from the address of the database",
    "tzdata": "Europe/Brussels, where the machine has no time zones",
    "gunicorn": "the server of more than one process; operators start it by name",
    "prometheus-client": "what the metrics are written with",
    "requests": "what Authlib asks the provider of accounts with, imported only when one is set",
    "govuk-frontend-jinja": "the macros that templates load by package name",
}


@pytest.mark.parametrize("lock", LOCKS, ids=place)
def test_locks_carry_no_address(lock):
    assert not re.search(r"https?://", lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["uv", "node", "run", "test"])
def test_every_package_is_locked_with_its_hashes(name):
    lines = (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    pins = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert pins
    for number in pins:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", lines[number]), lines[number]
        assert "--hash=sha256:" in lines[number + 1], lines[number]


def test_tests_run_on_the_versions_that_run():
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (REQUIREMENTS / name).read_text(), re.MULTILINE))

    assert pins("run.txt").items() <= pins("test.txt").items()


def test_what_is_imported_is_asked_for_and_nothing_else():
    asked = {
        name.lower() for name in re.findall(r"^([A-Za-z0-9-]+)", (REQUIREMENTS / "run.in").read_text(), re.MULTILINE)
    }
    packages = packages_distributions()
    modules = {
        name.split(".")[0] for path in below("app", "migrations", "config.py", "wsgi.py") for name, _ in imported(path)
    }
    foreign = {module for module in modules - set(sys.stdlib_module_names) if module in packages}
    used = {packages[module][0].lower().replace("_", "-") for module in foreign}
    assert asked == used | set(NEEDED_BY_NAME)

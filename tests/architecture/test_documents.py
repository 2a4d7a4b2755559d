"""What is written down must be true: settings, commands, links, locks, sentences in two languages."""

from __future__ import annotations

import re

import pytest

from app.cli import sentences
from config import ROOT, SETTINGS
from tests.support.tree import files, place

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
PAGES = [path for path in files() if path.suffix == ".md"]
LOCKS = [path for path in files() if path.name in ("package-lock.json", ".npmrc") or path.parent.name == "requirements"]


def test_every_setting_is_in_readme_and_no_other():
    table = README.split("## Settings", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE) == list(SETTINGS)


def test_every_target_is_in_readme():
    assert {*re.findall(r"`make ([a-z]+)`", README)} == TARGETS


@pytest.mark.parametrize("command", ["run", "test", "setup", "check", "bench", "help"])
def test_the_commands_of_the_contract_are_there(command):
    assert command in TARGETS


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken, broken


@pytest.mark.parametrize("lock", LOCKS, ids=place)
def test_locks_carry_no_address(lock):
    assert not re.search(r"https?://", lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["uv", "node", "run", "test"])
def test_every_package_is_locked_with_its_hashes(name):
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    pins = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert pins
    for number in pins:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", lines[number]), lines[number]
        assert "--hash=sha256:" in lines[number + 1], lines[number]


def test_tests_run_on_the_versions_that_run():
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    run, test = pins("run.txt"), pins("test.txt")
    assert run.items() <= test.items()


def test_no_file_names_a_place_of_one_machine():
    pattern = re.compile("/(?:wo" + "rk|ro" + "ot|ho" + "me)/[a-z]", re.IGNORECASE)
    found = []
    for path in files():
        if path.suffix not in (".png", ".ico", ".woff2", ".pdf"):
            text = path.read_text(encoding="utf-8")
            found += [f"{place(path)}: {match[0]}" for match in pattern.finditer(text)]
    assert not found, "\n".join(found)


def test_every_sentence_has_its_english():
    found = sorted(sentences.problems(sentences.collect(), sentences.read_catalogue()))
    assert not found, "\n".join([*found[:30], f"… {len(found)} in all; see `make translations`"])

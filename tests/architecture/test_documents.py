"""What is written down must be true: settings, commands, roles, links, sentences in two languages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.support import Translations

from app.cli import commands, sentences
from app.domain.access import Role
from config import ROOT, SETTINGS
from tests.support.tree import files, place

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
PAGES = [path for path in files() if path.suffix == ".md"]


def test_every_setting_is_in_readme_and_no_other():
    table = README.split("## Settings", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE) == list(SETTINGS)


def test_every_target_is_in_readme():
    assert {*re.findall(r"`make ([a-z]+)`", README)} == TARGETS


@pytest.mark.parametrize("command", ["run", "test", "setup", "check", "bench", "help"])
def test_the_commands_of_the_contract_are_there(command):
    assert command in TARGETS


def test_every_role_is_in_readme():
    table = README.split("## Who does what", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"\| `([a-z_]+)` \|", table)) == {role.value for role in Role}


def test_every_command_is_in_readme():
    table = README.split("## Command line", 1)[1]
    for group in commands():
        for name in group.commands if isinstance(group, click.Group) else [""]:
            assert re.search(rf"`{group.name} ?{name}\b", table), f"{group.name} {name}"


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken, broken


def test_no_file_names_a_place_of_one_machine():
    pattern = re.compile("/(?:wo" + "rk|ro" + "ot|ho" + "me)/[a-z]", re.IGNORECASE)
    found = []
    for path in files():
        if path.suffix not in (".png", ".ico", ".woff2", ".pdf", ".xz"):
            text = path.read_text(encoding="utf-8")
            found += [f"{place(path)}: {match[0]}" for match in pattern.finditer(text)]
    assert not found, "\n".join(found)


def test_every_sentence_has_its_english():
    found = sorted(sentences.problems(sentences.collect(), sentences.read_catalogue()))
    assert not found, "\n".join([*found[:30], f"… {len(found)} in all; see `make translations`"])


def test_a_clone_speaks_english(tmp_path):
    """The compiled catalogue is not kept: whoever has a fresh clone gets the one that make compiles."""
    compiled = tmp_path / "messages.mo"
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run([pybabel, "-q", "compile", "-i", sentences.CATALOGUE, "-o", compiled], check=True)
    with compiled.open("rb") as file:
        assert Translations(file).gettext("Mijn taken") == "My tasks"

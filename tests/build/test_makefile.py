"""What `make` says on a machine that misses something: one line that tells what to install, never a traceback."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from config import ROOT

_NO_PYTHON = (
    "*** Traject needs Python 3.11 or newer that can make virtual environments. "
    "On Debian and Ubuntu: apt-get install python3-venv"
)
TOOLS = ("awk", "printf", "rm", "touch", "cat", "id")


@pytest.fixture
def machine(tmp_path: Path):
    """A machine with nothing but make and a shell; ``install(name, script)`` adds a program."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (programs / tool).symlink_to(found)
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "requirements", clone / "requirements")
    shutil.copy(ROOT / "Makefile", clone)

    class Machine:
        def install(self, name: str, script: str) -> None:
            program = programs / name
            program.unlink(missing_ok=True)
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)

        def given(self, path: str, text: str = "") -> None:
            file = clone / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            file.chmod(0o755)

        def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [shutil.which("make"), "SYSTEM_PYTHON=", *arguments],
                cwd=clone,
                env={"PATH": str(programs)},
                capture_output=True,
                text=True,
            )

    return Machine()


def test_help_lists_every_command_of_the_contract(machine):
    told = machine.make("help")
    assert told.returncode == 0
    assert [line.split()[1] for line in told.stdout.splitlines()][:6] == [
        "help", "run", "setup", "test", "check", "bench",
    ]  # fmt: skip


def test_without_python(machine):
    told = machine.make("setup")
    assert told.returncode != 0
    assert _NO_PYTHON in told.stderr


def test_with_an_old_python(machine):
    machine.install("python3", "exit 1")
    assert _NO_PYTHON in machine.make("run").stderr


def test_without_the_part_of_python_that_debian_splits_off(machine):
    machine.install("python3", 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac')
    told = machine.make("run")
    assert told.returncode != 0
    assert _NO_PYTHON in told.stderr


def test_without_a_browser_an_ordinary_user_is_told(machine):
    machine.install("id", "echo 1000")
    told = machine.make("chromium")
    assert told.returncode != 0
    assert "*** The browser tests need Chromium. On Debian: sudo apt-get install chromium" in told.stderr


def test_without_a_browser_root_gets_one(machine):
    machine.install("id", "echo 0")
    machine.install("apt-get", 'echo "apt-get $*" >&2')
    told = machine.make("chromium")
    assert told.returncode == 0
    assert "apt-get -qq install -y --no-install-recommends chromium" in told.stderr


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_that_is_there_is_used(machine, browser):
    machine.install(browser, "exit 0")
    machine.install("id", "echo 1000")
    assert machine.make("chromium").returncode == 0


@pytest.mark.parametrize("node, wanted", [(None, True), ("exit 1", True), ("real", False)])
def test_node_is_brought_only_where_it_is_missing(machine, node, wanted):
    machine.install("npm", "exit 0")
    if node:
        machine.install("node", f'exec "{shutil.which("node")}" "$@"' if node == "real" else node)
    machine.given(".venv/.made")
    machine.given(".venv/bin/uv", "#!/bin/sh\necho uv $*\n")
    told = machine.make(".venv/.node")
    assert told.returncode == 0, told.stderr
    assert ("requirements/node.txt" in told.stdout) == wanted

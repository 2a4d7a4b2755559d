"""`python -m app.cli.serve`, what `make run` starts: it serves, works, stops cleanly, and says what is in its way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from config import ROOT

KEPT = ("app", "forms", "migrations", "workflows", "config.py")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
    return {
        **given,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/traject.db",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextmanager
def started(folder: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    """The server in a process of its own, ended whatever the test finds. As behind `&`, where shells ignore SIGINT."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli.serve"],
        cwd=ROOT,
        env={**environment(folder, port), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_up(process: subprocess.Popen[str], port: int) -> float:
    begin = time.monotonic()
    while time.monotonic() - begin < 60:
        assert process.poll() is None, process.communicate()[0]
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=1).status_code == 200:
                return time.monotonic() - begin
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("not up after a minute")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_interrupted_and_leaves_nothing(tmp_path, how):
    port = free_port()
    with started(tmp_path, port) as process:
        wait_until_up(process, port)
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200
        process.send_signal(how)
        told, _ = process.communicate(timeout=30)
        assert process.returncode == 0, told
    assert f"Traject op http://127.0.0.1:{port}\n" in told
    assert "Traceback" not in told
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_a_demo_that_is_interrupted_while_it_loads_leaves_nothing_half_done(tmp_path):
    with started(tmp_path, free_port(), TRAJECT_ENV="demo") as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "traject.db.loading-turn").exists():  # made by the first who writes: all files are there
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        told, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Interrupted before Traject was ready" in told
    assert "Traceback" not in told
    assert not list(tmp_path.glob("*.loading*"))


def test_a_taken_port_is_told(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started(tmp_path, port) as process:
            told, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert told.startswith(f"Port {port} cannot be used")
    assert "make run" in told


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout that a test may break."""
    for name in KEPT:
        source, target = ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "build"))
        else:
            shutil.copy(source, target)
    return tmp_path


def first_start(clone: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli.serve"],
        cwd=clone,
        env=environment(clone, free_port()),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "file, before, after, element",
    [
        ("workflows/hiring/hiring.bpmn", "</bpmn:definitions>", "", ""),
        ("workflows/hiring/hiring.bpmn", 'camunda:candidateGroups="coach"', 'camunda:candidateGroups="chef"', "chef"),
        ("workflows/hiring/process.toml", "title = ", "title : ", ""),
        ("forms/hiring/*.json", "{", "", ""),
    ],
)
def test_a_broken_bundle_stops_the_start_with_file_and_reason(clone, file, before, after, element):
    path = sorted(clone.glob(file))[0]
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")

    told = first_start(clone)

    assert told.returncode == 1
    assert "a process on disk is not right" in told.stderr
    assert path.name in told.stderr
    assert element in told.stderr
    assert "Traceback" not in told.stderr + told.stdout

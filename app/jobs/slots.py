"""Who a worker is: `role@host-0`, `role@host-1` … A worker that is started again gets the name it had.

The queue gives a worker that comes back under its old name what it had in hand. A name is held by a lock on a file,
which the kernel lets go of whatever way the process ends: no name is ever held by a dead one, and none by two.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True)
class Slot:
    """A worker's name, for as long as it is held."""

    name: str
    _lock: TextIO

    def release(self) -> None:
        """Let somebody else have the name."""
        self._lock.close()


def claim(role: str, database: str) -> Slot:
    """The first free name of this role, on this host, for the workers of the database at this address."""
    folder = _folder(database)
    for number in count():
        lock = (folder / f"{role}-{number}").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            continue
        return Slot(f"{role}@{os.uname().nodename}-{number}", lock)
    raise AssertionError("unreachable: numbers do not end")


def _folder(database: str) -> Path:
    """A folder of this user and this database. OSError when somebody else made it (it is in a place open to all)."""
    name = hashlib.sha256(database.encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"traject-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} is not ours")
    return folder

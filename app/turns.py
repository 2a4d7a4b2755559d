"""Turns for those who write in SQLite, which has one writer.

Left to SQLite, who waits looks again ever less often: in a crowd whoever waited longest would come last, until his
patience ends, and between two processes the lock would lie unused most of the time. The threads of one process need
not look, each is told when his turn has come; processes look often, at a file that is theirs alone.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

_PATIENCE = 10.0  # seconds, as long as SQLite itself waits for another process
_LOOK = 0.0003  # seconds between two looks at the file; a look costs some microseconds


class Turns:
    """Use `take`, then `leave`, in the same thread. Who takes twice has one turn."""

    def __init__(self, file: Path | None = None, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._others = _OtherProcesses(file) if file is not None else None
        self._guard = threading.Lock()
        self._holder: int | None = None
        self._waiting: deque[tuple[int, threading.Event]] = deque()

    def take(self) -> None:
        """Wait until it is this thread's turn; who waited too long goes on without one (SQLite has the last word)."""
        until = time.monotonic() + self._patience
        if self._among_threads() and self._others is not None:
            self._others.take(until)

    def _among_threads(self) -> bool:
        """Whether it is this thread's turn now, and was not before."""
        me = threading.get_ident()
        with self._guard:
            if self._holder in (None, me):
                begins, self._holder = self._holder is None, me
                return begins
            place = me, threading.Event()
            self._waiting.append(place)
        if place[1].wait(self._patience):
            return True
        with self._guard:
            if place not in self._waiting:  # it was told just now
                return True
            self._waiting.remove(place)
            return False

    def leave(self) -> None:
        """The next one's turn, if it was this thread's."""
        with self._guard:
            if self._holder != threading.get_ident():
                return
            if self._others is not None:
                self._others.leave()
            self._holder, told = self._waiting.popleft() if self._waiting else (None, None)
            if told is not None:
                told.set()

    def close(self) -> None:
        """Nobody writes any more: let go of the file."""
        if self._others is not None:
            self._others.close()

    @property
    def waiting(self) -> int:
        """How many threads of this process wait now."""
        return len(self._waiting)


class _OtherProcesses:
    """A file only one process at a time has; who dies gives it back."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: int | None = None

    def take(self, until: float) -> None:
        """Wait for it, at most to `until` (of the monotonic clock). Where no file can be made nobody takes turns."""
        if self._opened is None:
            try:
                self._opened = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                return
        while not self._is_ours() and time.monotonic() < until:
            time.sleep(_LOOK)

    def _is_ours(self) -> bool:
        assert self._opened is not None  # take() opened it
        try:
            fcntl.flock(self._opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self) -> None:
        """Another process's turn. Who had none gives none away."""
        if self._opened is not None:
            fcntl.flock(self._opened, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None:
            os.close(self._opened)
            self._opened = None

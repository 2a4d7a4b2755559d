"""A worker makes room for people: it rests between two pieces of work, on a server only while the machine is full."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import db
from app.jobs import manners


def a_load(folder: Path, told: str) -> Path:
    (folder / "loadavg").write_text(told)
    return folder / "loadavg"


@pytest.mark.parametrize(
    ("running", "cores", "full"),
    [(1, 1, False), (2, 1, True), (1, 2, False), (2, 2, True), (7, 8, False), (8, 8, True)],
)
def test_a_machine_is_full_when_the_others_leave_it_no_core(
    tmp_path: Path, running: int, cores: int, full: bool
) -> None:
    assert manners.is_full(a_load(tmp_path, f"1.30 1.65 1.69 {running}/79 26171\n"), cores) is full


@pytest.mark.parametrize("told", ["", "1.30 1.65 1.69", "a b c d e"])
def test_what_cannot_be_known_keeps_nobody_from_working(tmp_path: Path, told: str) -> None:
    assert not manners.is_full(a_load(tmp_path, told), 1)
    assert not manners.is_full(tmp_path / "nowhere", 1)


@pytest.mark.parametrize(("full", "rests"), [(True, 8), (False, 0)])
def test_it_rests_as_long_as_the_last_piece_took(
    database: object, monkeypatch: pytest.MonkeyPatch, full: bool, rests: int
) -> None:
    slept: list[float] = []
    now = iter([10.0, 10.02, 10.1, 99.0, 99.0])
    monkeypatch.setattr(manners.time, "monotonic", lambda: next(now))
    monkeypatch.setattr(manners.time, "sleep", slept.append)
    monkeypatch.setattr(manners, "is_full", lambda: full)
    asked = manners.gently(lambda: True)
    assert asked()
    expected = 1 if db.engine().dialect.name == "sqlite" else rests
    assert slept == pytest.approx([0.02] * expected)
    slept.clear()
    asked()
    assert slept == [0.05] * expected  # a long piece: no longer than that

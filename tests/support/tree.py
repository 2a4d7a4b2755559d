"""The source as the tests of tests/architecture read it: files, syntax trees, places."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from config import ROOT


@cache
def files() -> tuple[Path, ...]:
    """Every file that is kept, or would be: what git ignores is not part of the tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in found if path.is_file()))


def below(*folders: str, suffixes: Iterable[str] = (".py",)) -> list[Path]:
    """The files of these folders with one of these endings."""
    roots = tuple(ROOT / folder for folder in folders)
    return [path for path in files() if path.suffix in suffixes and any(r in path.parents or r == path for r in roots)]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the dotted name it is called by: ``session.commit``, ``etree.parse``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every module or name a file imports, in full, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def place(path: Path, line: int | None = None) -> str:
    """How a failure names a place."""
    name = str(path.relative_to(ROOT))
    return f"{name}:{line}" if line else name

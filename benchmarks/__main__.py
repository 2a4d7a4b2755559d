"""``python -m benchmarks [B1 B3 …] [--readme]``: runs all or the named benchmarks, prints a table, keeps the results.

A benchmark is a file `bNN_….py` with `run(stage) -> list[Result]`. Those in `ON_BOTH` run on SQLite and on PostgreSQL;
the others say themselves where they play. `--readme` only prints README's table of what was kept last.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from benchmarks import report
from benchmarks.measure import Result
from benchmarks.servers import postgresql
from benchmarks.stage import stage

BENCHMARKS = {f"B{int(path.name[1:3])}": path.stem for path in sorted(Path(__file__).parent.glob("b[0-9][0-9]_*.py"))}
ON_BOTH = frozenset({"B1", "B2", "B3", "B4", "B5", "B11"})
PRODUCTS = ("SQLite", "PostgreSQL")


def main(chosen: list[str]) -> int:
    """Run the benchmarks; a missed aim is in the table and no error. The exit status is 2 when a name is unknown.

    Status 1: one of them could not be measured; the others are there all the same.
    """
    if chosen == ["--readme"]:
        print(report.readme())
        return 0
    unknown = sorted(set(chosen) - set(BENCHMARKS))
    if unknown:
        print(f"{unknown[0]} is not a benchmark; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    found_on = report.machine()
    results: list[Result] = []
    broken, began_all = 0, time.monotonic()
    for name in chosen or BENCHMARKS:
        for product in PRODUCTS if name in ON_BOTH else PRODUCTS[:1]:
            print(
                f"{name} {BENCHMARKS[name][4:].replace('_', ' ')} ({product}) …", end=" ", file=sys.stderr, flush=True
            )
            began = time.monotonic()
            try:
                results += _measured(name, product)
                print(f"{time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            except Exception as error:
                broken += 1
                print(f"could not be measured: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    print(f"all together {time.monotonic() - began_all:.0f} s", file=sys.stderr, flush=True)
    report.show(results, found_on)
    report.write(results, found_on)
    return 1 if broken else 0


def _measured(name: str, product: str) -> Iterator[Result]:
    benchmark = importlib.import_module(f"benchmarks.{BENCHMARKS[name]}")
    with postgresql() if product == "PostgreSQL" else nullcontext() as url, stage(url) as ready:
        found: list[Result] = benchmark.run(ready)
    return (replace(each, name=f"{each.name} · {product}" if name in ON_BOTH else each.name) for each in found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the peer needs for the same, and how that was measured."""

from __future__ import annotations

#: By benchmark.
PEER = {
    "B1": "44 ms, 66 SQL, 7 commits",
    "B2": "43 ms, 89 SQL, 5 commits",
    "B3": "12 ms (JSON only)",
    "B4": "60 / 126 / 380 ms (1st, 24th, 96th)",
    "B5": "20 ms at 1,000; 60 ms at 10,000",
    "B6": "7.8 KB open; 205 KB after 12 rounds",
    "B7": "polls every case: 10-13 ms each per poll",
    "B8": "7.1 (SQLite), 4.9 (PostgreSQL) cases/s",
    "B9": "one case at a time, by hand",
    "B10": "-",
    "B11": "has no chain",
}
HOW = (
    "The peer: SpiffArena (v3), real HTTP server, one uvicorn worker, SQLite, two noisy cores; processor time of the "
    "server process per request."
)

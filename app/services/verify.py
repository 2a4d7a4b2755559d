"""Checks the evidence bundle of a case without Traject: it lies beside audit.jsonl; run `python3 verify.py`.

It needs Python 3.8 or newer and nothing else, not even a network. It says whether each entry of the audit trail still
says what it said when it was written, whether entries were put in, taken out or put in another order (where two numbers
follow each other; a bundle holds the entries of one case), and whether each letter is the one the trail speaks of.
Status 0: nothing was changed; 1: something was, and what; 2: this is no bundle.

How an entry is bound: its hash is SHA-256 over the JSON list [previous hash, number, at, actor, tag, case, payload],
without spaces, in UTF-8. The number and hash of the last entry can be compared with a checkpoint kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

#: What the trail says was made, what it is called here, and where it lies.
_DOCUMENTS = {
    "document:added": ("Document", "documents"),
    "document:pdf-made": ("The PDF of document", "documents/pdf"),
}
_KEYS = ("number", "at", "actor", "tag", "case", "payload")


def faults(folder: Path) -> list[str]:
    """What is wrong in a bundle, a sentence for each thing. OSError, ValueError, KeyError, TypeError: no bundle."""
    lines = (folder / "audit.jsonl").read_text(encoding="utf-8").split("\n")
    header, *entries = [json.loads(line) for line in lines if line.strip()]
    found, before = [], None
    for entry in entries:
        number = entry["number"]
        if _hash(entry) != entry["hash"]:
            found.append(f"Entry {number} does not say what it said when it was written.")
        if before and number <= before["number"]:
            found.append(f"Entry {number} stands behind entry {before['number']}.")
        elif before and number == before["number"] + 1 and entry["previous_hash"] != before["hash"]:
            found.append(f"Entry {number} does not follow on entry {before['number']}.")
        before = entry
    if len(entries) != header["entries"] or (entries and entries[-1]["hash"] != header["last_hash"]):
        found.append(f"The trail should have {header['entries']} entries and another end.")
    return found + _letters(folder, entries)


def _hash(entry: dict[str, Any]) -> str:
    bound = [entry["previous_hash"], *(entry[key] for key in _KEYS)]
    return hashlib.sha256(json.dumps(bound, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _letters(folder: Path, entries: list[dict[str, Any]]) -> list[str]:
    """Letters that are missing, or are not as they were made."""
    found = []
    for entry in entries:
        if entry["tag"] not in _DOCUMENTS:
            continue
        name, place = _DOCUMENTS[entry["tag"]]
        made = json.loads(entry["payload"])
        files = list((folder / place).glob(f"{made['document']}-*"))
        if not files:
            found.append(f"{name} {made['document']} is missing.")
        elif hashlib.sha256(files[0].read_bytes()).hexdigest() != made["digest"]:
            found.append(f"{name} {made['document']} is not as it was made.")
    return found


def main(arguments: list[str]) -> int:
    """Check the bundle in the folder that is named, else in that of this file."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        found = faults(folder)
    except (OSError, ValueError, KeyError, TypeError):
        sys.stdout.write(
            f"{folder} holds no bundle of a case: audit.jsonl is not there, or is not what it should be.\n"
        )
        return 2
    sound = "Nothing was changed: each entry says what it said, and each letter is as it was made."
    sys.stdout.write("\n".join(found or [sound]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The format of a stored state: what an earlier release wrote is read by this one and lives on as it would have.

`states/<format>/` holds states as that release wrote them, with the bundle, what was open, and what came after. They
are never made anew: a format that is no longer written keeps its files.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.engine import Bundle, EngineError, compile, make_bundle, wake
from app.engine.state import FORMAT
from tests.engine.diagrams import shapes, trajectory
from tests.engine.diagrams.shapes import loop_with_reminder
from tests.engine.player import Player

STATES = Path(__file__).parent / "states"
KEPT = sorted(STATES.glob("*/*.json"))
FACTS = {"next_plan": "2027-03-01", "legal_end": "2031-03-01"}
assert shapes.count and trajectory.next_plan  # register the operations


def kept_bundle(kept: dict[str, Any]) -> Bundle:
    calls = {key: kept_bundle(called) for key, called in kept["calls"].items()}
    return make_bundle(kept["key"], kept["toml"], kept["bpmn"].encode(), {}, {}, calls)


def kept_player(kept: dict[str, Any]) -> Player:
    """A player that takes up a case where the earlier release left it."""
    player = Player.__new__(Player)
    player.definition = compile(kept_bundle(kept["bundle"]))
    player.now, player.known = datetime.fromisoformat(kept["now"]), FACTS
    player.trail, player.steps, player.effects = [], [], []
    state = base64.b64decode(kept["state"])
    player.snapshot = wake(player.definition, state, facts=player.fact, now=player.now)
    return player


def test_every_format_there_ever_was_has_states() -> None:
    assert sorted({int(file.parent.name) for file in KEPT}) == list(range(1, FORMAT + 1))


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_state_of_an_earlier_release_lives_on_to_the_same_end(file: Path) -> None:
    kept = json.loads(file.read_text())
    case = kept_player(kept)
    assert [[task.element, task.item, task.key] for task in case.snapshot.tasks] == kept["open"]
    assert {element: due.isoformat() for element, due in case.due.items()} == kept["due"]
    assert list(case.snapshot.messages) == kept["messages"]
    assert case.snapshot.variables == kept["variables"]
    for act, *given in kept["then"]:
        if act == "wait_until":
            case.wait_until(datetime.fromisoformat(given[0]))
        else:
            getattr(case, act)(*given)
    assert (case.snapshot.ended, case.snapshot.end) == (True, kept["end"])


def forged(case: Player, format: object) -> bytes:
    content = orjson.dumps([format, *orjson.loads(case.snapshot.state[8:])[1:]])
    return blake2b(content, digest_size=8).digest() + content


@pytest.mark.parametrize("format", [0, FORMAT + 1, "1", None])
def test_a_state_of_a_format_we_do_not_know_is_refused_and_says_so(format: object) -> None:
    case = Player(loop_with_reminder(), n=0, rounds=1)
    with pytest.raises(EngineError, match="nieuwere versie van Traject"):
        wake(case.definition, forged(case, format), facts=case.fact, now=case.now)
    assert wake(case.definition, forged(case, FORMAT), facts=case.fact, now=case.now).tasks == case.snapshot.tasks

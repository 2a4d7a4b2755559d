"""Decision tables of others give what their authors expect: our own sample, and the whole kit where it is at hand.

The kit itself (DMN TCK, compliance level 2) is not in the repository: it may stand beside it, in `shared/corpus`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from config import ROOT
from tests.engine.tck_runner import models, run

SAMPLE = Path(__file__).parent / "tck"
KIT = ROOT.parent / "shared" / "corpus" / "dmn-tck"
# Models of the kit that hold no table, or more than a table.
REFUSED = {"0001", "0002", "0003", "0008", "0009", "0100", "0101", "0102", "0105", "0106", "0107"}


@pytest.mark.parametrize("model", [*models(SAMPLE), *models(KIT)], ids=lambda model: model.stem)
def test_a_table_gives_what_is_expected_of_it(model: Path) -> None:
    cases = run(model)
    if model.is_relative_to(KIT) and model.stem[:4] in REFUSED:
        assert cases is None
        return
    assert cases
    for case in cases:
        assert case.given == case.expected, case.name


def test_the_sample_tries_every_policy() -> None:
    text = "".join(model.read_text() for model in models(SAMPLE))
    for policy in ("UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"):
        assert f'hitPolicy="{policy}"' in text

"""Decision tables (DMN)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DecisionTable:
    id: str

    def outputs(self, values: Mapping[str, Any], result_variable: str) -> dict[str, Any]:
        raise NotImplementedError


def read_decisions(content: bytes, file: str) -> list[DecisionTable]:
    return []

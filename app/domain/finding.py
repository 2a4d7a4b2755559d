"""What a check of the field found: a sentence, its source, and whether it stops the person or only warns."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.text import Text


@dataclass(frozen=True)
class Finding:
    """One thing a check found.

    `blocks` is true where the act is refused; otherwise a person is warned and decides. `confirmed` is false
    where the rule behind it was not read in the law and may be different.
    """

    text: Text
    source: Text
    blocks: bool = False
    confirmed: bool = True


def refusals(findings: Iterable[Finding]) -> list[Text]:
    """Give the sentences that refuse."""
    return [finding.text for finding in findings if finding.blocks]


def warnings(findings: Iterable[Finding]) -> list[Text]:
    """Give the sentences that only warn."""
    return [finding.text for finding in findings if not finding.blocks]

"""What a story leads to now and led to before, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher

from app.domain.text import Text, say
from app.sandbox.expected import Expected, Passed

#: The name of a step: its process and its element.
Name = Callable[[str, str], str]
_Place = tuple[str, str]


def differences(old: Expected, new: Expected, process: str, name: Name) -> list[Text]:
    """What is different in `new`, a sentence each; nothing when it is the same. `process`: whose end it is."""
    gone, come, matched = _aligned(old.steps, new.steps)
    moved = gone & come
    told = [_counted(step, times, name, come=True) for step, times in (come - moved).items()]
    told += [_counted(step, times, name, come=False) for step, times in (gone - moved).items()]
    told += [say("«%(step)s» gebeurt op een andere plaats in de rij.", step=name(*step)) for step in moved]
    told += [_due(before, after, name) for before, after in matched if before.due not in (None, after.due)]
    if old.end != new.end:
        told.append(_end(old.end, new.end, lambda element: name(process, element)))
    return told


def _aligned(
    old: tuple[Passed, ...], new: tuple[Passed, ...]
) -> tuple[Counter[_Place], Counter[_Place], list[tuple[Passed, Passed]]]:
    """The steps that are only in the first, only in the second, and those that are in both."""
    before, after = ([(step.process, step.element) for step in steps] for steps in (old, new))
    gone: Counter[_Place] = Counter()
    come: Counter[_Place] = Counter()
    matched: list[tuple[Passed, Passed]] = []
    for kind, low, high, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            matched += zip(old[low:high], new[start:stop], strict=True)
        else:
            gone.update(before[low:high])
            come.update(after[start:stop])
    return gone, come, matched


def _counted(step: _Place, times: int, name: Name, *, come: bool) -> Text:
    if times == 1:
        return (
            say("«%(step)s» komt erbij.", step=name(*step)) if come else say("«%(step)s» valt weg.", step=name(*step))
        )
    if come:
        return say("«%(step)s» komt erbij, %(times)s keer.", step=name(*step), times=times)
    return say("«%(step)s» valt weg, %(times)s keer.", step=name(*step), times=times)


def _due(before: Passed, after: Passed, name: Name) -> Text:
    return say(
        "«%(step)s» moet klaar zijn tegen %(after)s in plaats van %(before)s.",
        step=name(after.process, after.element),
        after=after.due or say("geen dag"),
        before=before.due,
    )


def _end(before: str | None, after: str | None, name: Callable[[str], str]) -> Text:
    if after is None:
        return say("Het dossier loopt nog; vroeger eindigde het met «%(before)s».", before=name(before or ""))
    if before is None:
        return say("Het dossier eindigt met «%(after)s»; vroeger liep het dan nog.", after=name(after))
    return say("Het einde is «%(after)s» in plaats van «%(before)s».", after=name(after), before=name(before))

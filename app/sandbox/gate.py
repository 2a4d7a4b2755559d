"""The last thing before a draft is handed in and before it is published: every scenario must still go as expected.

Playing takes seconds, so it is done before the transaction; that takes note of what was played with which content.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed
from app.domain.text import Text, say
from app.models.scenario import Scenario
from app.sandbox.expected import read_expected
from app.sandbox.names import step_name
from app.sandbox.replay import Otherwise, differs
from app.sandbox.script import read_script
from app.services import approving, handing_in, scenarios, version_from_outside
from app.services.draft_in_hand import live_draft
from app.services.draft_parts import bundle_of_draft, problems_of
from app.services.publishing import Published
from app.services.scenarios import Rehearsed
from app.services.trials import among_all, surroundings
from app.services.version_from_outside import Sent


@dataclass(frozen=True)
class Played:
    """The scenarios that were played with a content (its hash), and where each went otherwise."""

    content_hash: str
    bundles: Mapping[str, engine.Bundle]
    scenarios: tuple[tuple[Scenario, Otherwise | None], ...]


@dataclass(frozen=True)
class Standing:
    """How a scenario went on the draft: `text` says what goes otherwise, `line` at which line of it (from 0)."""

    scenario: Scenario
    line: int | None
    text: Text | None


def hand_in(
    actor: Actor, process: str, note: str, ground: str, effective_on: date | None, read: str | None = None
) -> None:
    """As `handing_in.hand_in`, when every scenario goes as expected; else AnswersInvalid says (`""`) what does not."""
    seen, failing = rehearse(actor, process)
    if failing:
        raise AnswersInvalid({"": failing})
    handing_in.hand_in(actor, process, note, ground, effective_on, seen, read)


def approve(actor: Actor, process: str, read: str | None = None) -> list[Published]:
    """As `approving.approve`, when every scenario goes as expected; else Conflict says what does not."""
    seen, failing = rehearse(actor, process)
    if failing:
        raise Conflict(failing[0])
    return approving.approve(actor, process, seen, read)


def publish_version(actor: Actor, sent: Sent, note: str) -> Published:
    """As `version_from_outside.publish_version`, when every scenario goes as expected; else AnswersInvalid says
    (`scenarios`) what does not."""
    version_from_outside.ensure_may_publish(actor)
    with db.reading() as session:
        made = version_from_outside.made_of(session, sent)
        bundles = among_all(session, made)
        rows = scenarios.of_processes(session, made)
    seen, failing = _outcome(_played_all(made[sent.process].content_hash, bundles, rows))
    if failing:
        raise AnswersInvalid({"scenarios": failing})
    return version_from_outside.publish_version(actor, sent, note, seen)


def otherwise_now(processes: Collection[str]) -> list[Text]:
    """Play the scenarios of these processes on their newest versions: a sentence for each that goes otherwise.

    For what was published from disk: its own scenarios are tested with it, those that people kept here are not.
    """
    with db.reading() as session:
        bundles = among_all(session, {})
        rows = scenarios.of_processes(session, processes)
    return _outcome(_played_all("", bundles, [row for row in rows if row.process in bundles]))[1]


def rehearse(actor: Actor, process: str) -> tuple[Rehearsed | None, list[Text]]:
    """Play the scenarios of the draft and of the processes that call it: what passed, and a sentence for each other.

    Nothing is played for a draft that is not there or has errors: who hands it in is told so.
    """
    _ensure_may(actor)
    played = play_all(process)
    return _outcome(played) if played is not None else (None, [])


def standings(actor: Actor, process: str) -> list[Standing]:
    """Play the scenarios and say of each how it went. AnswersInvalid (`""`) for a draft with errors; NotVisible."""
    _ensure_may(actor)
    played = play_all(process)
    if played is None:
        raise AnswersInvalid({"": [say("Los eerst de fouten op die de controle vindt.")]})
    return [
        Standing(row, went.line, in_words(played.bundles, row.name, went)) if went else Standing(row, None, None)
        for row, went in played.scenarios
    ]


def play_all(process: str) -> Played | None:
    """Play every scenario the draft must pass; None for a draft that is not there or has errors."""
    with db.reading() as session:
        draft = live_draft(session, process)
        if draft is None or any(problem.severity == "error" for problem in problems_of(session, draft)):
            return None
        content_hash = bundle_of_draft(session, draft).content_hash
        bundles, _ = surroundings(session, draft.id)
        concerned = [key for key, bundle in bundles.items() if process in bundle.all()]
        rows = scenarios.of_processes(session, concerned)
    return _played_all(content_hash, bundles, rows)


def in_words(bundles: Mapping[str, engine.Bundle], name: str, otherwise: Otherwise) -> Text:
    """What went otherwise and where, as a sentence."""
    step = step_name(otherwise.process, otherwise.element, bundles)
    if not step:
        return say("Scenario «%(name)s» gaat anders. %(why)s", name=name, why=otherwise.text)
    return say("Scenario «%(name)s» gaat anders bij «%(step)s». %(why)s", name=name, step=step, why=otherwise.text)


def _ensure_may(actor: Actor) -> None:
    if not actor.may(Permission.PROCESS_EDIT) and not actor.may(Permission.PROCESS_APPROVE):
        raise NotAllowed()


def _outcome(played: Played) -> tuple[Rehearsed, list[Text]]:
    failing = [
        in_words(played.bundles, row.name, otherwise) for row, otherwise in played.scenarios if otherwise is not None
    ]
    return Rehearsed(played.content_hash, frozenset(row.id for row, _ in played.scenarios)), failing


def _played_all(content_hash: str, bundles: Mapping[str, engine.Bundle], rows: Iterable[Scenario]) -> Played:
    return Played(content_hash, bundles, tuple((row, _played(bundles, row)) for row in rows))


def _played(bundles: Mapping[str, engine.Bundle], row: Scenario) -> Otherwise | None:
    with _broken_is_told():
        script, expected = read_script(row.script), read_expected(row.expected)
    return differs(bundles, script, expected)


@contextmanager
def _broken_is_told() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise Conflict(say("Een scenario is niet leesbaar. Neem het uit en bewaar het opnieuw.")) from error

"""The sentences a person reads when an answer cannot be taken: what is wrong, and how to mend it. Dutch at level B1."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.text import Text, Worded, say, worded
from app.forms.nodes import ChoiceQuestion, MomentQuestion, NumberQuestion, Question, TickQuestion


def name_of(question: Question) -> str:
    """The question as it is named inside a sentence, in every language it has words in."""
    label, phrase = question.label, question.phrase
    labels = {language: f"‘{text}’" for language, text in _others(label).items()}
    return worded(phrase or f"‘{label}’", {**labels, **_others(phrase)})


def _others(text: str) -> Mapping[str, str]:
    return text.others if isinstance(text, Worded) else {}


def missing(question: Question) -> Text:
    """Nothing was answered where an answer is needed."""
    if isinstance(question, TickQuestion):
        return say("Vink ‘%(label)s’ aan. Zonder kunt u niet verder.", label=question.label)
    if isinstance(question, ChoiceQuestion) and question.many:
        return say("Kies minstens één antwoord bij ‘%(label)s’.", label=question.label)
    if isinstance(question, ChoiceQuestion):
        return say("Kies een antwoord bij ‘%(label)s’.", label=question.label)
    if question.label.rstrip().endswith("?") and not question.phrase:
        return say("Geef een antwoord op de vraag ‘%(label)s’.", label=question.label)
    return say("Vul %(field)s in.", field=name_of(question))


def wrong_type(question: Question) -> Text:
    """The API was given another kind of value than the question asks for."""
    if isinstance(question, TickQuestion):
        return say("‘%(label)s’ moet waar of onwaar zijn.", label=question.label)
    if isinstance(question, ChoiceQuestion) and question.many:
        return say("‘%(label)s’ moet een lijst van codes zijn.", label=question.label)
    if isinstance(question, ChoiceQuestion):
        return say("‘%(label)s’ moet een code uit de lijst zijn.", label=question.label)
    if isinstance(question, MomentQuestion):
        return {
            "date": say("‘%(label)s’ moet een datum zijn, als tekst: 2026-01-31.", label=question.label),
            "time": say("‘%(label)s’ moet een uur zijn, als tekst: 09:30.", label=question.label),
            "datetime": say("‘%(label)s’ moet een moment zijn, als tekst: 2026-01-31T09:30.", label=question.label),
        }[question.kind]
    if isinstance(question, NumberQuestion):
        return say("‘%(label)s’ moet een getal zijn.", label=question.label)
    return say("‘%(label)s’ moet tekst zijn.", label=question.label)


def unknown_key(key: str) -> Text:
    """The form has no such question; keys that the machinery keeps for itself are named as such."""
    if key.startswith("_") or key == "typename":
        return say("De naam ‘%(key)s’ is niet toegelaten.", key=shown_key(key))
    return say("Dit formulier kent geen veld ‘%(key)s’.", key=shown_key(key))


def shown_key(key: str) -> str:
    """A key of unknown origin, made fit to stand in a sentence or in an error list."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in key[:60])
    return shown + ("…" if len(key) > 60 else "")

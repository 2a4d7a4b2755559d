"""Small words beside a field: that it is not obligatory, where its value comes from, when it is to be filled in."""

from __future__ import annotations

from app.domain.text import say
from app.forms.binding import CarriedOver
from app.forms.fields import AnswerField, OptionField
from app.forms.nodes import Node, TickQuestion
from app.forms.scope import Scope


def label_of(answer: AnswerField) -> str:
    """The label, with a mark where no answer is needed. A box to tick needs no mark: it may stay empty."""
    question = answer.question
    if question.required or isinstance(question, TickQuestion) or not question.open:
        return answer.binding.said(question.label)
    # Added, not formatted: markup around the label has to stay markup.
    return answer.binding.said(question.label) + " " + answer.binding.translate(say("(niet verplicht)"))


def carried_over(answer: AnswerField) -> str:
    """The mark of a value that was filled in for the person and not changed yet; "" where there is none."""
    known = answer.known
    if known is None or answer.is_empty() or answer.process_errors or answer.data != answer.known_data(known):
        return ""
    if isinstance(known, CarriedOver):
        source = answer.binding.translate(known.source) if not isinstance(known.source, str) else known.source
        text = say("Overgenomen van %(source)s. Pas aan als het niet meer klopt.", source=source)
    else:
        text = say("Overgenomen uit het dossier. Pas aan als het niet meer klopt.")
    return answer.binding.translate(text)


def when_of(node: Node, scope: Scope) -> str:
    """In which case a conditional part is to be filled in, for who reads the form without JavaScript; "" when unknown.

    Only the plain case is put in words: «not that answer, then hide». The rest is left to the hint of the designer.
    """
    tree = node.hide.tree if node.hide else None
    if not (isinstance(tree, list) and len(tree) == 3 and tree[0] == "!=" and tree[1][0] == "path"):
        return ""
    other = scope.other(".".join(tree[1][1:]))
    if other is None or tree[2][0] != "value":
        return ""
    wanted = tree[2][1]
    if isinstance(other.question, TickQuestion) and wanted is True:
        text = say("Alleen als ‘%(label)s’ is aangevinkt.", label=other.question.label)
    elif isinstance(other, OptionField) and isinstance(wanted, str):
        text = say(
            "Alleen als het antwoord bij ‘%(label)s’ ‘%(answer)s’ is.",
            label=other.question.label,
            answer=other.written(wanted),
        )
    else:
        return ""
    return scope.binding.translate(text)

"""Where the options of a choice come from: the schema itself, a code list of the field, or what the door hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain import codes

Pairs = list[tuple[str, str]]
Context = Mapping[str, Sequence[tuple[str, str]]]


class MissingOptions(LookupError):
    """A door shows or checks a form without handing over a list of options the form asks for. A programming error."""


@dataclass(frozen=True)
class Options:
    """Options written in the schema (`fixed`), or the name of the list in the context (`name`)."""

    fixed: tuple[tuple[str, str], ...] = ()
    name: str = ""
    coded: bool = False  # a code list of Traject: its labels are translated; those of a schema are Dutch data

    def own(self) -> tuple[tuple[str, str], ...]:
        """The options whose words stand in the form itself."""
        return () if self.coded else self.fixed

    def pairs(self, context: Context) -> Pairs:
        """Give (value, Dutch label) in order. Raises MissingOptions when the context lacks the list."""
        if not self.name:
            return list(self.fixed)
        try:
            return [(str(value), label) for value, label in context[self.name]]
        except KeyError:
            raise MissingOptions(f'this form needs context["{self.name}"]: [(value, label)]') from None


def named_list(values_key: str) -> Options:
    """Read a `valuesKey`: ``codes.<list>`` or ``context.<name>``. Raises LookupError for anything else."""
    place, _, name = values_key.partition(".")
    if place == "codes":
        try:
            return Options(fixed=tuple(codes.by_name(name)), coded=True)
        except codes.UnknownCode as error:
            raise LookupError(str(error)) from None
    if place == "context" and name:
        return Options(name=name)
    raise LookupError(f"no list of options {values_key!r}")

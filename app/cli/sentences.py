"""``python -m app.cli.sentences``: the sentences people read, and which of them have no English yet.

The Dutch sentences in the source are the message ids (docs/decisions/0002-dutch-message-ids.md); Dutch needs no
catalogue. Without options: brings the English catalogue up to date and compiles it. With ``--check``: changes
nothing, lists what is missing or wrong and exits with status 1 when there is any.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.domain import codes
from app.domain.access import Role
from config import ROOT

SOURCES = ROOT / "app"
CATALOGUE = SOURCES / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "lazy_gettext": None}


def collect() -> Catalog:
    """Every sentence in the source, with the places where it stands."""
    template = Catalog(project="Traject", charset="utf-8")
    for file, line, msgid, comments, context in extract_from_dir(SOURCES, _METHODS, keywords=_KEYWORDS):
        template.add(msgid, locations=[(f"app/{file}", line)], auto_comments=comments, context=context)
    for role in Role:
        template.add(role.label, locations=[("app/domain/access.py", 1)])
    for name, listed in codes.LISTS.items():
        for code in listed:
            template.add(code.label, locations=[(f"app/domain/codes, {name}", 1)])
    return template


def read_catalogue() -> Catalog:
    """The English catalogue as it is kept; an empty one where there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="Traject", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def problems(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is not right with the catalogue, one sentence each: missing, in doubt, with other places, or left over."""
    if catalogue.fuzzy:
        yield "the catalogue as a whole is in doubt: pybabel would compile none of it"
    for message in _sentences(template):
        translation = catalogue.get(message.id, message.context)
        where = ", ".join(f"{file}:{line}" for file, line in message.locations[:2])
        if translation is None or not all(_strings(translation)):
            yield f"no English for {_name(message)} ({where})"
        elif translation.fuzzy:
            yield f"in doubt: {_name(message)} ({where})"
        else:
            yield from (f"{error}: {_name(message)} ({where})" for error in translation.check(catalogue))
    known = {(message.id, message.context) for message in _sentences(template)}
    for message in _sentences(catalogue):
        if (message.id, message.context) not in known:
            yield f"no longer used: {_name(message)}"


def update() -> None:
    """Bring the catalogue up to date with the source (new sentences are empty) and compile it."""
    catalogue = read_catalogue()
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False  # a new one is, as a whole, and is then not compiled
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    _write(CATALOGUE, write_po, catalogue, sort_output=True, no_location=True, ignore_obsolete=True, width=110)
    _write(CATALOGUE.with_suffix(".mo"), write_mo, catalogue)


def main(arguments: Iterable[str]) -> int:
    """Run the command; returns the exit status."""
    checking = "--check" in arguments
    if not checking:
        update()
    found = sorted(problems(collect(), read_catalogue()))
    print(*found[:40], sep="\n", end="\n" if found else "")
    print(
        f"{len(found)} sentences need work in {CATALOGUE.relative_to(ROOT)}."
        if found
        else "Every sentence has its English."
    )
    return 1 if found and checking else 0


def _sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _name(message: Message) -> str:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return repr(first if len(first) <= 80 else f"{first[:77]}…")


def _write(path: Path, writer: Callable[..., None], catalogue: Catalog, **options: object) -> None:
    content = BytesIO()
    writer(content, catalogue, **options)
    path.write_bytes(content.getvalue())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

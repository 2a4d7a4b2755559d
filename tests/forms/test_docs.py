"""docs/forms.md names every component, check and property there is."""

from __future__ import annotations

import re
from pathlib import Path

from app.forms.components import READERS
from app.forms.problems import REFUSED
from app.forms.text_checks import CHECKS

FOLDER = Path(__file__).parents[2]


def test_everything_a_form_may_say_is_documented() -> None:
    words = (FOLDER / "docs" / "forms.md").read_text()
    sources = "".join(path.read_text() for path in (FOLDER / "app" / "forms").glob("*.py"))
    properties = set(re.findall(r'(?:extras|sizes)\.(?:text|count)\("(\w+)"', sources)) | set(
        re.findall(r'_limit\(extras, "(\w+)"\)', sources)
    )
    assert {"check", "phrase", "notBefore", "minRows"} <= properties
    named = {*READERS, *REFUSED, *CHECKS, *properties}
    assert {name for name in named if not re.search(rf"[`/.]{name}[`/ ]", words)} == set()

"""What the components of a form have in common when they are read: a name, a label, a condition, and their problems."""

from __future__ import annotations

import re
from typing import Any

from app.domain.feel_tokens import FeelError
from app.domain.text import Text, say
from app.forms.feel import Formula, compile_feel
from app.forms.posted_names import PAGE_NAMES
from app.forms.problems import SchemaProblem

KEY = re.compile(r"[A-Za-z0-9]\w*(?:\.[A-Za-z0-9]\w*)*", re.ASCII)


class PartReader:
    """Reads parts of components, noting what is wrong and which keys are taken."""

    def __init__(self) -> None:
        self.problems: list[SchemaProblem] = []
        self.keys: list[set[str]] = [set()]  # the keys taken, per level: the form, then the list being read

    def report(self, path: str, code: str, message: Text) -> None:
        """Note a problem."""
        self.problems.append(SchemaProblem(path, code, message))

    def condition(self, part: dict[str, Any], path: str) -> Formula | None:
        """When the component does not count."""
        conditional = part.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, dict) else conditional
        return None if hide in (None, "") else self.formula(hide, f"{path}.conditional.hide", "bad_condition")

    def formula(self, source: Any, path: str, code: str) -> Formula | None:
        """A FEEL formula."""
        try:
            if not isinstance(source, str):
                raise FeelError(say("ze is leeg"))
            return compile_feel(source)
        except FeelError as error:
            self.report(path, code, say("De formule is niet bruikbaar: %(reason)s.", reason=error.text))
            return None

    def label(self, part: dict[str, Any], path: str, *names: str) -> str:
        """The words above an input; without them nobody knows what to answer."""
        for name in names:
            label = part.get(name)
            if isinstance(label, str) and label.strip():
                return label.strip()[:500]
        self.report(path, "no_label", say("Dit onderdeel heeft geen opschrift (‘%(name)s’).", name=names[0]))
        return ""

    def key(self, part: dict[str, Any], path: str, outer: str, name: str = "key") -> str:
        """The key of an answer, with the groups around it; unique on its level."""
        key = part.get(name)
        if not isinstance(key, str) or not key:
            self.report(path, "no_key", say("Dit veld heeft geen naam (‘%(name)s’).", name=name))
            return ""
        if not KEY.fullmatch(key) or len(key) > 80 or "typename" in key.split("."):
            message = say("De naam ‘%(key)s’ kan niet. Gebruik letters, cijfers en _.", key=key[:40])
            self.report(path, "bad_key", message)
            return ""
        key = outer + key
        if len(self.keys) == 1 and key in PAGE_NAMES:
            self.report(
                path, "reserved_key", say("De naam ‘%(key)s’ gebruikt de pagina zelf. Kies een andere.", key=key)
            )
        taken = self.keys[-1]
        if any(key == other or key.startswith(f"{other}.") or other.startswith(f"{key}.") for other in taken):
            self.report(path, "duplicate_key", say("De naam ‘%(key)s’ wordt twee keer gebruikt.", key=key))
        taken.add(key)
        return key

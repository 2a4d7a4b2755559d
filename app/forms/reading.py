"""From form-js JSON (schemaVersion 19) to a tree of nodes, with everything that is wrong on the way.

Reading and checking are one walk, so that a schema without problems is a schema that works.
"""

from __future__ import annotations

from typing import Any

from app.domain.text import say
from app.forms import components, prose
from app.forms.extras import Extras
from app.forms.feel import Formula
from app.forms.languages import Wordings
from app.forms.nodes import (
    MOST_ROWS,
    Computed,
    FormTree,
    Group,
    Node,
    Passage,
    Question,
    Rows,
    Rule,
    Space,
)
from app.forms.part_reading import KEY, PartReader
from app.forms.problems import REFUSED, SchemaProblem
from app.forms.references import check_references

MOST_COMPONENTS = 500
DEEPEST = 6
NEWEST_VERSION = 19


def read_schema(schema: Any) -> tuple[FormTree, list[SchemaProblem]]:
    """Read a schema. The tree is only good to use when there are no problems; nothing is ever raised."""
    reader = SchemaReader()
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        reader.report("", "not_a_form", say("Dit is geen formulier: het veld ‘components’ met een lijst ontbreekt."))
        return FormTree(items=()), reader.problems
    version = schema.get("schemaVersion", NEWEST_VERSION)
    if not isinstance(version, int) or version > NEWEST_VERSION:
        reader.report("schemaVersion", "unknown_version", say("Traject kent formulieren tot versie 19 van form-js."))
    tree = FormTree(id=str(schema.get("id", "")), items=reader.read_all(schema["components"], "components"))
    if not reader.problems:
        check_references(tree, reader.report)
    return tree, reader.problems


class SchemaReader(PartReader):
    """One walk over a schema."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def read_all(self, parts: Any, path: str, depth: int = 0, outer: str = "") -> tuple[Node, ...]:
        """Read a list of components; `outer` is the path of the groups around them."""
        if depth > DEEPEST:
            self.report(path, "too_deep", say("Het formulier zit te diep in elkaar."))
            return ()
        if not isinstance(parts, list):
            self.report(path, "not_a_list", say("Hier hoort een lijst van onderdelen."))
            return ()
        nodes = (self.read(part, f"{path}[{index}]", depth, outer) for index, part in enumerate(parts))
        return tuple(node for node in nodes if node is not None)

    def read(self, part: Any, path: str, depth: int, outer: str) -> Node | None:
        """Read one component; None when it cannot be used."""
        self.seen += 1
        if self.seen > MOST_COMPONENTS:
            if self.seen == MOST_COMPONENTS + 1:
                message = say("Een formulier heeft hoogstens %(count)s onderdelen.", count=MOST_COMPONENTS)
                self.report(path, "too_many", message)
            return None
        kind = part.get("type") if isinstance(part, dict) else None
        if not isinstance(kind, str):
            self.report(path, "unknown_component", say("Dit onderdeel heeft geen soort (‘type’)."))
            return None
        if kind in REFUSED:
            self.report(path, "refused_component", REFUSED[kind])
            return None
        hide = self.condition(part, path)
        if kind in ("group", "dynamiclist"):
            return self.container(kind, part, path, hide, depth, outer)
        if kind == "text":
            return self.passage(part, path, hide)
        if kind == "separator":
            return Rule(path=path, hide=hide)
        if kind == "spacer":
            return Space(path=path, hide=hide)
        if kind == "expression":
            return self.computed(part, path, hide, outer)
        if kind in components.READERS:
            return self.question(kind, part, path, hide, outer)
        message = say("Het onderdeel ‘%(type)s’ kennen formulieren van Traject niet.", type=kind[:40])
        self.report(path, "unknown_component", message)
        return None

    def container(
        self, kind: str, part: dict[str, Any], path: str, hide: Formula | None, depth: int, outer: str
    ) -> Node | None:
        """A group or a list of rows."""
        words = Wordings(part, path, self.report)
        label = words.of("label", self.label(part, path, "label"))
        if kind == "group":
            inner = part.get("path") or ""
            if inner and not (isinstance(inner, str) and KEY.fullmatch(inner)):
                self.report(path, "bad_key", say("Het pad van deze groep is niet goed geschreven."))
                inner = ""
            outer = f"{outer}{inner}." if inner else outer
            items = self.read_all(part.get("components"), f"{path}.components", depth + 1, outer)
            return Group(path=path, hide=hide, label=label, items=items)
        key = self.key(part, path, outer, "path")
        if len(self.keys) > 2:
            self.report(path, "too_deep", say("Een lijst kan hoogstens in één andere lijst staan."))
            return None
        self.keys.append(set())
        items = self.read_all(part.get("components"), f"{path}.components", depth + 1)
        self.keys.pop()
        return self.rows(part, path, hide, key, label, items, words)

    def rows(
        self,
        part: dict[str, Any],
        path: str,
        hide: Formula | None,
        key: str,
        label: str,
        items: tuple[Node, ...],
        words: Wordings,
    ) -> Rows:
        """A list of rows, with how many there may be."""
        sizes = Extras(part, path, self.report)
        low = sizes.count("minRows", 0, MOST_ROWS)
        high = sizes.count("maxRows", MOST_ROWS, MOST_ROWS)
        start = part.get("defaultRepetitions", 1)
        if not isinstance(start, int) or isinstance(start, bool) or not 0 <= start <= high or low > high:
            self.report(path, "bad_count", say("Het aantal rijen van ‘%(label)s’ klopt niet.", label=label))
            start = 0
        rows = Rows(
            path=path,
            hide=hide,
            key=key,
            label=label,
            hint=words.of(
                "description" if part.get("description") else "hint", str(part.get("description") or sizes.text("hint"))
            ),
            items=items,
            at_start=start,
            minimum=low,
            maximum=high,
            fixed=part.get("allowAddRemove", True) is False,
        )
        if not any(isinstance(node, Question | Rows) for node in rows.nodes):
            self.report(path, "no_questions", say("In de lijst ‘%(label)s’ staan geen velden.", label=label))
        if not rows.fixed and any(isinstance(node, Question) and not node.open for node in rows.nodes):
            message = say("Alleen-lezen velden kunnen enkel in een lijst met vaste rijen (‘%(label)s’).", label=label)
            self.report(path, "readonly_in_list", message)
        return rows

    def question(self, kind: str, part: dict[str, Any], path: str, hide: Formula | None, outer: str) -> Question | None:
        """A component that is answered."""
        key = self.key(part, path, outer)
        label = self.label(part, path, *(("dateLabel", "timeLabel", "label") if kind == "datetime" else ("label",)))
        return components.read_question(kind, part, path, hide, key, label, self.report)

    def passage(self, part: dict[str, Any], path: str, hide: Formula | None) -> Passage:
        """A text to read."""
        text = part.get("text")
        if not isinstance(text, str) or not text.strip():
            self.report(path, "no_text", say("Deze tekst is leeg."))
            text = ""
        elif text.lstrip().startswith("="):
            self.report(path, "not_supported", say("Een tekst kan geen formule zijn."))
        elif len(text) > 20_000:
            self.report(path, "too_long", say("Deze tekst is te lang."))
            text = ""
        others = Wordings(part, path, self.report).texts.get("text", {})
        html = {language: prose.to_html(other) for language, other in others.items()}
        return Passage(path=path, hide=hide, html=prose.to_html(text), others=html)

    def computed(self, part: dict[str, Any], path: str, hide: Formula | None, outer: str) -> Computed | None:
        """A value that the server works out."""
        key = self.key(part, path, outer)
        formula = self.formula(part.get("expression"), f"{path}.expression", "bad_expression")
        return Computed(path=path, hide=hide, key=key, formula=formula) if formula else None

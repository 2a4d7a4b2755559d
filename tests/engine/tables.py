"""Decision tables for the tests, in a few words."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(
    rules: list[tuple[str, ...]],
    inputs: str = "age distance",
    outputs: str = "advice",
    policy: str = "UNIQUE",
    *,
    types: str = "",
    allowed: dict[str, str] | None = None,
    values: dict[str, str] | None = None,
    defaults: dict[str, str] | None = None,
    extra: str = "",
) -> bytes:
    """A decision table; each rule has its input cells first, then its output cells.

    `types` are those of the inputs; `allowed`, `values` and `defaults` go by the name of a column.
    """
    names, kinds = inputs.split(), types.split()
    columns = "".join(_input(at, name, kinds[at] if kinds else "", allowed or {}) for at, name in enumerate(names))
    results = "".join(_output(name, values or {}, defaults or {}) for name in outputs.split())
    rows = "".join(_row(number, cells, len(names)) for number, cells in enumerate(rules))
    body = f'<decisionTable id="t" hitPolicy="{policy}" {extra}>{columns}{results}{rows}</decisionTable>'
    decision = f'<decision id="advise" name="A">{body}</decision>'
    return f'<definitions xmlns="{DMN}" id="d" name="D" namespace="n">{decision}</definitions>'.encode()


def definitions(*parts: str) -> bytes:
    """A DMN file of these parts."""
    return f'<definitions xmlns="{DMN}">{"".join(parts)}</definitions>'.encode()


def _input(at: int, name: str, kind: str, allowed: dict[str, str]) -> str:
    typed = f" typeRef={quoteattr(kind)}" if kind else ""
    room = f"<inputValues><text>{escape(allowed[name])}</text></inputValues>" if name in allowed else ""
    asked = f'<inputExpression id="e{at}_{name}"{typed}><text>{escape(name)}</text></inputExpression>'
    return f'<input id="in{at}_{name}">{asked}{room}</input>'


def _output(name: str, values: dict[str, str], defaults: dict[str, str]) -> str:
    room = f"<outputValues><text>{escape(values[name])}</text></outputValues>" if name in values else ""
    given = f"<text>{escape(defaults[name])}</text>" if name in defaults else ""
    default = f"<defaultOutputEntry>{given}</defaultOutputEntry>" if given else ""
    return f'<output id="out_{name}" name="{name}">{room}{default}</output>'


def _row(number: int, cells: tuple[str, ...], inputs: int) -> str:
    tests = "".join(
        f'<inputEntry id="r{number}_{at}"><text>{escape(cell)}</text></inputEntry>'
        for at, cell in enumerate(cells[:inputs])
    )
    values = "".join(
        f'<outputEntry id="r{number}_{at}"><text>{escape(cell)}</text></outputEntry>'
        for at, cell in enumerate(cells[inputs:], inputs)
    )
    return f'<rule id="r{number}">{tests}{values}</rule>'

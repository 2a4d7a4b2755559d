"""Pictures of diagrams that come from a browser: a drawing passes, whatever could act or reach out does not."""

from __future__ import annotations

import pytest

from app.domain.errors import AnswersInvalid
from app.services.pictures import clean_picture

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def picture(inside: str, root: str = "") -> str:
    return f"<svg {SVG} {root}>{inside}</svg>"


def test_a_drawing_stays_a_drawing() -> None:
    drawn = picture(
        '<defs><marker id="end" refX="11" markerWidth="10"><path d="M 1 5 L 11 10"/></marker></defs>'
        '<g class="djs-element" data-element-id="talk" transform="matrix(1 0 0 1 2 3)">'
        '<rect x="0" y="0" width="100" height="80" rx="10" style="stroke: rgb(34, 36, 42); stroke-width: 2px;"/>'
        "<text font-family=\"Arial\"><tspan x='3'>Plan bespreken</tspan></text>"
        '<path d="M1,2" marker-end="url(#end)"/></g>'
    )
    clean = clean_picture(drawn)
    for kept in (
        "Plan bespreken",
        'data-element-id="talk"',
        'marker-end="url(#end)"',
        'stroke-width="2px"',
        'id="end"',
    ):
        assert kept in clean
    assert "style" not in clean
    assert clean_picture(clean) == clean


@pytest.mark.parametrize(
    "hostile",
    [
        picture("<script>alert(1)</script>"),
        picture('<script xlink:href="https://evil.example/x.js"/>'),
        picture('<g onclick="alert(1)"/>', 'onload="alert(1)"'),
        picture(
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(1)'/></foreignObject>"
        ),
        picture('<a xlink:href="javascript:alert(1)"><text>klik</text></a>'),
        picture('<image xlink:href="https://evil.example/x.png"/>'),
        picture('<use href="https://evil.example/x.svg#a"/>'),
        picture("<style>@import url(https://evil.example/x.css)</style>"),
        picture('<rect style="fill: url(https://evil.example/x); background: url(//evil.example)"/>'),
        picture('<rect fill="url(https://evil.example/x#a)" stroke="url( //evil.example )"/>'),
        picture('<rect style="fill: \\75 rl(https://evil.example/x)"/>'),
        picture(
            '<set attributeName="onmouseover" to="alert(1)"/><animate attributeName="href" to="javascript:alert(1)"/>'
        ),
        picture('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
        picture('<filter id="f"><feImage href="https://evil.example/x"/></filter>'),
        picture("<?xml-stylesheet href='https://evil.example/x'?><!-- alert(1) --><g/>"),
        picture("<g><g><title><script>alert(1)</script></title></g></g>", 'xml:base="https://evil.example/"'),
    ],
)
def test_s25__nothing_in_a_picture_acts_or_reaches_out(hostile: str) -> None:
    clean = clean_picture(hostile)
    for trace in ("evil.example", "alert", "script", "onclick", "onload", "foreignObject", "href", "style", "base"):
        assert trace not in clean.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', ""), trace


@pytest.mark.parametrize(
    "refused",
    [
        "",
        "geen tekening",
        "<html/>",
        "<svg/>",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        picture("<g>" * 80 + "</g>" * 80),
        picture("<text>" + "x" * (1 << 20) + "</text>"),
    ],
)
def test_s25__what_is_no_picture_is_refused_with_a_sentence(refused: str) -> None:
    with pytest.raises(AnswersInvalid) as refusal:
        clean_picture(refused)
    assert str(refusal.value.errors["content"][0])

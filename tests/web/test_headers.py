"""What no page can hold comes back as its sign, whichever it is and however alone it stands."""

from __future__ import annotations

from flask import Flask, request

from app.web import headers

_CONTROLS = [*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
_NONE = [*range(0xFDD0, 0xFDF0), *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))]
_FINE = "Één – dossier · «ja» \t\r\n\f \ufffd \ufdcf \ufdf0 \u00a0 \U0001f600"


def test_what_html_cannot_hold_is_shown_as_its_sign() -> None:
    app = Flask(__name__)
    headers.init(app, secure=False)

    @app.post("/")
    def page() -> bytes:
        return request.get_data()

    client = app.test_client()
    for code in (*_CONTROLS, *_NONE):
        assert client.post("/", data=f"{_FINE}{chr(code)}.".encode()).text == f"{_FINE}\ufffd.", hex(code)
    assert client.post("/", data=_FINE.encode()).text == _FINE

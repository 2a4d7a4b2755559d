"""What every answer tells the browser: run only our own scripts, do not frame us, keep no copies of personal pages."""

from __future__ import annotations

import re

from flask import Flask, Response, request

# Pages hold no inline script and no inline style, so nothing that somebody typed can ever run (security.md 7).
# bpmn-js draws its cursors from data: images; it styles through the DOM, which this policy allows.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Code points that HTML may not hold, as UTF-8: control characters but tab and line ends, and non-characters.
_NOT_HTML = re.compile(
    rb"[\x00-\x08\x0b\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xef(?:\xbf[\xbe\xbf]|\xb7[\x90-\xaf])"
    rb"|[\xf0-\xf4][\x80-\xbf]\xbf[\xbe\xbf]"
)
# What all of them have, one way or another; a long page is through these in a fraction of the time.
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r"))
_SUSPECT = tuple(re.compile(sign) for sign in (rb"\xc2[\x80-\x9f]", rb"\xbf[\xbe\xbf]", rb"\xef\xb7[\x90-\xaf]"))
_NO_CHARACTER = "\ufffd".encode()
_HALF_A_YEAR = 15_552_000
_FOR_EVER = "public, max-age=31536000, immutable"


def init(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer; `secure` says that people only come over HTTPS."""

    always = _ALWAYS | ({"Strict-Transport-Security": f"max-age={_HALF_A_YEAR}"} if secure else {})

    @app.after_request
    def show_what_html_can_hold(response: Response) -> Response:
        """What was typed comes back on a page as it was; a character no page can hold comes back as its sign."""
        if response.mimetype == "text/html" and not response.direct_passthrough and not response.is_streamed:
            content = response.get_data()
            if _may_hold_no_character(content):
                response.set_data(_NOT_HTML.sub(_NO_CHARACTER, content))
        return response

    @app.after_request
    def add_headers(response: Response) -> Response:
        given = {name.lower() for name, _ in response.headers}  # asked one by one, each is compared with every other
        response.headers.extend((name, value) for name, value in always.items() if name.lower() not in given)
        if request.endpoint != "static":
            if "cache-control" not in given:
                response.headers.add("Cache-Control", "no-store")
        elif request.path.startswith("/static/build/") and response.status_code == 200:
            response.headers["Cache-Control"] = _FOR_EVER  # the name of a built file changes with its content
        return response


def _may_hold_no_character(content: bytes) -> bool:
    """Whether a page has to be gone through for what HTML may not hold; hardly any has."""
    return len(content.translate(None, _CONTROLS)) != len(content) or any(sign.search(content) for sign in _SUSPECT)

"""One request at a time in a process, as long as requests are short.

Threads of one Python process do not compute at once: whoever asks the database gives the interpreter away and gets it
back only when another thread lets go, up to 5 ms later, thirteen times a request, with rows locked meanwhile. Taken one
after the other, short requests are all answered sooner (docs/decisions/0015). A long one (an export, a lock somebody
else holds) must not keep the others waiting: after a moment they pass.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PATIENCE = 0.05  # seconds; nearly all requests take less


class Turnstile:
    """A WSGI application around another one, for a server with several threads."""

    def __init__(self, app: WSGIApplication, patience: float = _PATIENCE) -> None:
        self._app = app
        self._patience = patience
        self._gate = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; what the answer streams afterwards is outside."""
        gate = self._enter()
        try:
            return self._app(environ, start_response)
        finally:
            gate.release()

    def _enter(self) -> threading.Lock:
        """The gate we went through. Who is inside a gate for too long keeps it; all others get another one."""
        while not (gate := self._gate).acquire(timeout=self._patience):
            if self._gate is gate:  # two that find so at once make two gates: one request more beside the others, once
                self._gate = threading.Lock()
        return gate

"""One message to one address that somebody typed, and nowhere else (security.md 17).

The name is looked up here, every machine it leads to must be one on the public internet, and the connection goes to the
very machine that was looked at: nothing looks the name up again in between. No redirect is followed, no proxy used, no
cookie kept. Of the answer the status is used; what else it says is read away, a little of it, and shown to nobody.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address

from app.domain.webhook_address import Address, InvalidAddress, may_receive, read_address
from app.domain.webhooks import Answer

_log = logging.getLogger(__name__)
CONNECT_SECONDS = 5.0
ALL_SECONDS = 10.0  # only looking up the name may take longer: the system bounds that
MOST_BYTES = 64 * 1024


class _Forbidden(Exception):
    """The name leads to a machine no message may go to."""


def post(typed: str, body: bytes, headers: Mapping[str, str], *, local: bool) -> Answer:
    """Send it; returns what came of it, whatever that is. `local`: this very machine may receive, too."""
    expired, end = threading.Event(), time.monotonic() + ALL_SECONDS
    try:
        address = read_address(typed, local=local)
        with closing(_connected(address, local=local)) as plain, _cut_off(plain, end, expired):
            return Answer(code=_status(address, plain, body, headers))
    except (_Forbidden, InvalidAddress):
        return Answer(problem="forbidden")
    except (socket.gaierror, UnicodeError):
        return Answer(problem="unknown")
    except ssl.SSLCertVerificationError:
        return Answer(problem="certificate")
    except TimeoutError:
        return Answer(problem="timeout")
    except (OSError, HTTPException, ValueError) as error:  # ValueError: an answer nobody can read
        _log.info("a webhook was not delivered: %s", type(error).__name__)
        garbled = isinstance(error, HTTPException | ValueError) and not isinstance(error, OSError)
        return Answer(problem="timeout" if expired.is_set() else "garbled" if garbled else "unreachable")


def _connected(address: Address, *, local: bool) -> socket.socket:
    """A connection to a machine that was looked at. The first that answers, of those the name leads to."""
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    machines = dict.fromkeys(str(each[4][0]) for each in found)
    if not all(may_receive(ip_address(machine), local=local) for machine in machines):
        raise _Forbidden
    end = time.monotonic() + CONNECT_SECONDS
    failed: OSError = TimeoutError()
    for machine in machines:
        try:
            return socket.create_connection((machine, address.port), timeout=max(end - time.monotonic(), 0.1))
        except OSError as error:
            failed = error
    raise failed


@contextmanager
def _cut_off(connection: socket.socket, end: float, expired: threading.Event) -> Iterator[None]:
    """End the connection when its time is over, also under somebody who sends an answer byte by byte."""
    with closing(connection.dup()) as same:

        def cut() -> None:
            expired.set()
            with suppress(OSError):  # the receiver may have ended it in this very moment
                same.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(max(end - time.monotonic(), 0.0), cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()


def _status(address: Address, plain: socket.socket, body: bytes, headers: Mapping[str, str]) -> int:
    plain.settimeout(ALL_SECONDS)
    kind = HTTPSConnection if address.secure else HTTPConnection
    with closing(kind(address.host, address.port)) as talk:
        talk.sock = _trust().wrap_socket(plain, server_hostname=address.host) if address.secure else plain
        talk.request("POST", address.path, body, {**headers, "connection": "close"})
        with talk.getresponse() as answer:
            try:
                answer.read(MOST_BYTES)
            except (OSError, HTTPException):
                _log.info("the answer to a webhook broke off after its status")
            return answer.status


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates count: the system's. Read once, which takes a while."""
    return ssl.create_default_context()

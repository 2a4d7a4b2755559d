"""Addresses of receivers: which may be typed, and to which machines a message may go (security.md 17)."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from app.domain.text import Text, say

LONGEST = 500
# Blocks of IPv6 in which an address of IPv4 is wrapped, perhaps a private one: NAT64, Teredo, 6to4.
_WRAPPED = tuple(ip_network(block) for block in ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"))
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class InvalidAddress(ValueError):
    """No address a message may go to; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Address:
    """The parts of an address that a connection needs; `path` with the query."""

    secure: bool
    host: str
    port: int
    path: str


def read_address(typed: str, *, local: bool) -> Address:
    """The address, in parts. InvalidAddress where it is none, not https, or surely not on the public internet.

    `local`: this very machine is allowed too, also by plain http (development, demo, tests). A name says nothing yet:
    to which machine it leads is looked at when a message goes there (`may_receive`).
    """
    if not typed.isascii() or any(char.isspace() or not char.isprintable() for char in typed) or "\\" in typed:
        raise InvalidAddress(say("Schrijf het adres zonder spaties en zonder letters met accenten."))
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or port == 0 or parts.scheme not in ("http", "https"):
        raise InvalidAddress(say("Geef een volledig adres, zoals https://voorbeeld.be/webhook."))
    if parts.scheme == "http" and not (local and host in _OWN_NAMES):
        raise InvalidAddress(say("Het adres moet met https:// beginnen: anders kan iedereen onderweg meelezen."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise InvalidAddress(say("Zet geen naam, wachtwoord of # in het adres. De handtekening bewijst wie er stuurt."))
    literal = _literal(host)
    if literal is not None and not may_receive(literal, local=local):
        raise InvalidAddress(say("Dit adres ligt niet op het openbare internet. Daar stuurt Traject niets naartoe."))
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(secure, host, port or (443 if secure else 80), path)


def may_receive(machine: IPv4Address | IPv6Address, *, local: bool) -> bool:
    """Whether a message may go to the machine with this address: one on the public internet, or `local`: this one."""
    if local and machine.is_loopback:
        return True
    if isinstance(machine, IPv6Address):
        if machine.ipv4_mapped is not None:
            return may_receive(machine.ipv4_mapped, local=local)
        if any(machine in block for block in _WRAPPED) or machine.scope_id:
            return False
    return machine.is_global and not machine.is_multicast and not machine.is_reserved


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None

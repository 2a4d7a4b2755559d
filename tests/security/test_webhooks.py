"""An address that somebody typed is called with care: public machines only, and no other (security.md 17)."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.domain.webhook_address import InvalidAddress, may_receive, read_address
from app.domain.webhooks import Answer
from app.jobs import outgoing
from tests.support.receiver import Receiver, receiving

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
]  # fmt: skip


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def sent(address: str, *, local: bool = False) -> Answer:
    return outgoing.post(address, b"{}", {"content-type": "application/json"}, local=local)


def leads_to(*machines: str) -> Callable[..., list[Any]]:
    """A name server that answers this."""
    return lambda _host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in machines]


@pytest.mark.parametrize("machine", PRIVATE)
def test_s17__a_machine_that_is_not_on_the_public_internet_is_none(machine: str) -> None:
    assert not may_receive(ipaddress.ip_address(machine), local=False)


def test_s17__public_machines_are_fine_and_this_one_only_where_that_is_allowed() -> None:
    for machine in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"):
        assert may_receive(ipaddress.ip_address(machine), local=False)
    assert may_receive(ipaddress.ip_address("127.0.0.1"), local=True)
    assert not may_receive(ipaddress.ip_address("10.0.0.1"), local=True)
    assert not may_receive(ipaddress.ip_address("169.254.169.254"), local=True)


@pytest.mark.parametrize(
    "typed",
    [
        "http://voorbeeld.be/", "http://127.0.0.1/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "//evil.example", "https:///x", "gopher://a/",
        "https://a\\@127.0.0.1/", "https://a@voorbeeld.be/", "https://voorbeeld.be/\r\nX: y", "https://vóórbeeld.be/",
    ],
)  # fmt: skip
def test_s17__what_is_no_address_for_messages_is_refused_where_it_is_typed(typed: str) -> None:
    with pytest.raises(InvalidAddress):
        read_address(typed, local=False)


@pytest.mark.parametrize("machine", ["127.0.0.1", "169.254.169.254", "10.0.0.1"])
def test_s17__a_name_that_leads_to_a_private_machine_is_not_called(
    machine: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: called.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", leads_to("8.8.8.8", machine))
    assert sent(f"https://hooks.example:{receiver.port}/") == Answer(problem="forbidden")
    assert called == [] and receiver.got == []


def test_s17__this_machine_by_its_own_name_is_not_called_in_production(receiver: Receiver) -> None:
    assert sent(f"https://localhost:{receiver.port}/") == Answer(problem="forbidden")
    assert sent(receiver.address) == Answer(problem="forbidden")
    assert receiver.got == []


def test_s17__the_machine_that_was_looked_at_is_the_one_that_is_called(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a name server that gives another answer the second time is asked once."""
    asked: list[str] = []
    connected: list[Any] = []

    def rebinding(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return leads_to("8.8.8.8" if len(asked) == 1 else "127.0.0.1")(host, port)

    def create_connection(address: Any, **_: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    assert sent("https://rebinding.example/") == Answer(problem="unreachable")
    assert (asked, connected) == (["rebinding.example"], [("8.8.8.8", 443)])


def test_s17__a_redirect_leads_nowhere(receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answers, receiver.location = [307], elsewhere.address
        assert sent(receiver.address, local=True) == Answer(code=307)
        assert elsewhere.got == []


def test_s17__no_proxy_comes_in_between(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        assert sent(receiver.address, local=True) == Answer(code=204)
        assert proxy.got == []
    assert receiver.got[0].headers["host"] == f"127.0.0.1:{receiver.port}"


def test_s17__of_a_long_answer_a_little_is_read(receiver: Receiver) -> None:
    receiver.answers, receiver.body = [200], b"x" * (20 * outgoing.MOST_BYTES)
    assert sent(receiver.address, local=True) == Answer(code=200)


def test_a_name_that_does_not_exist_and_a_port_where_nobody_is() -> None:
    assert sent("https://nowhere.invalid/") == Answer(problem="unknown")
    assert sent("https://" + "a" * 70 + ".be/") == Answer(problem="unknown")
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    assert sent(f"http://127.0.0.1:{port}/", local=True) == Answer(problem="unreachable")


@contextmanager
def talking(words: bytes, pause: float = 0, times: int = 1) -> Iterator[str]:
    """A server that says this to whoever comes, so many times with pauses, whatever it was asked; its address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def talk() -> None:
            connection, _ = server.accept()
            with closing(connection):
                connection.recv(65536)
                for _ in range(times):
                    try:
                        connection.sendall(words)
                    except OSError:
                        return  # who asked has gone
                    time.sleep(pause)

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join()


def test_an_answer_nobody_can_read_is_none() -> None:
    for words in (b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200):
        with talking(words) as address:
            assert sent(address, local=True) == Answer(problem="garbled"), words
    with talking(b"") as address:
        assert sent(address, local=True) == Answer(problem="unreachable")


def test_s24__who_answers_byte_by_byte_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "ALL_SECONDS", 0.3)
    with talking(b"H", pause=0.02, times=200) as address:
        assert sent(address, local=True) == Answer(problem="timeout")


def test_who_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "ALL_SECONDS", 0.2)
    with talking(b"", pause=0.5) as address:
        assert sent(address, local=True) == Answer(problem="timeout")


@contextmanager
def secure(folder: Path, name: str) -> Iterator[int]:
    """A receiver over TLS with a certificate for this name, kept in `folder`; its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def talk() -> None:
            connection, _ = server.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as talking:
                    while not talking.recv(65536).endswith(b"{}"):
                        pass  # headers and body come apart
                    talking.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
            except OSError:
                connection.close()  # who asked did not trust us

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    "name, trusted, answer",
    [
        ("localhost", True, Answer(code=202)),
        ("localhost", False, Answer(problem="certificate")),
        ("other.example", True, Answer(problem="certificate")),
    ],
)
def test_only_a_receiver_with_a_good_certificate_for_its_name_gets_anything(
    name: str, trusted: bool, answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure(tmp_path, name) as port:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        outgoing._trust.cache_clear()
        assert sent(f"https://localhost:{port}/", local=True) == answer
    outgoing._trust.cache_clear()

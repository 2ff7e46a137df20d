"""What lies between the client and the network: proxies, certificates, and what gets imported."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from reconciler.altegio import BadAddressError, ReadClient, WriteClient
from reconciler.model.report import Refused

PROXY_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch) -> None:
    for name in PROXY_NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def deaf_server() -> Iterator[tuple[int, list[bytes]]]:
    """A port, and the first bytes of each connection to it; every one is answered with 403."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                heard.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], heard
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


@pytest.mark.parametrize("form", ["http://127.0.0.1:{}", "127.0.0.1:{}"])
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "ALL_PROXY"])
def test_the_environments_proxy_carries_https_and_never_sees_a_token(
    make_system, make_occurrence, monkeypatch, deaf_server, tokens, form: str, name: str
) -> None:
    port, heard = deaf_server
    monkeypatch.setenv(name, form.format(port))
    with WriteClient(make_system()) as client:
        result = client.create(make_occurrence())
    assert isinstance(result, Refused)
    assert result.sent is False
    assert heard[0].startswith(b"CONNECT api.alteg.io:443 ")
    assert not any(token.encode() in part for token in tokens for part in heard)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "ftp://127.0.0.1:9", "http://proxy:port"])
def test_a_proxy_that_cannot_be_used_is_named_as_the_cause(make_system, monkeypatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(BadAddressError, match="proxy"):
        ReadClient(make_system())
    monkeypatch.setenv("NO_PROXY", "api.alteg.io")
    ReadClient(make_system()).close()


def test_a_server_without_a_certificate_is_told_nothing(
    make_system, make_occurrence, deaf_server, tokens
) -> None:
    port, heard = deaf_server
    with WriteClient(make_system(base_url=f"https://127.0.0.1:{port}/api/v2")) as client:
        result = client.create(make_occurrence())
    assert isinstance(result, Refused)
    assert result.sent is False
    assert not any(token.encode() in part for token in tokens for part in heard)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("reconciler.altegio", {"httpx", "msgspec", "tenacity", "pyrate_limiter"}),
        ("reconciler.altegio.reader", {"rich", "click", "pygments", "tenacity", "pyrate_limiter", "asyncio"}),
    ],
)
def test_importing_costs_no_more_than_it_must(module: str, absent: set[str]) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert absent.isdisjoint(done.stdout.split())

"""Real sockets: what a transport in memory cannot show."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from reconciler.altegio import (
    ListQuery,
    ReadClient,
    Timeouts,
    Timing,
    UnreachableError,
    WriteClient,
    make_pacer,
)
from reconciler.model.report import Created, Refused, Unknown

TIMEOUTS = Timeouts(connect_s=0.5, read_s=0.3, total_s=0.6)


@contextmanager
def speaking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on loopback that treats each connection as `talk` does; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    talk(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api/v2"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def drip_head(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        connection.sendall(b"X-%d: y\r\n" % number)
        time.sleep(0.1)


def drip_body(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b" ")
        time.sleep(0.1)


def hang_up(connection: socket.socket) -> None:
    connection.recv(65536)


def say_nothing(connection: socket.socket) -> None:
    connection.recv(65536)
    time.sleep(1)


@pytest.mark.parametrize("talk", [drip_head, drip_body, say_nothing, hang_up])
def test_a_create_ends_in_doubt_and_in_time(make_system, make_occurrence, talk) -> None:
    with speaking(talk) as url, WriteClient(make_system(base_url=url, timeouts=TIMEOUTS)) as client:
        began = time.monotonic()
        result = client.create(make_occurrence())
        assert isinstance(result, Unknown)
        assert time.monotonic() - began < 8  # it would go on for ten


def test_a_read_gives_up_on_a_dripping_head(make_system, clock) -> None:
    query = ListQuery(first=clock.timing().now(), last=clock.timing().now())
    timing = Timing(sleep=clock.sleep)
    with (
        speaking(drip_head) as url,
        ReadClient(make_system(base_url=url, timeouts=TIMEOUTS), timing=timing) as client,
        pytest.raises(UnreachableError),
    ):
        client.list_page(101, query)
    assert client.requests == 4


def test_a_closed_port_is_certain_not_to_have_heard(make_system, make_occurrence, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/v2"
    with WriteClient(make_system(base_url=url, timeouts=TIMEOUTS)) as client:
        result = client.create(make_occurrence())
    assert isinstance(result, Refused)
    assert result.sent is False
    assert url.split("/")[2] in result.message


def test_a_proxy_of_the_environment_is_not_asked_about_loopback(
    make_system, make_occurrence, json_row, monkeypatch
) -> None:
    import json

    body = json.dumps({"data": json_row()}).encode()

    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    for name in ("http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with speaking(answer) as url, WriteClient(make_system(base_url=url, timeouts=TIMEOUTS)) as client:
        assert isinstance(client.create(make_occurrence()), Created)


def test_a_wish_to_stop_shortens_the_wait_for_an_answer(make_system, make_occurrence, monkeypatch) -> None:
    monkeypatch.setattr("reconciler.altegio.deadline.HURRY_S", 0.2)
    began = time.monotonic()
    pacer = make_pacer(None, Timing())
    pacer.heed(lambda: time.monotonic() - began > 0.3)
    patient = Timeouts(connect_s=5, read_s=30, total_s=30)
    enough = threading.Event()

    def think(connection: socket.socket) -> None:
        connection.recv(65536)
        enough.wait(30)

    with (
        speaking(think) as url,
        WriteClient(make_system(base_url=url, timeouts=patient), pacer=pacer) as client,
    ):
        assert isinstance(client.create(make_occurrence()), Unknown)
        assert time.monotonic() - began < 15
        enough.set()
        unsent = client.create(make_occurrence())
    assert isinstance(unsent, Refused)
    assert not unsent.sent
    assert "interrupted" in unsent.message

"""Starting, stopping, and what survives."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from reconciler.sandbox import FixtureError, Fixtures, StaffFixture, StoreError, serve, start

from .conftest import HEADERS, NOW, Opener, a_studio, an_activity

HOLLOW = Fixtures()


def test_it_listens_on_loopback_and_can_be_asked_at_once() -> None:
    with start(None, HOLLOW, now=lambda: NOW) as sandbox:
        assert sandbox.url.startswith("http://127.0.0.1:")
        assert sandbox.url.endswith("/api/v2")
        assert httpx.get(sandbox.url, trust_env=False).status_code == 400


def test_closing_frees_the_port_and_may_be_repeated() -> None:
    sandbox = start(None, HOLLOW, now=lambda: NOW)
    with httpx.Client(trust_env=False) as http:
        http.get(sandbox.url)
        sandbox.close()
        with pytest.raises(httpx.TransportError):
            http.get(sandbox.url)
    sandbox.close()


def test_small_packets_are_not_delayed(open_stand: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    plain = socket.socket

    class Watched(plain):  # type: ignore[misc, valid-type]  # the class is only known when the test runs
        def listen(self, *backlog: int) -> None:
            made.append(self.proto)
            super().listen(*backlog)

    monkeypatch.setattr(socket, "socket", Watched)
    open_stand()
    assert set(made) == {socket.IPPROTO_TCP}


def test_state_and_history_survive(open_stand: Opener, tmp_path: Path) -> None:
    database = tmp_path / "deep" / "sandbox.db"
    first = open_stand(an_activity(), database=database)
    made = first.create().json()["data"]["id"]
    first.sandbox.close()
    second = open_stand(an_activity(), database=database)
    assert [row["id"] for row in second.sandbox.activities(101)] == [int(made), 1]
    assert [record.method for record in second.sandbox.history()] == ["POST"]
    assert second.create().status_code == 409


def test_a_known_location_gets_new_names_and_nothing_else(open_stand: Opener, tmp_path: Path) -> None:
    database = tmp_path / "sandbox.db"
    open_stand(an_activity(), database=database).sandbox.close()
    staff = (StaffFixture(id=12, name="Benjamin"), StaffFixture(id=13, name="Cleo"))
    studio = a_studio(an_activity(id=9), staff=staff, title="Other", default_break_s=0)
    stand = open_stand(database=database, studio=studio)
    assert len(stand.sandbox.activities(101)) == 1
    rows = stand.http.get(f"{stand.sandbox.url.removesuffix('v2')}v1/staff/101").json()["data"]
    assert [(row["id"], row["name"]) for row in rows] == [(11, "Anna"), (12, "Ben"), (13, "Cleo")]
    made = stand.create(staff_id=13, technical_break_duration=None).json()["data"]
    assert made["attributes"]["length"] == 4800


def test_two_over_one_database_do_not_lose_each_others_writes(open_stand: Opener, tmp_path: Path) -> None:
    database = tmp_path / "sandbox.db"
    one, two = open_stand(database=database), open_stand(database=database)
    assert [len(stand.list(limit=1, offset=0).json()["data"]) for stand in (one, two)] == [0, 0]
    assert one.create().status_code == 201
    assert two.create().status_code == 409
    assert two.create(date="2027-01-13 17:30:00").status_code == 201
    assert one.list().json()["data"] == two.list().json()["data"]
    assert len(one.sandbox.activities(101)) == 2


@pytest.mark.parametrize("content", [b"not a database at all, certainly not" * 100, None])
def test_a_foreign_file_is_refused_with_a_reason(tmp_path: Path, content: bytes | None) -> None:
    database = tmp_path / "other.db"
    if content is None:
        connection = sqlite3.connect(database)
        connection.execute("CREATE TABLE mine(x)")
        connection.close()
    else:
        database.write_bytes(content)
    before = database.read_bytes()
    with pytest.raises(StoreError, match=r"other\.db.*remove it"):
        start(database, HOLLOW, now=lambda: NOW)
    assert content is None or database.read_bytes() == before


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot open"):
        start(tmp_path, HOLLOW, now=lambda: NOW)


def test_an_activity_at_a_skipped_time_cannot_be_stocked() -> None:
    skipped = an_activity(start=datetime(2027, 3, 28, 2, 30))  # noqa: DTZ001 - local wall time
    with pytest.raises(FixtureError) as caught:
        start(None, Fixtures(locations=(a_studio(skipped),)), now=lambda: NOW)
    assert caught.value.path == "locations[0].activities[0].date"


def test_an_activity_id_cannot_be_stocked_twice(tmp_path: Path) -> None:
    studios = (a_studio(an_activity(id=5)), a_studio(an_activity(id=5), id=102))
    with pytest.raises(FixtureError) as caught:
        start(tmp_path / "x.db", Fixtures(locations=studios), now=lambda: NOW)
    assert caught.value.path == "locations[1].activities[0].id"
    with start(tmp_path / "x.db", Fixtures(locations=studios[:1]), now=lambda: NOW) as sandbox:
        assert [row["id"] for row in sandbox.activities(101)] == [5]


@pytest.mark.parametrize("host", ["0.0.0.0", "example.test", "", "::"])
def test_serving_beyond_loopback_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        serve(None, HOLLOW, host=host, port=0, now=lambda: NOW)


def test_serving_blocks_until_it_is_stopped() -> None:
    script = (
        "import datetime, reconciler.sandbox as s\n"
        "s.serve(None, s.Fixtures(), port=0, now=lambda: datetime.datetime.now(datetime.UTC),"
        " ready=lambda url: print(url, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        answer = httpx.get(f"{url}/locations/1/events", headers=HEADERS, trust_env=False)
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert answer.status_code == 404
    assert errors == ""


def test_a_port_that_is_taken_is_an_os_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve(None, HOLLOW, port=taken.getsockname()[1], now=lambda: NOW)


def test_no_thread_is_left() -> None:
    before = threading.active_count()
    with start(None, HOLLOW, now=lambda: NOW):
        pass
    assert threading.active_count() == before


def test_importing_the_front_loads_no_server() -> None:
    late = ("starlette", "uvicorn", "sqlite3", "asyncio")
    script = f"import sys, reconciler.sandbox; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

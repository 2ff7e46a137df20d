"""Measures reads and creates over loopback: `python -m tests.bench.traffic CASE FOLDER URL RUNS [COUNT]`.

CASE is `fetch-activities`, `fetch-events` or `create`; URL is a stand-in that serves FOLDER. The
anchor is a bare httpx loop that sends the same requests and decodes each answer with
json.loads. Prints {"count", "ours", "anchor", "cpu_s"} as stages.py does; `cpu_s` is the
processor time of ours, a list too. Every run of `create` fills two empty copies.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from reconciler.altegio import BookingSystem, Edition, ReadClient, Secret, WriteClient, read_activities
from reconciler.altegio.asking import create_body, list_path
from reconciler.apply.execute import carry_out
from reconciler.apply.journal import Journal
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created
from reconciler.model.schedule import Location, Schedule
from reconciler.sandbox import PARTNER_TOKEN, USER_TOKEN
from tests.bench.loading import load, wanted_by_location
from tests.bench.timetable import COPY_STEP

_HEADERS = {
    "Accept": "application/vnd.api.v2+json",
    "Authorization": f"Bearer {PARTNER_TOKEN}, User {USER_TOKEN}",
}


class _Recorder(httpx.BaseTransport):
    """Notes the addresses of all requests on their way."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self._network = httpx.HTTPTransport(verify=False, trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.addresses.append(str(request.url))
        return self._network.handle_request(request)

    def close(self) -> None:
        self._network.close()


def fetch(edition: Edition, schedule: Schedule, url: str, runs: int) -> dict[str, Any]:
    """A complete read of the first location, and the same addresses one after the other."""
    location = schedule.timetables[0].location
    wanted = wanted_by_location(schedule)[location.key]
    recorder = _Recorder()
    with ReadClient(_system(url, edition), transport=recorder) as client:
        found = _read(client, location, wanted)
    assert found == len(wanted), f"read {found} of {len(wanted)} activities"

    def ours() -> None:
        with ReadClient(_system(url, edition)) as client:
            _read(client, location, wanted)

    def bare() -> None:
        with httpx.Client(headers=_HEADERS, trust_env=False, verify=False) as client:
            for address in recorder.addresses:
                json.loads(client.get(address).content)

    figures = [_timed(task) for _ in range(runs) for task in (ours, bare)]
    return _answer(len(recorder.addresses), figures[::2], figures[1::2])


def _read(client: ReadClient, location: Location, wanted: Sequence[Occurrence]) -> int:
    tomorrow = datetime.now(ZoneInfo(location.timezone)).replace(tzinfo=None) + timedelta(days=1)
    first, last = tomorrow.replace(microsecond=0), wanted[-1].start + timedelta(days=1)
    per_day = max(1, len(wanted) // (last - first).days)
    return len(
        read_activities(client, location.id, location.timezone, first, last, per_day=per_day).activities
    )


def create(schedule: Schedule, url: str, runs: int, count: int) -> dict[str, Any]:
    """So many creates through writer and journal, and the same bodies posted one after the other."""
    table = schedule.timetables[0]
    wanted = wanted_by_location(schedule)[table.location.key][:count]
    system = _system(url, "activities")
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs):
            copies = [_moved(wanted, table.location.id + (2 * run + n) * COPY_STEP) for n in (1, 2)]
            journal = Path(folder) / f"{run}.jsonl"
            ours.append(_timed(lambda: _carried_out(copies[0], system, journal)))  # noqa: B023 - called at once
            bare.append(_timed(lambda: _posted(copies[1], url)))  # noqa: B023 - called at once
    return _answer(len(wanted), ours, bare)


def _moved(wanted: Sequence[Occurrence], location_id: int) -> list[Occurrence]:
    return [one._replace(series=one.series._replace(location_id=location_id)) for one in wanted]


def _carried_out(wanted: Sequence[Occurrence], system: BookingSystem, path: Path) -> None:
    with WriteClient(system) as writer, Journal(path, {}) as journal:
        outcomes = list(carry_out(wanted, writer, journal, stopping=lambda: False, sleep=time.sleep))
    assert all(isinstance(one, Created) for one in outcomes), "a create was refused"


def _posted(wanted: Sequence[Occurrence], url: str) -> None:
    address = url + list_path("activities", wanted[0].series.location_id)
    with httpx.Client(headers=_HEADERS, trust_env=False, verify=False) as client:
        for one in wanted:
            answer = client.post(address, json=create_body(one))
            assert answer.status_code == 201, answer.text
            json.loads(answer.content)


def _system(url: str, edition: Edition) -> BookingSystem:
    return BookingSystem(
        base_url=url, partner_token=Secret(PARTNER_TOKEN), user_token=Secret(USER_TOKEN), edition=edition
    )


def _timed(task: Callable[[], object]) -> tuple[float, float]:
    gc.collect()
    began, cpu = time.perf_counter(), time.process_time()
    task()
    return time.perf_counter() - began, time.process_time() - cpu


def _answer(
    count: int, ours: Sequence[tuple[float, float]], anchor: Sequence[tuple[float, float]]
) -> dict[str, Any]:
    return {
        "count": count,
        "ours": [wall for wall, _ in ours],
        "anchor": [wall for wall, _ in anchor],
        "cpu_s": [cpu for _, cpu in ours],
    }


def main(case: str, folder: str, url: str, runs: str, count: str = "0") -> None:
    """Print the figures of one case."""
    schedule = load(Path(folder))
    match case:
        case "fetch-activities":
            found = fetch("activities", schedule, url, int(runs))
        case "fetch-events":
            found = fetch("events", schedule, url, int(runs))
        case "create":
            found = create(schedule, url, int(runs), int(count))
        case _:
            raise SystemExit(f"there is no case {case!r}")
    print(json.dumps(found))


if __name__ == "__main__":
    gc.set_threshold(200_000, 20, 100)  # as the command sets it
    main(*sys.argv[1:])

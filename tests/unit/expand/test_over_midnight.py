"""Classes over midnight and without an end, from the file to the list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reconciler.cli.root import run

HEAD = """version: 1
location: mitte
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
staff: {Anna: 5511}
services: {Yoga Flow: 9001}
defaults: {service: Yoga Flow, staff: Anna, capacity: 9}
publish: {ahead: 6 weeks}
"""


def listed(folder: Path, line: str, *options: str) -> int:
    file = folder / "s.yaml"
    file.write_text(f"{HEAD}classes:\n  - {{id: late, {line}}}\n", encoding="utf-8")
    return run(["expand", str(file), "--format", "json", *options])


@pytest.mark.parametrize("at", ['at: "23:30", duration: 90m', 'at: "23:30-01:00"'])
def test_the_date_of_a_class_over_midnight_is_that_of_its_start(
    at: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert listed(tmp_path, f"on: 2026-09-11, {at}") == 0
    (one,) = json.loads(capfd.readouterr().out)["occurrences"]
    assert one["address"] == "mitte/late/2026-09-11"
    assert (one["start"], one["end"]) == ("2026-09-11T23:30:00", "2026-09-12T01:00:00")


def test_a_list_of_classes_without_an_end_wants_a_last_date(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    line = 'every: mon, seasons: always, from: 2026-09-07, at: "18:30-19:25"'
    assert listed(tmp_path, line) == 64
    assert "--to" in capfd.readouterr().err
    assert listed(tmp_path, line, "--to", "2026-09-20") == 0
    assert len(json.loads(capfd.readouterr().out)["occurrences"]) == 2

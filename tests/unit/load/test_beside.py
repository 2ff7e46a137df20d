"""Files that a schedule file names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reconciler.load import Project, Source, load_schedule
from reconciler.load.beside import MOST_BYTES, read_beside
from reconciler.model.diagnostic import Diagnostic, Span

HERE = Span("schedules/mitte.yaml", 7, 3, 7, 9)
ICS = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261005\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / "schedules").mkdir(parents=True)
    (project / "shared").mkdir()
    (project / "schedules" / "pool.ics").write_bytes(ICS)
    (project / "shared" / "city.ics").write_bytes(ICS)
    (tmp_path / "outside.ics").write_bytes(ICS)
    return project


def code(root: Path, written: str, schedule: str = "schedules/mitte.yaml") -> str:
    found = read_beside(root, schedule, written, HERE)
    assert isinstance(found, Diagnostic)
    assert found.span == HERE
    assert found.hint
    return found.code


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("pool.ics", "schedules/pool.ics"),
        ("./pool.ics", "schedules/pool.ics"),
        ("../shared/city.ics", "shared/city.ics"),
    ],
)
def test_a_file_is_found_beside_the_one_that_names_it(root: Path, written: str, name: str) -> None:
    assert read_beside(root, "schedules/mitte.yaml", written, HERE) == Source(name, ICS)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lake.ics", "FIL001"),
        ("../../outside.ics", "FIL007"),
        ("../../../../../../../etc/hosts.ics", "FIL007"),
        ("/etc/hosts.ics", "FIL005"),
        ("~/pool.ics", "FIL005"),
        ("https://example.com/pool.ics", "FIL005"),
        ("C:pool.ics", "FIL005"),
        ("..\\\\pool.ics", "FIL005"),
        ("pool.ics\0", "FIL005"),
        ("mitte.yaml", "FIL005"),
        ("x" * 5000 + ".ics", "FIL003"),
    ],
)
def test_what_must_not_or_cannot_be_read_is_said(root: Path, written: str, expected: str) -> None:
    assert code(root, written) == expected


def test_a_link_out_of_the_project_is_not_followed(root: Path, tmp_path: Path) -> None:
    (root / "schedules" / "link.ics").symlink_to(tmp_path / "outside.ics")
    assert code(root, "link.ics") == "FIL007"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_or_a_folder_is_no_calendar(root: Path) -> None:
    os.mkfifo(root / "schedules" / "pipe.ics")
    (root / "schedules" / "folder.ics").mkdir()
    assert (code(root, "pipe.ics"), code(root, "folder.ics")) == ("FIL002", "FIL002")


def test_a_file_may_be_so_large_and_no_larger(root: Path) -> None:
    large = root / "schedules" / "large.ics"
    large.write_bytes(b"x" * MOST_BYTES)
    assert isinstance(read_beside(root, "schedules/mitte.yaml", "large.ics", HERE), Source)
    large.write_bytes(b"x" * (MOST_BYTES + 1))
    assert code(root, "large.ics") == "FIL010"


def test_a_schedule_file_from_elsewhere_has_its_own_folder(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pool.ics").write_bytes(ICS)
    name = (elsewhere / "mitte.yaml").as_posix()
    assert isinstance(read_beside(root, name, "pool.ics", HERE), Source)
    assert code(root, "../outside.ics", name) == "FIL007"


def test_what_was_read_belongs_to_what_was_loaded(root: Path) -> None:
    text = (
        b"version: 1\nlocations: {mitte: {id: 101, timezone: Europe/Berlin}}\n"
        b"calendars: {pool: {file: pool.ics}}\nclosed_days: {calendar: pool}\n"
    )
    loaded = load_schedule([Source("schedules/mitte.yaml", text)], Project(), root)
    assert loaded.diagnostics == ()
    assert loaded.attached == (Source("schedules/pool.ics", ICS),)
    assert loaded.schedule is not None
    (entry,) = loaded.schedule.timetables[0].calendars["pool"].entries
    assert entry.days.first.isoformat() == "2026-10-05"


def test_what_is_wrong_in_the_file_says_who_names_it(root: Path) -> None:
    (root / "schedules" / "pool.ics").write_bytes(ICS.replace(b";VALUE=DATE:20261005", b":20261005T100000"))
    text = (
        b"version: 1\nlocations: {mitte: {id: 101, timezone: Europe/Berlin}}\n"
        b"calendars: {pool: {file: pool.ics}}\nclosed_days: {calendar: pool}\n"
    )
    loaded = load_schedule([Source("schedules/mitte.yaml", text)], Project(), root)
    assert loaded.schedule is None
    (found,) = loaded.diagnostics
    assert (found.code, found.span and found.span.file) == ("CHK044", "schedules/pool.ics")
    assert [(words, span.file, span.line) for words, span in found.related] == [
        ("named here", "schedules/mitte.yaml", 3)
    ]

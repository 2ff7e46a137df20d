"""`--calendars` through the real command: who left, what is only a part, and folders that cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from calendars import read_calendar
from e2e.rehearsal import Studio


def statuses(file: Path) -> set[str]:
    return {one.status for one in read_calendar(file.read_bytes())[1]}


def test_the_calendar_of_a_teacher_who_left_takes_off_what_was_to_come(studio: Studio) -> None:
    studio.ok("expand", "--calendars", "cal")
    studio.edit("schedules/autumn.yaml", "staff: Ben", "staff: Anna")
    said = studio.ok("expand", "--calendars", "cal").err
    ben = studio.folder / "cal/desired/mitte/teachers/ben.ics"
    assert "they take off what was to come: desired/mitte/teachers/ben.ics." in said
    assert statuses(ben) == {"CANCELLED"}
    assert statuses(ben.with_name("anna.ics")) == {"CONFIRMED"}
    assert "ben.ics" not in studio.ok("expand", "--calendars", "cal").err


def test_a_part_of_the_timetable_says_so_and_takes_nothing_off(studio: Studio) -> None:
    studio.ok("plan", "--calendars", "cal")
    said = studio.ok("plan", "--calendars", "cal", "--target", "mitte/yoga-*").err
    assert (
        "Only a part of the timetable is in them, so other calendars of the folder stay as they are." in said
    )
    assert statuses(studio.folder / "cal/proposed/mitte/teachers/ben.ics") == {"CONFIRMED"}


@pytest.mark.parametrize("command", ["plan", "expand"])
def test_a_folder_that_cannot_be_is_refused_before_anything_is_read(studio: Studio, command: str) -> None:
    (studio.folder / "file").write_text("mine")
    for name, words in (
        ("file", "file is a file, so no calendars can be written into it"),
        ("file/below", "file is a file, so no calendars can be written into it"),
        ("", "--calendars names no folder"),
        (" ", "--calendars names no folder"),
    ):
        ran = studio.run(command, "--calendars", name)
        assert (ran.status, ran.out) == (64, "")
        assert ran.err.startswith(f"error: {words}\n  help: ")
    assert studio.requests() == []
    assert (studio.folder / "file").read_text() == "mine"


def test_a_name_that_no_disk_takes_is_an_error_in_words(studio: Studio) -> None:
    ran = studio.run("expand", "--calendars", "x" * 300)
    assert ran.status == 1
    assert ran.err.startswith("error: the calendars cannot be written into xxx")
    assert "help: name a folder after --calendars" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_refused(studio: Studio) -> None:
    locked = studio.folder / "locked"
    locked.mkdir(mode=0o500)
    ran = studio.run("expand", "--calendars", "locked/cal")
    assert ran.status == 64
    assert "takes no files: permission denied" in ran.err


def test_a_file_of_somebody_else_is_never_overwritten(studio: Studio) -> None:
    file = studio.folder / "cal/desired/mitte.ics"
    file.parent.mkdir(parents=True)
    file.write_text("holidays of the house")
    ran = studio.run("expand", "--calendars", "cal")
    assert ran.status == 1
    assert "mitte.ics is not a calendar of this tool, so it is not overwritten" in ran.err
    assert file.read_text() == "holidays of the house"
    assert [path.name for path in (studio.folder / "cal/desired").iterdir()] == ["mitte.ics"]

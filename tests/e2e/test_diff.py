"""`reconciler diff` between real revisions of real git repositories, offline and without tokens."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from calendars import read_calendar
from e2e.rehearsal import Ran, command

PROJECT = """\
version: 1
schedules: [schedules/*.yaml]
locations:
  mitte:
    id: 101
    timezone: Europe/Berlin
    staff: {Anna: 11, Ben: 12}
    services: {Yoga: 501, Pilates: 502}
    rooms: {big hall: 31, small hall: 32}
"""
AUTUMN = """\
version: 1
location: mitte
seasons:
  autumn: {from: 2035-09-03, to: 2035-09-30}
defaults: {duration: 60m, capacity: 12}
classes:
  - {id: yoga, service: Yoga, staff: Anna, room: big hall, every: [mon, wed], at: "18:30"}
  - {id: pilates, service: Pilates, staff: Ben, room: small hall, every: tue, at: "12:00"}
"""
ALONE = (
    AUTUMN.replace("location: mitte", "locations: {mitte: {id: 101, timezone: Europe/Berlin}}")
    + """\
staff: {Anna: 11, Ben: 12}
services: {Yoga: 501, Pilates: 502}
rooms: {big hall: 31, small hall: 32}
"""
)
"""A schedule that needs no project file."""
PROGRAMS = (
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "core.alternateRefsCommand",
    "filter.x.smudge",
    "filter.x.clean",
    "diff.x.textconv",
    "gpg.program",
)
"""Settings of a repository that name programs."""
NOTHING = "No changes. The timetable is the same in HEAD"


class Checkout:
    """A repository with one commit of a small studio."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *arguments: str) -> str:
        identity = [
            "-c",
            "user.name=Studio",
            "-c",
            "user.email=studio@example.org",
            "-c",
            "protocol.file.allow=always",
        ]
        done = subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def commit(self, message: str = "change") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def diff(self, *arguments: str, status: int = 0, **variables: str) -> Ran:
        kept = {
            "PATH": os.environ["PATH"],
            "PYTHONUTF8": "1",
            "GIT_CEILING_DIRECTORIES": str(self.folder.parent),
        }
        done = subprocess.run(
            command(("diff", *arguments)), cwd=self.folder, env={**kept, **variables}, capture_output=True,
            text=True, check=False, timeout=60,
        )  # fmt: skip
        ran = Ran(done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in ran.said, ran.said
        assert ran.status == status, ran
        return ran

    def summary(self, *arguments: str) -> tuple[int, int, int, int]:
        summary = json.loads(self.diff(*arguments, "--format", "json").out)["summary"]
        return summary["add"], summary["change"], summary["destroy"], summary["no_op"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    found = Checkout(tmp_path / "studio")
    found.write("reconciler.yaml", PROJECT)
    found.write("schedules/autumn.yaml", AUTUMN)
    found.git("init", "--quiet", "--initial-branch=main")
    found.commit("first")
    return found


def test_an_unchanged_working_tree_has_no_changes(checkout: Checkout) -> None:
    assert checkout.diff("HEAD", "--detailed-exitcode").out.startswith(NOTHING)


def test_an_edit_that_is_not_committed_is_compared(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    ran = checkout.diff("HEAD", "--detailed-exitcode", status=2)
    assert "~ Mon, Wed 18:30-19:30 -> 18:45-19:45" in ran.out
    assert "8 classes, 3 to 26 Sep 2035" in ran.out
    assert ran.out.endswith("Diff: 0 to add, 8 to change, 0 to destroy.\n")


def test_two_revisions_are_compared_whatever_the_working_tree_holds(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "staff: Ben", "staff: Anna")
    checkout.commit()
    checkout.write("schedules/autumn.yaml", "this is no timetable")
    assert "Ben -> Anna" in checkout.diff("HEAD~1", "HEAD").out
    assert "Anna -> Ben" in checkout.diff("HEAD..HEAD~1").out


def test_three_dots_leave_out_what_the_other_branch_did(checkout: Checkout) -> None:
    checkout.git("switch", "--quiet", "--create", "more")
    checkout.edit("schedules/autumn.yaml", "every: tue", "every: [tue, thu]")
    checkout.commit()
    checkout.git("switch", "--quiet", "main")
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    checkout.commit()
    assert checkout.summary("main..more") == (4, 8, 0, 4)
    assert checkout.summary("main...more") == (4, 0, 0, 12)


def test_the_working_tree_and_the_index_stay_as_they_are(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    before = checkout.git("status", "--porcelain"), sorted(checkout.folder.rglob("*"))
    checkout.diff("HEAD")
    assert (checkout.git("status", "--porcelain"), sorted(checkout.folder.rglob("*"))) == before


def test_a_renamed_file_changes_nothing(checkout: Checkout) -> None:
    checkout.git("mv", "schedules/autumn.yaml", "schedules/herbst.yaml")
    assert checkout.diff("HEAD").out.startswith(NOTHING)


def test_a_project_that_moved_to_another_folder_changes_nothing(checkout: Checkout) -> None:
    (checkout.folder / "studios").mkdir()
    checkout.git("mv", "reconciler.yaml", "schedules", "studios")
    checkout.commit()
    assert checkout.diff("HEAD~1", "HEAD", "--path", "studios").out.startswith("No changes.")
    assert checkout.diff("HEAD~1", "--path", "studios").out.startswith("No changes.")


def test_a_renamed_class_is_not_gone_and_new(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "id: yoga", "id: yoga-flow")
    ran = checkout.diff("HEAD")
    assert "mitte/yoga -> mitte/yoga-flow  (8 classes)" in ran.out
    assert "No changes." in ran.out


def test_a_closure_is_named_with_what_it_takes_out(checkout: Checkout) -> None:
    text = "closures: [{on: 2035-09-10 to 2035-09-11, because: burst pipe}]\nclasses:"
    checkout.edit("schedules/autumn.yaml", "classes:", text)
    ran = checkout.diff("HEAD")
    assert (
        "- 2 classes, Mon 10 Sep, Tue 11 Sep 2035: closed: burst pipe  (schedules/autumn.yaml:6)" in ran.out
    )
    assert "mitte/pilates, mitte/yoga" in ran.out


def test_the_first_timetable_of_a_repository_is_all_new(checkout: Checkout) -> None:
    checkout.git("rm", "--quiet", "-r", "--cached", ".")
    checkout.git("commit", "--quiet", "--message", "empty", "--allow-empty")
    ran = checkout.diff("HEAD")
    assert "HEAD has no timetable here, so all of it is new." in ran.err
    assert ran.out.endswith("Diff: 12 to add, 0 to change, 0 to destroy.\n")


def test_a_schedule_file_without_a_project_is_compared(tmp_path: Path) -> None:
    alone = Checkout(tmp_path / "alone")
    alone.write("winter.yaml", ALONE)
    alone.git("init", "--quiet")
    alone.commit()
    alone.edit("winter.yaml", "18:30", "18:45")
    assert "18:30-19:30 -> 18:45-19:45" in alone.diff("HEAD", "--path", "winter.yaml").out


def test_a_scope_narrows_what_is_compared(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "capacity: 12", "capacity: 10")
    assert checkout.summary("HEAD") == (0, 12, 0, 0)
    assert checkout.summary("HEAD", "--target", "mitte/pilates") == (0, 4, 0, 0)
    assert checkout.summary("HEAD", "--from", "2035-09-24") == (0, 3, 0, 0)


def test_a_season_that_only_one_side_knows_can_be_asked_for(checkout: Checkout) -> None:
    checkout.edit(
        "schedules/autumn.yaml", "defaults:", "  winter: {from: 2035-12-03, to: 2035-12-09}\ndefaults:"
    )
    checkout.edit("schedules/autumn.yaml", 'at: "12:00"', 'at: "12:00", seasons: [autumn, winter]')
    checkout.edit("schedules/autumn.yaml", 'at: "18:30"', 'at: "18:30", seasons: autumn')
    assert checkout.summary("HEAD", "--season", "winter") == (1, 0, 0, 0)
    assert "winter" in checkout.diff("HEAD", "--season", "sumer", status=64).err


def test_an_unknown_revision_is_refused_with_a_remedy(checkout: Checkout) -> None:
    assert 'git knows no revision "no-such"' in checkout.diff("no-such", status=64).err
    assert "git knows no revision" in checkout.diff("--", "--output=x", status=64).err
    assert not (checkout.folder / "x").exists()


def test_a_shallow_clone_says_what_to_fetch(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    checkout.commit()
    shallow = Checkout(checkout.folder.parent / "shallow")
    checkout.git("clone", "--quiet", "--depth=1", f"file://{checkout.folder}", str(shallow.folder))
    assert shallow.diff("HEAD").out.startswith(NOTHING)
    refused = shallow.diff("HEAD~1", status=64)
    assert "This clone is shallow" in refused.err
    assert "git fetch --unshallow" in refused.err
    shallow.git("fetch", "--quiet", "--unshallow")
    assert "18:30-19:30 -> 18:45-19:45" in shallow.diff("HEAD~1").out


def test_branches_that_do_not_meet_in_a_shallow_clone_say_so(checkout: Checkout) -> None:
    checkout.git("switch", "--quiet", "--create", "more")
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    checkout.commit()
    shallow = Checkout(checkout.folder.parent / "shallow")
    checkout.git(
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        f"file://{checkout.folder}",
        str(shallow.folder),
    )
    assert "as far as this shallow clone goes" in shallow.diff("origin/main...HEAD", status=64).err
    assert "18:30-19:30 -> 18:45-19:45" in shallow.diff("origin/main..HEAD").out


def test_a_partial_clone_fetches_nothing_and_says_so(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    checkout.commit()
    checkout.git("config", "uploadpack.allowFilter", "true")
    partial = Checkout(checkout.folder.parent / "partial")
    checkout.git("clone", "--quiet", "--filter=blob:none", f"file://{checkout.folder}", str(partial.folder))
    refused = partial.diff("HEAD~1", status=1)
    assert "nothing is fetched while comparing" in refused.err


def test_outside_of_git_there_is_nothing_to_compare(tmp_path: Path) -> None:
    alone = Checkout(tmp_path / "alone")
    alone.write("reconciler.yaml", PROJECT)
    alone.write("schedules/autumn.yaml", AUTUMN)
    assert "not in a git repository" in alone.diff("HEAD", status=64).err


def test_an_invalid_earlier_revision_is_named(checkout: Checkout) -> None:
    checkout.write("schedules/autumn.yaml", "version: 1\nclases: []\n")
    checkout.commit()
    checkout.write("schedules/autumn.yaml", AUTUMN)
    assert "the files of HEAD are invalid" in checkout.diff("HEAD", status=65).err


def test_what_is_wrong_with_the_dates_is_said_beside_what_changes(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "every: tue", "every: tue, expect: {sessions: 7}")
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    ran = checkout.diff("HEAD", status=65)
    assert "EXP015" in ran.err
    assert "18:30-19:30 -> 18:45-19:45" in ran.out
    assert 'In the files: 1 error. "reconciler validate" tells it.' in ran.out
    comment = checkout.diff("HEAD", "--format", "markdown", status=65).out
    assert "#### In the files: 1 error\n\n- `error` EXP015: " in comment


def test_settings_of_a_repository_make_git_run_nothing(checkout: Checkout, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    program.chmod(0o755)
    for key in PROGRAMS:
        checkout.git("config", key, str(program))
    checkout.git("config", "log.showSignature", "true")
    checkout.write(".gitattributes", "* filter=x diff=x\n")
    checkout.diff("HEAD~0", "HEAD")
    checkout.diff("HEAD")
    assert not trap.exists()


def test_links_in_a_revision_are_not_followed(checkout: Checkout) -> None:
    (checkout.folder / "schedules/secret.yaml").symlink_to("/etc/hostname")
    checkout.commit()
    (checkout.folder / "schedules/secret.yaml").unlink()
    assert checkout.diff("HEAD").out.startswith(NOTHING)


@pytest.mark.parametrize("form", ["text", "grid", "markdown", "html", "json", "csv", "ics"])
def test_every_format_shows_it_and_the_same_twice(checkout: Checkout, form: str) -> None:
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    now = {"RECONCILER_NOW": "2035-09-01T09:00:00+02:00"}  # a calendar says when it was made
    first = checkout.diff("HEAD", "--format", form, **now).out
    assert "184500" in first if form == "ics" else "18:45" in first
    assert checkout.diff("HEAD", "--format", form, **now).out == first


def test_the_spreadsheet_has_a_row_for_each_class_with_what_happens_to_it(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", '"18:30"}', '"18:45"}')
    checkout.edit(
        "schedules/autumn.yaml",
        "id: pilates, service: Pilates, staff: Ben",
        "id: noon, service: Yoga, staff: Anna",
    )
    rows = list(csv.DictReader(io.StringIO(checkout.diff("HEAD", "--format", "csv").out)))
    assert Counter(row["change"] for row in rows) == {"update": 8, "was": 8, "create": 4, "delete": 4}
    by_change = {row["change"]: row for row in rows}
    assert by_change["update"]["start"].endswith("18:45:00")
    assert by_change["was"]["start"].endswith("18:30:00")
    assert by_change["delete"]["service"] == "Pilates"


def test_the_calendar_takes_off_what_ends_and_keeps_the_entry_of_what_changes(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", '"18:30"}', '"18:45"}')
    checkout.edit("schedules/autumn.yaml", "every: tue", "every: thu")
    entries = read_calendar(checkout.diff("HEAD", "--format", "ics").out.replace("\n", "\r\n").encode())[1]
    assert Counter((one.summary, one.status) for one in entries) == {
        ("Yoga", "CONFIRMED"): 8,
        ("Pilates", "CONFIRMED"): 4,
        ("Cancelled: Pilates", "CANCELLED"): 4,
    }
    assert {one.uid.split("/")[1] for one in entries} == {"yoga", "pilates"}


def test_calendars_of_teachers_and_rooms_are_written_beside_the_comparison(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "service: Pilates, staff: Ben", "service: Pilates, staff: Anna")
    ran = checkout.diff("HEAD", "--calendars", "cal")
    assert "Wrote 10 calendars into cal." in ran.err
    folder = checkout.folder / "cal"
    assert {path.name for path in folder.iterdir()} == {"before", "after", "calendars.json"}
    ben = read_calendar((folder / "after/mitte/teachers/ben.ics").read_bytes())[1]
    assert {(one.status, one.description) for one in ben} == {("CANCELLED", "Now: Anna · small hall")}
    checkout.diff("HEAD", "--calendars", "cal", "--quiet")


def test_the_week_is_drawn_for_each_teacher(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    shown = checkout.diff("HEAD", "--format", "grid", "--by", "teacher").out
    assert "mitte, Anna: the week" in shown
    assert "mitte, Ben: the week" in shown


def test_a_saved_comparison_can_be_shown_but_not_applied(checkout: Checkout) -> None:
    checkout.edit("schedules/autumn.yaml", "18:30", "18:45")
    text = checkout.diff("HEAD", "--json-into", "diff.json").out
    shown = subprocess.run(
        command(("show", "diff.json")),
        cwd=checkout.folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert shown.stdout == text
    applied = subprocess.run(
        command(("apply", "diff.json")),
        cwd=checkout.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert applied.returncode == 64
    assert "compares two revisions" in applied.stderr

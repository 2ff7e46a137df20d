"""What comes out: formats, streams, colours, and the same bytes everywhere."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from calendars import read_calendar
from e2e import terminal
from e2e.rehearsal import CREATES, NO_CHANGES, PILATES_NOONS, YOGA_EVENINGS, Ran, Studio, saved
from icalendar import Calendar

CLOCK = {"RECONCILER_NOW": "2035-08-20T09:00:00+02:00"}
HEAVY = (
    "yaml", "jsonschema", "jsonschema_rs", "httpx", "deepdiff", "jinja2", "rich", "holidays", "filelock",
    "tenacity", "pyrate_limiter", "icalendar", "msgspec", "starlette", "uvicorn", "tzdata",
    "reconciler.model.schedule", "reconciler.model.plan",
)  # fmt: skip
COMMANDS = (
    "init",
    "validate",
    "expand",
    "explain",
    "plan",
    "diff",
    "show",
    "apply",
    "sandbox",
    "doctor",
    "schema",
    "completion",
)


def test_the_event_stream_is_valid_and_tells_every_create(studio: Studio) -> None:
    lines = studio.ok("apply", "--auto-approve", "--json").lines()
    kinds = [line["type"] for line in lines]
    assert kinds == [
        "version",
        *["planned_change"] * CREATES,
        "change_summary",
        *["apply_complete"] * CREATES,
        "change_summary",
    ]
    assert all(line["@message"] and line["@timestamp"].endswith("Z") for line in lines)
    ids = [int(line["hook"]["id_value"]) for line in lines if line["type"] == "apply_complete"]
    assert sorted(ids) == sorted(row["id"] for row in studio.rows())
    assert lines[-1]["changes"]["add"] == CREATES
    again = studio.ok("apply", "--auto-approve", "--json").lines()
    assert [line["type"] for line in again] == ["version", "change_summary"]
    assert again[-1]["changes"]["add"] == 0
    studio.settles()


def test_the_json_of_a_plan_fits_its_schema_on_stdout_and_in_files(studio: Studio) -> None:
    shown = studio.ok("plan", "--format", "json", "--out", "plan.json", "--json-into", "view.json")
    assert shown.out == (studio.folder / "plan.json").read_text(encoding="utf-8")
    assert shown.out == (studio.folder / "view.json").read_text(encoding="utf-8")
    schema = json.loads(studio.ok("schema", "plan").out)
    jsonschema.validate(json.loads(shown.out), schema)


def test_expand_lists_the_same_classes_in_every_format(studio: Studio) -> None:
    starts = sorted([*YOGA_EVENINGS, *PILATES_NOONS])
    view = json.loads(studio.ok("expand", "--format", "json").out)
    assert [each["start"].replace("T", " ") for each in view["occurrences"]] == starts
    rows = list(csv.DictReader(io.StringIO(studio.ok("expand", "--format", "csv").out)))
    assert len(rows) == CREATES
    calendar = Calendar.from_ical(studio.ok("expand", "--format", "ics", **CLOCK).out)
    assert len([part for part in calendar.walk() if part.name == "VEVENT"]) == CREATES
    table = studio.ok("expand").out
    for start in starts:
        assert start[11:16] in table
    assert studio.requests() == []


def test_expand_knows_neither_tokens_nor_today(studio: Studio) -> None:
    studio.edit(
        "schedules/autumn.yaml", "from: 2035-09-03, to: 2035-09-30", "from: 2001-09-03, to: 2001-09-30"
    )
    del studio.variables["ALTEGIO_PARTNER_TOKEN"], studio.variables["ALTEGIO_USER_TOKEN"]
    view = json.loads(studio.ok("expand", "--format", "json", "--to", "2001-09-05").out)
    assert [each["date"] for each in view["occurrences"]] == ["2001-09-03", "2001-09-04", "2001-09-05"]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_validate_says_what_is_wrong_and_where_in_every_format(studio: Studio, form: str) -> None:
    assert studio.run("validate", "--format", form).status == 0
    studio.edit("schedules/autumn.yaml", "service: Yoga", "service: Yogga")
    found = studio.run("validate", "--format", form)
    assert found.status == 65
    assert "schedules/autumn.yaml" in found.out
    assert "Yogga" in found.out
    assert "CHK004" in found.out
    if form in ("json", "sarif"):
        json.loads(found.out)
    assert studio.requests() == []


def test_an_invalid_schedule_is_shown_and_nobody_is_asked(studio: Studio) -> None:
    studio.edit("schedules/autumn.yaml", "every: tue", "every: tuesdays")
    for arguments in (("plan",), ("apply", "--auto-approve"), ("expand",)):
        ran = studio.run(*arguments)
        assert ran.status == 65
        assert ran.out == ""
        assert "schedules/autumn.yaml:8:" in ran.err
        assert "^" in ran.err
    assert studio.requests() == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(studio: Studio, shell: str) -> None:
    script = studio.ok("completion", shell).out
    assert "_RECONCILER_COMPLETE" in script
    assert studio.run("completion", "tcsh").status == 64


def test_completion_offers_the_commands(studio: Studio) -> None:
    offered = studio.run(_RECONCILER_COMPLETE="bash_complete", COMP_WORDS="reconciler ", COMP_CWORD="1").out
    assert {line.partition(",")[2] for line in offered.splitlines()} >= set(COMMANDS)


@pytest.mark.parametrize("which", ["schedule", "project", "plan"])
def test_schemas_are_printed_and_are_schemas(studio: Studio, which: str) -> None:
    schema = json.loads(studio.ok("schema", which).out)
    jsonschema.validators.validator_for(schema).check_schema(schema)
    if which == "schedule":
        assert studio.ok("schema").out == studio.ok("schema", which).out


def test_the_version_names_all_that_a_plan_depends_on(studio: Studio) -> None:
    out = studio.ok("--version").out
    assert out == studio.ok("-q", "--version").out
    for word in ("reconciler ", "Python ", "zone data 20", "holiday data ", "formats schedule 1"):
        assert word in out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_quick_for_it_loads_no_library_but_click(command: str, studio: Studio) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    code = (
        "import sys\nfrom reconciler.cli.root import run\n"
        f"status = run({arguments!r})\n"
        f"print(status, sorted(set({HEAVY!r}) & set(sys.modules)), 'click' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=studio.variables, capture_output=True, text=True, check=True
    )
    assert done.stderr == "0 [] True\n"
    assert "Usage: reconciler" in done.stdout
    assert "Example" in done.stdout or command == "" or "Install" in done.stdout


def test_validation_of_a_valid_project_needs_no_network_library(studio: Studio) -> None:
    code = (
        "import sys\nfrom reconciler.cli.root import run\nstatus = run(['validate'])\n"
        "print(status, sorted({'httpx', 'uvicorn', 'starlette', 'rich', 'jinja2', 'deepdiff', 'icalendar'}"
        " & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=studio.folder,
        env=studio.variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "0 []\n"


def test_a_plan_has_the_same_bytes_whatever_surrounds_it(a_studio: Callable[..., Studio]) -> None:
    surroundings: list[dict[str, str]] = [
        {"TZ": "UTC", "PYTHONHASHSEED": "0"},
        {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711"},
        {"PYTHONTZPATH": "/nowhere", "COLUMNS": "250", "TERM": "xterm-256color", "PYTHONHASHSEED": "2"},
    ]
    files = {
        f"schedules/{name}.yaml": "version: 1\nlocation: mitte\ndefaults: {duration: 45m, capacity: 8}\n"
        f"classes:\n  - {{id: {name}, service: Yoga, staff: Ben, every: {day}, at: '09:00'}}\n"
        for name, day in (("early", "thu"), ("zumba", "fri"), ("more", "sat"))
    }
    plans, texts = set(), set()
    for number, surrounding in enumerate(surroundings):
        studio = a_studio()
        studio.edit("reconciler.yaml", studio.sandbox.url, "https://api.example.org/api/v2")
        for name in sorted(files, reverse=bool(number % 2)):
            studio.write(name, files[name])
        ran = studio.ok("plan", "--env", "sandbox", "--out", "plan.json", **CLOCK, **surrounding)
        plans.add((studio.folder / "plan.json").read_bytes())
        if "COLUMNS" not in surrounding:
            texts.add(ran.out)
    assert len(plans) == 1
    assert len(texts) == 1


def test_all_that_is_kept_is_for_its_owner_only(studio: Studio) -> None:
    for arguments in (
        ("plan", "--out", "plan.json", "--json-into", "view.json"),
        ("apply", "plan.json"),
        ("plan", "--env", "sandbox"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "reconciler", *arguments],
            cwd=studio.folder,
            env=studio.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            umask=0,
        )
        assert done.returncode == 0, done.stderr
    kept = [studio.folder / "plan.json", studio.folder / "view.json", studio.folder / ".reconciler"]
    kept += list((studio.folder / ".reconciler").rglob("*"))
    assert len(kept) > 10
    loose = {
        path.relative_to(studio.folder).as_posix(): oct(stat.S_IMODE(path.stat().st_mode))
        for path in kept
        if stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)
    }
    assert loose == {}
    studio.settles()


def test_a_reader_that_has_seen_enough_gets_no_traceback(studio: Studio) -> None:
    """`expand | head -1`, on each way out."""
    for arguments in (["expand"], ["plan", "--out", "plan.json"], ["schema"], ["--help"], ["plan", "--help"]):
        read_end, write_end = os.pipe()
        os.close(read_end)
        done = subprocess.run(
            [sys.executable, "-m", "reconciler", *arguments],
            cwd=studio.folder,
            env=studio.variables,
            stdin=subprocess.DEVNULL,
            stdout=write_end,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        os.close(write_end)
        assert done.returncode == 0, arguments
        assert "Traceback" not in done.stderr
        assert "error" not in done.stderr
    assert saved(studio)["summary"]["add"] == CREATES


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_was_never_open_is_no_defect(studio: Studio, closed: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m reconciler plan {closed}', sys.executable],
        cwd=studio.folder,
        env=studio.variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def foreign(studio: Studio) -> None:
    studio.edit("reconciler.yaml", "Anna: 11", "Zoë 王芳: 11")
    studio.edit("schedules/autumn.yaml", "staff: Anna", "staff: Zoë 王芳")


def test_a_stdout_that_knows_only_ascii_is_no_obstacle(studio: Studio) -> None:
    foreign(studio)
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    for arguments in (("plan",), ("expand",), ("expand", "--format", "csv"), ("expand", "--format", "ics")):
        assert studio.ok(*arguments, **ascii_only).out.isascii()
    for arguments in (("plan", "--format", "json"), ("expand", "--format", "json")):
        out = studio.ok(*arguments, **ascii_only).out
        assert out.isascii()
        assert "Zoë 王芳" in json.dumps(json.loads(out), ensure_ascii=False)
    assert studio.ok("apply", "--auto-approve", **ascii_only).out.isascii()
    studio.settles()


def test_a_broken_file_is_explained_in_ascii_too(studio: Studio) -> None:
    foreign(studio)
    studio.edit("schedules/autumn.yaml", "staff: Zoë 王芳", "staff: Zoé 王芳")
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    for form in ("text", "json", "github", "sarif", "junit"):
        found = studio.run("validate", "--format", form, **ascii_only)
        assert found.status == 65
        assert found.out.isascii()
    json.loads(studio.run("validate", "--format", "json", **ascii_only).out)


@pytest.mark.parametrize(
    ("options", "variables", "coloured"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_colours_are_used_where_they_are_wanted(
    studio: Studio, options: tuple[str, ...], variables: dict[str, str], coloured: bool
) -> None:
    out = studio.ok("plan", *options, *("--from", "2035-09-01"), **variables).out
    assert ("\x1b[" in out) is coloured


def on_a_terminal(studio: Studio, typed: bytes, *arguments: str, **variables: str) -> Ran:
    """Run the command on a pseudo-terminal, and type something when it asks."""
    screen = terminal.on_a_terminal(studio.folder, {**studio.variables, **variables}, *arguments, typed=typed)
    return Ran(screen.status, screen.text, "")


def test_on_a_terminal_only_yes_is_a_yes(studio: Studio) -> None:
    for answer in (b"y\n", b"Yes\n", b"no\n", b"\n"):
        refused = on_a_terminal(studio, answer, "apply")
        assert refused.status == 1
        assert "apply cancelled; nothing was written" in refused.out
    assert on_a_terminal(studio, b"\x03", "apply").status == 130
    assert studio.run("apply", "--no-input").status == 64
    assert studio.writes() == []
    done = on_a_terminal(studio, b"yes\n", "apply")
    assert done.status == 0
    assert "Apply complete" in done.out
    assert "\x1b[" in done.out
    assert len(studio.bodies()) == CREATES
    studio.settles()


def test_a_dumb_terminal_gets_no_escapes(studio: Studio) -> None:
    shown = on_a_terminal(studio, b"", "plan", TERM="dumb")
    assert shown.status == 0
    assert "\x1b" not in shown.out


def test_quiet_leaves_only_the_result(studio: Studio) -> None:
    ran = studio.ok("plan", "--quiet", "--out", "plan.json")
    assert ran.err == ""
    ran = studio.ok("apply", "plan.json", "-q")
    assert ran.err == ""
    assert studio.ok("-q", "plan").out == NO_CHANGES


def test_a_result_that_has_no_folder_is_an_error_in_words(studio: Studio) -> None:
    refused = studio.run("plan", "--out", "nowhere/plan.json")
    assert refused.status == 1
    assert "nowhere" in refused.err
    assert ".plan.json" not in refused.err


def test_chdir_works_as_if_started_there(studio: Studio, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for arguments in (
        ("--chdir", str(studio.folder), "plan", "--out", "plan.json"),
        ("show", "plan.json", "--chdir", str(studio.folder)),
        ("apply", "plan.json", "--chdir", str(studio.folder)),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "reconciler", *arguments],
            cwd=elsewhere,
            env=studio.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert list(elsewhere.iterdir()) == []
    studio.settles()


@pytest.mark.parametrize(
    "damage", ["garbage", "someone-elses"], ids=["no database", "another program's database"]
)
def test_a_sandbox_database_that_is_none_is_an_error_in_words(studio: Studio, damage: str) -> None:
    path = studio.folder / ".reconciler/sandbox/sandbox.db"
    path.parent.mkdir(parents=True)
    if damage == "garbage":
        path.write_bytes(b"this is no database" * 100)
    else:
        import sqlite3

        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE theirs(x)")
        database.close()
    refused = studio.run("plan", "--env", "sandbox")
    assert refused.status == 1
    assert "sandbox.db" in refused.err


def test_fixtures_that_make_no_sense_are_named(studio: Studio) -> None:
    studio.edit(
        "reconciler.yaml", "sandbox: {api: sandbox}", "sandbox: {api: sandbox, fixtures: sandbox.yaml}"
    )
    for text in ("locations: 5\n", "locations:\n  - {id: x}\n", "a: [\n", "{}\nbroken"):
        studio.write("sandbox.yaml", text)
        refused = studio.run("plan", "--env", "sandbox")
        assert refused.status == 65, refused
        assert "sandbox.yaml" in refused.err
    (studio.folder / "sandbox.yaml").unlink()
    assert studio.run("plan", "--env", "sandbox").status == 65


def test_calendars_of_studio_teachers_and_rooms_follow_the_plan(studio: Studio) -> None:
    planned = studio.ok("plan", "--format", "ics", "--calendars", "before", "--out", "plan.json")
    assert len(read_calendar(planned.out.encode())[1]) == CREATES
    assert {path.name for path in (studio.folder / "before").iterdir()} == {
        "calendars.json",
        "desired",
        "proposed",
    }
    studio.ok("apply", "plan.json")
    studio.ok("plan", "--calendars", "after")
    before, after = (
        {path.relative_to(folder): entries_of(path) for path in folder.rglob("*.ics")}
        for folder in (studio.folder / "before" / "proposed", studio.folder / "after" / "live")
    )
    assert before == after
    teachers = [entries for path, entries in before.items() if path.parent.name == "teachers"]
    assert sum(map(len, teachers)) == CREATES
    studio.ok("show", "plan.json", "--calendars", "again")
    shown = {path.read_bytes() for path in (studio.folder / "again").rglob("*.ics")}
    assert shown == {path.read_bytes() for path in (studio.folder / "before").rglob("*.ics")}


def entries_of(path: Path) -> set[tuple[object, ...]]:
    return {(one.uid, one.start, one.end, one.summary) for one in read_calendar(path.read_bytes())[1]}


def test_the_spreadsheet_of_a_plan_has_a_row_for_each_class(studio: Studio) -> None:
    rows = list(csv.DictReader(io.StringIO(studio.ok("plan", "--format", "csv").out)))
    assert [row["change"] for row in rows] == ["create"] * CREATES
    assert sorted(row["start"].replace("T", " ") for row in rows) == sorted([*YOGA_EVENINGS, *PILATES_NOONS])

"""Every command on a real terminal: whatever its width, and whether a person or a machine looks at it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.rehearsal import Studio, a_class, a_location, local
from e2e.rehearsal import variables as usual
from e2e.terminal import Screen, on_a_terminal

from reconciler.sandbox import ServiceFixture

STUDIO = Path(__file__).parents[2] / "examples" / "studio"
HOSTILE = r"Yoga\x1b]0;owned\x07\u202e"
"""It would rename the window, ring, and turn the writing around."""
CLASSES = re.compile(r"[a-z-]+/[\w@+-]+")
UNBROKEN = ("Valid. ", "Plan: ", "Apply complete: ", "No changes.", "Saved the plan", "Receipt: ", "Usage: ")
"""Sentences that other programs look for, and what is copied, stay in one line."""
COMMANDS = {
    "validate": ("validate",),
    "doctor": ("doctor",),
    "explain": ("explain", "mitte/yoga-evening/2027-02-24"),
    "plan": ("plan",),
    "grid": ("plan", "--format", "grid"),
    "numbers": ("plan", "--numbers"),
    "refused": ("apply", "--no-input"),
    "unknown": ("plan", "--season", "nosuchseason"),
    "nameless": ("explain", "mitte/yoga-evening"),
}
HELPED = (
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
CREATES = "581 added"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "studio"
    shutil.copytree(STUDIO, folder, ignore=shutil.ignore_patterns(".reconciler", "plan.json"))
    return folder


def seen(project: Path, *arguments: str, width: int = 80, **variables: str) -> Screen:
    fixed = {**usual(), "RECONCILER_NOW": "2026-12-01T09:00:00+01:00", "PYTHONUTF8": "1"}
    return on_a_terminal(project, {**fixed, **variables}, *arguments, width=width)


@pytest.mark.parametrize(
    ("name", "width"), [*((name, width) for name in COMMANDS for width in (40, 80)), ("plan", 200)]
)
def test_lines_fit_and_only_what_is_copied_goes_beyond(project: Path, name: str, width: int) -> None:
    screen = seen(project, *COMMANDS[name], width=width)
    assert screen.status in (0, 1, 64)
    beyond = [line for line in screen.beyond(width) if not line.startswith(UNBROKEN)]
    whole = [line for line in beyond if CLASSES.search(line) or "reconciler " in line or "/." in line]
    assert beyond == whole
    assert not (beyond and width == 200)


@pytest.mark.parametrize("command", [*HELPED, ""])
def test_help_is_read_without_a_wide_terminal(tmp_path: Path, command: str) -> None:
    screen = seen(tmp_path, *filter(None, (command,)), "--help")
    assert screen.status == 0
    assert [line for line in screen.beyond(80) if " > " not in line] == []


@pytest.mark.parametrize("width", [40, 80])
def test_progress_stays_in_its_line_and_is_taken_away_again(project: Path, width: int) -> None:
    screen = seen(project, "apply", "--auto-approve", width=width)
    drawn = [line for line in screen.lines if "Creating " in line]
    steps = [step for line in drawn for step in re.split(r"\r|\x1b\[\d?[A-Z]", line)]
    assert CREATES in screen.text
    assert drawn
    assert [step for step in steps if len(step) > width] == []
    assert "\x1b[2K" in screen.text.rpartition("Creating ")[2]


@pytest.mark.parametrize(("arguments", "variables"), [((), {"CI": "true"}), (("--quiet",), {})])
def test_neither_logs_of_a_machine_nor_the_quiet_get_a_bar(
    project: Path, arguments: tuple[str, ...], variables: dict[str, str]
) -> None:
    screen = seen(project, *arguments, "apply", "--auto-approve", **variables)
    assert CREATES in screen.text
    assert "Creating " not in screen.text
    assert "\r" not in screen.text.replace("\r\n", "\n")


def test_the_log_of_a_machine_is_plain(project: Path) -> None:
    assert "\x1b" not in seen(project, "plan", CI="1").text
    assert "\x1b[" in seen(project, "plan", CI="1", FORCE_COLOR="1").text
    assert "\x1b[" in seen(project, "plan", CI="false").text


@pytest.mark.parametrize("command", ["validate", "plan", "expand", "explain"])
def test_hostile_names_in_files_are_refused_and_shown(project: Path, command: str) -> None:
    for path in project.rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("Yoga Flow", f'"{HOSTILE}"'), "utf-8")
    screen = seen(project, command, *(["2027-01-13"] if command == "explain" else []))
    assert screen.status == 65
    assert_tame(screen)


@pytest.mark.parametrize(
    "arguments", [("plan",), ("plan", "--format", "grid"), ("apply", "--auto-approve")], ids=" ".join
)
def test_hostile_names_in_the_booking_system_are_shown_and_do_nothing(
    a_studio: Callable[..., Studio], arguments: tuple[str, ...]
) -> None:
    service = ServiceFixture(id=900, title=HOSTILE.encode().decode("unicode_escape"))
    there = a_class(local("2035-09-09 10:00"), service_id=service.id)
    studio = a_studio(location=a_location(there, services=(*a_location().services, service)))
    screen = on_a_terminal(studio.folder, studio.variables, *arguments)
    assert screen.status == 0
    assert "]0;owned" in screen.text
    assert_tame(screen)


def assert_tame(screen: Screen) -> None:
    """Nothing reached the terminal but our own colours and bars."""
    rest = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.text)
    assert not {"\x1b", "\x07", "\u202e"} & set(rest)

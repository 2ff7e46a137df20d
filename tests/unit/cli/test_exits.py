"""The exit statuses are what the documentation says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reconciler.cli.exits import Exit
from reconciler.cli.root import HELP, root

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "exit-statuses.md").read_text(encoding="utf-8")


def test_every_status_has_a_row_and_no_row_is_left_over() -> None:
    rows = [int(number) for number in re.findall(r"^\| ([0-9]+) \|", PAGE, re.MULTILINE)]
    assert rows == sorted(Exit)


def test_statuses_are_those_that_scripts_rely_on() -> None:
    assert {status.name: status.value for status in Exit} == {
        "DONE": 0,
        "ERROR": 1,
        "CHANGES": 2,
        "STALE": 3,
        "PARTIAL": 4,
        "UNKNOWN": 5,
        "GUARD": 6,
        "USAGE": 64,
        "INVALID": 65,
        "DEFECT": 70,
        "TRY_LATER": 75,
        "NOT_ALLOWED": 77,
        "HUNG_UP": 129,
        "INTERRUPTED": 130,
        "TERMINATED": 143,
    }


def test_the_help_names_known_statuses_only() -> None:
    assert root.epilog is not None
    numbers = [int(number) for number in re.findall(r"\b([0-9]+) ", root.epilog)]
    assert set(numbers) <= set(Exit)
    assert set(Exit) - set(numbers) == {Exit.HUNG_UP, Exit.INTERRUPTED, Exit.TERMINATED}
    assert "never a class twice" in HELP


@pytest.mark.parametrize("command", ["validate", "expand", "plan", "show", "apply", "sandbox"])
def test_every_command_has_a_row(command: str) -> None:
    (statuses,) = re.findall(rf"^\| `{command}` \| (.*) \|$", PAGE, re.MULTILINE)
    assert {int(number) for number in statuses.split(", ")} <= set(Exit)

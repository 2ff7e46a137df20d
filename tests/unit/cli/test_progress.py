"""A bar for long work on files: on terminals, and only if it takes longer than a moment."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from reconciler.cli import progress
from reconciler.cli.progress import Working
from reconciler.cli.settings import Settings


class Screen(io.StringIO):
    """A stderr that is, or is not, a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def drawn(
    monkeypatch: pytest.MonkeyPatch,
    seconds_each: float,
    *,
    terminal: bool = True,
    quiet: bool = False,
    **variables: str,
) -> str:
    clock = iter(seconds_each * n for n in range(100))
    screen = Screen(terminal=terminal)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(progress.sys, "stderr", screen)
    settings = Settings(
        environment=None, folder=Path(), color="never", quiet=quiet, verbose=0, ask=False, variables=variables
    )
    working = Working("Expanding classes", 20, settings)
    for _ in range(20):
        working.advance()
    working.done()
    return screen.getvalue()


def test_a_moment_is_worth_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, 0.04) == ""


def test_long_work_has_a_bar_that_is_taken_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(monkeypatch, 0.2)
    assert text.startswith("\rExpanding classes [#######-----------------------] 5 of 20")
    assert "] 20 of 20" in text
    assert text.endswith("\r\x1b[K")


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True)])
def test_logs_and_the_quiet_get_none(
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    quiet: bool,
) -> None:
    assert drawn(monkeypatch, 0.2, terminal=terminal, quiet=quiet) == ""


def left(monkeypatch: pytest.MonkeyPatch, done: int, elapsed_s: float, budget_s: int | None) -> str:
    clock = iter((0.0, elapsed_s))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    return progress.Left(600, budget_s).words(done)


@pytest.mark.parametrize(
    ("done", "elapsed_s", "budget_s", "expected"),
    [
        (0, 0, None, ""),
        (0, 0, 200, "4 min left"),
        (300, 30, None, "30 s left"),
        (300, 30, 200, "1 min 40 s left"),
        (300, 200, 200, "4 min left"),
        (540, 10, 200, "20 s left"),
        (599, 10, None, "1 s left"),
        (600, 10, 200, ""),
    ],
)
def test_the_rest_takes_as_long_as_what_is_done_and_not_less_than_the_pace_allows(
    monkeypatch: pytest.MonkeyPatch, done: int, elapsed_s: float, budget_s: int | None, expected: str
) -> None:
    assert left(monkeypatch, done, elapsed_s, budget_s) == expected


@pytest.mark.parametrize("columns", [40, 60])
def test_a_bar_is_never_wider_than_its_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    text = drawn(monkeypatch, 0.2, COLUMNS=str(columns))
    steps = text.split("\r")
    assert max(map(len, steps)) < columns
    assert "[#" in text


def test_a_machine_that_pretends_to_be_a_terminal_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, 0.2, CI="true") == ""

"""`--by teacher|room` through the real command: which formats have it, and what the others say."""

from __future__ import annotations

import pytest
from e2e.rehearsal import Studio


@pytest.mark.parametrize("form", ["grid", "markdown"])
def test_each_teacher_and_each_room_has_a_week(studio: Studio, form: str) -> None:
    studio.ok("plan", "--out", "plan.json")
    for by, names in (("teacher", ("Anna", "Ben")), ("room", ("big hall", "small hall"))):
        for command in (("plan",), ("show", "plan.json")):
            text = studio.ok(*command, "--format", form, "--by", by).out
            assert [name for name in names if f"mitte, {name}: the week" in text] == list(names)


@pytest.mark.parametrize("form", ["text", "json", "csv", "ics", "gitlab"])
@pytest.mark.parametrize("command", [("plan",), ("show", "plan.json"), ("diff", "HEAD")])
def test_a_format_without_a_week_says_which_ones_have_it(
    studio: Studio, command: tuple[str, ...], form: str
) -> None:
    if (command[0], form) == ("diff", "gitlab"):
        return
    ran = studio.run(*command, "--by", "room", "--format", form)
    assert (ran.status, ran.out) == (64, "")
    assert ran.err == (
        f"error: --by draws the week for each room, and --format {form} has none\n"
        "  help: add --format grid, markdown or html\n"
    )
    assert studio.requests() == []


@pytest.mark.parametrize("command", [("plan",), ("show", "plan.json"), ("diff", "HEAD")])
def test_a_wrong_value_is_answered_with_the_right_ones(studio: Studio, command: tuple[str, ...]) -> None:
    ran = studio.run(*command, "--by", "service", "--format", "grid")
    assert (ran.status, ran.out) == (64, "")
    assert "'service' is not one of 'teacher', 'room'" in ran.err

"""The answer of `explain`, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from builders import BEN, MONDAY, a_series, a_span, an_occurrence
from unit.render.render_plans import NAMES, a_style

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.render import occurrences_view, to_json
from reconciler.render.explain_text import explain_to_text
from reconciler.render.explain_view import (
    Absence,
    Answer,
    ExplainView,
    Fate,
    RunningRule,
    State,
    Why,
    explain_view,
)

MITTE = {"mitte": NAMES}
FILE = "schedules/autumn.yaml"
SOURCES = {
    FILE: "\n".join(["version: 1", "", "classes:", "  - id: yoga-evening", "\n", "  - {on: 2026-09-07}", ""])
}
MOVED_STEP = Step(StepKind.EXCEPTION, "moved to 2026-09-08 17:00: concert", a_span(7))
CLOSED_STEP = Step(StepKind.CLOSURE, "closed: boiler", a_span(5))


def with_steps(occurrence: Occurrence, *steps: Step) -> Occurrence:
    return occurrence._replace(trace=(*occurrence.trace, *steps))


RUNS = Fate(State.RUNS, an_occurrence(), None)
MOVED = Fate(
    State.MOVED,
    with_steps(an_occurrence(at="17:00", starts_on=date(2026, 9, 8), staff_id=BEN), MOVED_STEP),
    an_occurrence(),
)
REMOVED = Fate(
    State.REMOVED,
    Removal(a_series(), MONDAY, (*an_occurrence().trace, CLOSED_STEP)),
    an_occurrence(),
)
ABSENT = Absence(
    "mitte/yoga-evening",
    Why.OTHER_DAYS,
    "Tue is none of its days",
    a_span(4),
    (RunningRule("every mon at 18:30", MONDAY, date(2026, 12, 14)),),
    an_occurrence(),
    None,
)


def a_view(
    *fates: Fate, classes: str = "yoga-evening", day: date = MONDAY, absences: tuple[Absence, ...] = ()
) -> ExplainView:
    question = f"{classes}/{day}" if classes else str(day)
    return explain_view(Answer(question, classes, day, fates, absences), (), MITTE)


def text(view: ExplainView, width: int = 100, **style: Any) -> str:
    return explain_to_text(view, SOURCES, a_style(width, **style))


def test_a_class_that_runs_is_shown_as_in_a_plan_and_with_its_steps() -> None:
    assert text(a_view(RUNS)) == (
        "mitte/yoga-evening/2026-09-07  runs\n"
        "  Mon 7 Sep 2026 18:30-19:30  Yoga Flow · Anna · big hall · 12 seats · 10 min break\n"
        "  1. pattern: every Monday at 18:30\n"
        "     schedules/autumn.yaml:4 | - id: yoga-evening\n"
    )


def test_a_moved_class_tells_from_where_and_where_to() -> None:
    assert text(a_view(MOVED)) == (
        "mitte/yoga-evening/2026-09-07  moved from Mon 7 Sep 2026 18:30 to Tue 8 Sep 2026 17:00\n"
        "  Tue 8 Sep 2026 17:00-18:00  Yoga Flow · Ben · big hall · 12 seats · 10 min break\n"
        "  1. pattern: every Monday at 18:30\n"
        "     schedules/autumn.yaml:4 | - id: yoga-evening\n"
        "  2. exception: moved to 2026-09-08 17:00: concert\n"
        "     schedules/autumn.yaml:7 | - {on: 2026-09-07}\n"
    )


def test_a_removed_class_tells_what_it_would_be_and_which_step_removed_it() -> None:
    assert text(a_view(REMOVED)) == (
        "mitte/yoga-evening/2026-09-07  does not run\n"
        "  it would be Mon 7 Sep 2026 18:30-19:30  Yoga Flow · Anna · big hall · 12 seats · 10 min break\n"
        "  1. pattern: every Monday at 18:30\n"
        "     schedules/autumn.yaml:4 | - id: yoga-evening\n"
        "  2. closure: closed: boiler\n"
        "     schedules/autumn.yaml:5\n"
    )


def test_a_removed_class_whose_start_nobody_can_tell_has_its_steps_alone() -> None:
    view = a_view(REMOVED._replace(usual=None))
    assert "it would be" not in text(view)
    assert "  2. closure: closed: boiler\n" in text(view)
    (found,) = view["found"]
    assert (found["class"], found["date"], found["start"]) == ("yoga-evening", "2026-09-07", None)


def test_where_there_is_nothing_the_reason_the_rules_and_the_nearest_are_shown() -> None:
    assert text(a_view(absences=(ABSENT,), day=date(2026, 9, 8))) == (
        "mitte/yoga-evening  has nothing on Tue 8 Sep 2026\n"
        "  Tue is none of its days  (schedules/autumn.yaml:4)\n"
        "    every mon at 18:30 · 7 Sep to 14 Dec 2026\n"
        "  the nearest before: Mon 7 Sep 2026 18:30-19:30  mitte/yoga-evening/2026-09-07\n"
    )


def test_a_day_begins_with_what_becomes_of_its_classes() -> None:
    first = text(a_view(RUNS, RUNS, MOVED, REMOVED, classes="")).splitlines()[:3]
    assert first == [
        "Mon 7 Sep 2026: 2 classes run, 1 class was moved to another day, 1 class does not run.",
        "",
        "mitte/yoga-evening/2026-09-07  runs",
    ]
    assert text(a_view(classes="", absences=(ABSENT,))).startswith("Mon 7 Sep 2026: no class.\n\nmitte/")


def test_a_class_that_moved_to_the_asked_day_counts_as_one_that_runs() -> None:
    view = a_view(MOVED, classes="", day=date(2026, 9, 8))
    assert text(view).startswith("Tue 8 Sep 2026: 1 class runs.\n")


def test_on_a_day_on_which_the_clocks_change_the_offset_is_shown() -> None:
    autumn = Fate(State.RUNS, an_occurrence(day=date(2026, 10, 25)), None)
    spring = Fate(State.RUNS, an_occurrence(day=date(2027, 3, 28), at="00:30"), None)
    assert "\n  the clocks go back on this day: it starts at 17:30 UTC (UTC+01:00)\n" in text(a_view(autumn))
    assert "\n  the clocks go forward on this day: it starts at 23:30 UTC (UTC+01:00)\n" in text(
        a_view(spring)
    )
    assert "clocks" not in text(a_view(RUNS))


def test_no_line_is_wider_than_the_terminal() -> None:
    long = Step(StepKind.EXCEPTION, "kept: " + "because of the concert next door " * 6, a_span(7))
    fate = Fate(State.RUNS, with_steps(an_occurrence(), long), None)
    sources = {FILE: "\n".join(["x" * 500] * 9)}
    for width in (60, 100):
        view = a_view(fate, absences=(ABSENT,))
        lines = explain_to_text(view, sources, a_style(width)).splitlines()
        assert max(map(len, lines)) <= width


def test_in_a_file_or_a_pipe_no_line_of_a_file_is_cut() -> None:
    source = "- {class: yoga-evening, because: " + "long " * 40 + "}"
    style = replace(a_style(), terminal=False)
    assert f"4 | {source}\n" in explain_to_text(a_view(RUNS), {FILE: "\n\n\n" + source}, style)
    assert f"4 | {source}\n" not in explain_to_text(a_view(RUNS), {FILE: "\n\n\n" + source}, a_style())


def test_words_of_others_cannot_move_the_cursor() -> None:
    nasty = "\x1b[2J\u202e::error::\r\n"
    step = Step(StepKind.EXCEPTION, nasty, a_span(7, file=f"{nasty}.yaml"))
    fate = Fate(State.RUNS, with_steps(an_occurrence(), step), None)
    absent = ABSENT._replace(text=nasty, rules=(RunningRule(nasty, MONDAY, MONDAY),))
    view = a_view(fate, absences=(absent,))
    drawn = explain_to_text(view, {f"{nasty}.yaml": "\n" * 6 + nasty}, a_style())
    assert all(line.isprintable() for line in drawn.splitlines())
    assert "::error" not in drawn


def test_an_ascii_terminal_gets_ascii() -> None:
    drawn = explain_to_text(a_view(RUNS), {FILE: "\n\n\nübung"}, a_style(ascii_only=True))
    assert drawn.isascii()
    assert "Yoga Flow | Anna" in drawn


def test_colour_changes_nothing_but_colour() -> None:
    view = a_view(RUNS, MOVED, REMOVED, absences=(ABSENT,))
    coloured = text(view, color=True)
    for code in ("32", "33", "31", "34"):
        assert f"{code}m" in coloured
    plain = coloured
    for code in ("\x1b[1;32m", "\x1b[1;33m", "\x1b[1;31m", "\x1b[34m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert plain == text(view)


def test_json_has_a_class_with_the_keys_of_expand_and_places_with_columns() -> None:
    found = Diagnostic(code="EXP011", severity=Severity.WARNING, summary="s")
    answer = Answer("yoga-evening/2026-09-07", "yoga-evening", MONDAY, (MOVED,), (ABSENT,))
    view = json.loads(to_json({**explain_view(answer, (found,), MITTE)}))
    assert view["format_version"] == "1.0"
    assert view["query"] == {
        "text": "yoga-evening/2026-09-07",
        "classes": "yoga-evening",
        "date": "2026-09-07",
    }
    assert [each["code"] for each in view["diagnostics"]] == ["EXP011"]
    (only,) = view["found"]
    (expanded,) = occurrences_view((MOVED.outcome,), (), MITTE)["occurrences"]  # type: ignore[arg-type]  # it runs
    assert only["state"] == "moved"
    assert only["moved_from"] == "2026-09-07T18:30:00"
    assert {key: only[key] for key in expanded if key != "trace"} == {
        key: value for key, value in expanded.items() if key != "trace"
    }
    assert only["trace"][1] == {
        "kind": "exception",
        "text": "moved to 2026-09-08 17:00: concert",
        "file": FILE,
        "line": 7,
        "column": 3,
    }
    (nearest,) = view["nearest"]
    assert (nearest["address"], nearest["reason"]) == ("mitte/yoga-evening", "not_one_of_its_days")
    assert nearest["rules"] == [{"text": "every mon at 18:30", "first": "2026-09-07", "last": "2026-12-14"}]
    assert (nearest["before"]["start"], nearest["after"]) == ("2026-09-07T18:30:00", None)


def test_every_found_class_has_the_same_keys() -> None:
    unknown = REMOVED._replace(usual=None)
    keys = [set(each) for each in a_view(RUNS, MOVED, REMOVED, unknown)["found"]]
    assert all(each == keys[0] for each in keys)

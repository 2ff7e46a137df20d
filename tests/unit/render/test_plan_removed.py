"""Nothing is lost silently: every removed and every moved class can be counted in each form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import MONDAY, a_series, a_span, an_occurrence
from unit.render.render_plans import NAMES, a_location_plan, a_plan, a_style, create, plan_validator

from reconciler.model.occurrence import Removal, Step, StepKind
from reconciler.render import (
    PlanFileError,
    PlanView,
    load_plan_view,
    occurrences_to_table,
    occurrences_view,
    plan_view,
    to_json,
    to_text,
)

WEEKS = [MONDAY + timedelta(weeks=n) for n in range(8)]
HOLIDAYS = [f"public holiday ({name})" for name in "ABCDEFGH"]


def removed(day: date, kind: StepKind, text: str, line: int, class_id: str = "yoga-evening") -> Removal:
    pattern = Step(StepKind.PATTERN, "every Monday", a_span())
    return Removal(a_series(class_id), day, (pattern, Step(kind, text, a_span(line))))


def view_of(*removals: Removal) -> PlanView:
    here = a_location_plan([create(an_occurrence("pilates", date(2026, 10, 5)))])
    return plan_view(a_plan(replace(here, removals=removals)))


def section(view: PlanView, *, expand: bool = False) -> list[str]:
    text = to_text(view, a_style(expand=expand))
    return text.partition("Not taking place: ")[2].partition("\n\n")[0].splitlines()


def test_what_a_rule_takes_out_is_folded_by_rule_and_by_day() -> None:
    gala = removed(MONDAY, StepKind.CLOSURE, "closed: gala", 9)
    view = view_of(gala, removed(MONDAY, StepKind.CLOSURE, "closed: gala", 9, "pilates"))
    assert view["removals"] == [
        {
            "location": "mitte",
            "kind": "closure",
            "origin": {"file": "schedules/autumn.yaml", "line": 9},
            "count": 2,
            "days": [
                {
                    "date": "2026-09-07",
                    "text": "closed: gala",
                    "addresses": ["mitte/pilates/2026-09-07", "mitte/yoga-evening/2026-09-07"],
                }
            ],
        }
    ]
    assert view["summary"]["removed"] == 2


def test_rules_stand_in_the_order_of_evaluation_whatever_the_order_of_removals() -> None:
    ones = [
        removed(WEEKS[1], StepKind.EXCEPTION, "cancelled", 30),
        removed(WEEKS[0], StepKind.CLOSURE, "closed", 9),
        removed(WEEKS[2], StepKind.PUBLIC_HOLIDAY, "public holiday (A)", 8),
    ]
    assert view_of(*ones) == view_of(*reversed(ones))
    assert [each["kind"] for each in view_of(*ones)["removals"]] == ["public holiday", "closure", "exception"]


def test_a_rule_has_one_line_with_its_dates_and_its_place() -> None:
    ones = [
        removed(day, StepKind.PUBLIC_HOLIDAY, text, 8) for day, text in zip(WEEKS[:2], HOLIDAYS, strict=False)
    ]
    ones += [removed(WEEKS[3], StepKind.CLOSURE, "closed: gala", 9)]
    assert section(view_of(*ones)) == [
        "3 classes of the pattern",
        "  2 classes, Mon 7 Sep, Mon 14 Sep 2026: public holidays  (schedules/autumn.yaml:8)",
        "  1 class, Mon 28 Sep 2026: closed: gala  (schedules/autumn.yaml:9)",
    ]


def test_many_dates_close_to_each_other_are_told_from_when_to_when() -> None:
    long = [removed(MONDAY + timedelta(days=n), StepKind.CLOSURE, "closed: winter", 9) for n in range(8)]
    assert section(view_of(*long))[1] == (
        "  8 classes, 7 to 14 Sep 2026: closed: winter  (schedules/autumn.yaml:9)"
    )


def test_many_dates_far_from_each_other_are_counted() -> None:
    far = [removed(day, StepKind.PUBLIC_HOLIDAY, "public holiday (A)", 9) for day in WEEKS]
    assert section(view_of(*far))[1].startswith(
        "  8 classes, Mon 7 Sep, Mon 14 Sep, Mon 21 Sep, Mon 28 Sep 2026 and 4 more (--expand lists them):"
    )


def test_one_off_exceptions_share_a_line() -> None:
    ones = [removed(WEEKS[n], StepKind.EXCEPTION, f"cancelled: {n}", 30 + n) for n in range(2)]
    assert section(view_of(*ones))[1:] == ["  2 classes, Mon 7 Sep, Mon 14 Sep 2026: cancelled one by one"]
    assert section(view_of(ones[0]))[1:] == [
        "  1 class, Mon 7 Sep 2026: cancelled: 0  (schedules/autumn.yaml:30)"
    ]


def test_expanded_every_date_names_its_classes() -> None:
    gala = [
        removed(MONDAY, StepKind.CLOSURE, "closed: gala", 9, name) for name in ("pilates", "yoga-evening")
    ]
    assert section(view_of(*gala), expand=True)[1:] == [
        "  2 classes: closed: gala  (schedules/autumn.yaml:9)",
        "    Mon 7 Sep 2026  mitte/pilates, mitte/yoga-evening",
    ]


def test_nothing_is_said_where_nothing_falls_out_or_moves() -> None:
    text = to_text(view_of(), a_style())
    assert "Not taking place" not in text
    assert "Moved" not in text


def test_a_plan_without_changes_stays_one_line() -> None:
    here = replace(a_location_plan(), removals=(removed(MONDAY, StepKind.CLOSURE, "closed", 9),))
    view = plan_view(a_plan(here))
    assert to_text(view, a_style()) == "No changes. The timetable matches the files.\n"
    assert view["summary"]["removed"] == 1


def test_moved_classes_tell_from_where_to_where_and_by_which_rule() -> None:
    moved = an_occurrence("yoga-evening", MONDAY, starts_on=date(2026, 9, 8))
    view = plan_view(a_plan(a_location_plan([create(moved)])))
    assert view["summary"]["moved"] == 1
    assert view["moves"] == [
        {
            "address": "mitte/yoga-evening/2026-09-07",
            "location": "mitte",
            "date": "2026-09-07",
            "start": "2026-09-08T18:30:00",
            "trace": [
                {
                    "kind": "pattern",
                    "text": "every Monday at 18:30",
                    "file": "schedules/autumn.yaml",
                    "line": 4,
                }
            ],
        }
    ]
    assert (
        "  mitte/yoga-evening  Mon 7 Sep 2026 -> Tue 8 Sep 2026 18:30  (schedules/autumn.yaml:4)\n"
        in to_text(view, a_style())
    )


def test_many_moved_classes_are_counted() -> None:
    moves = [create(an_occurrence("yoga", day, starts_on=day + timedelta(days=1))) for day in WEEKS]
    view = plan_view(a_plan(a_location_plan(moves)))
    assert "  and 2 more (--expand lists them)\n" in to_text(view, a_style())
    assert "more (--expand" not in to_text(view, a_style(expand=True)).partition("Moved: ")[2]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda view: view["removals"].clear(),
        lambda view: view["removals"][0]["days"].clear(),
        lambda view: view["removals"][0]["days"][0].update(date="2026-02-30"),
        lambda view: view["summary"].update(moved=1),
    ],
)
def test_a_saved_plan_whose_counts_do_not_agree_is_refused(spoil: object) -> None:
    view = view_of(removed(MONDAY, StepKind.CLOSURE, "closed", 9))
    assert load_plan_view(to_json(view), plan_validator()) == view
    assert callable(spoil)
    spoil(view)
    with pytest.raises(PlanFileError, match=r"PLN00[47]"):
        load_plan_view(to_json(view), plan_validator())


def test_a_move_without_a_trace_is_drawn_without_a_place() -> None:
    moved = an_occurrence("yoga-evening", MONDAY, starts_on=date(2026, 9, 8))
    view = plan_view(a_plan(a_location_plan([create(moved)])))
    view["moves"][0]["trace"] = []
    assert "-> Tue 8 Sep 2026 18:30\n" in to_text(view, a_style())


def test_expand_lists_what_fell_out_and_what_moved() -> None:
    moved = an_occurrence("yoga-evening", MONDAY, starts_on=date(2026, 9, 8))
    gone = removed(WEEKS[1], StepKind.CLOSURE, "closed: gala", 9)
    view = occurrences_view([moved], (), {"mitte": NAMES}, [gone])
    assert view["moved"] == ["mitte/yoga-evening/2026-09-07"]
    (only,) = view["removals"]
    assert {key: only[key] for key in ("address", "location", "class", "slot", "part", "date")} == {
        "address": "mitte/yoga-evening/2026-09-14",
        "location": "mitte",
        "class": "yoga-evening",
        "slot": "",
        "part": "",
        "date": "2026-09-14",
    }
    assert only["trace"][-1] == {
        "kind": "closure",
        "text": "closed: gala",
        "file": "schedules/autumn.yaml",
        "line": 9,
    }
    assert occurrences_to_table(view, a_style()).endswith("\n\n1 class; 1 falls out; 1 moved.\n")
    nothing = occurrences_view([], (), {}, [gone, gone])
    assert occurrences_to_table(nothing, a_style()) == "No classes in these dates; 2 fall out.\n"


def test_a_class_that_the_clocks_shift_counts_as_moved() -> None:
    usual = an_occurrence("night-yoga", date(2027, 3, 28), "03:30")
    step = Step(StepKind.CLOCK_CHANGE, "there is no 02:30", a_span(9), shifts=True)
    view = plan_view(a_plan(a_location_plan([create(usual._replace(trace=(*usual.trace, step)))])))
    assert view["summary"]["moved"] == 1
    assert "Moved: 1 class takes place on another date or at another time\n" in to_text(view, a_style())

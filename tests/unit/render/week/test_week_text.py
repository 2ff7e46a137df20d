from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import BEN, BIG_HALL, PILATES, SMALL_HALL
from unit.render.render_plans import NAMES, a_location_plan, a_plan, a_style, create, weekly

from reconciler.model.diagnostic import Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.model.plan import Action, ActionKind, Reason
from reconciler.render import PlanView, plan_view
from reconciler.render.layout import Style, columns
from reconciler.render.week.text import week_to_text

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 1)


def drawn(occurrences: list[Occurrence], style: Style, names: Names = NAMES) -> str:
    part = a_location_plan(list(map(create, occurrences)), names=names)
    return week_to_text(plan_view(a_plan(part)), style)


def some_weeks() -> list[Occurrence]:
    return [
        *weekly("yoga", {0, 2}, FIRST, LAST, skip=[date(2026, 9, 21)]),
        *weekly("pilates", {2}, FIRST, LAST, service_id=PILATES, staff_id=BEN),
        *weekly("workshop", {5}, date(2026, 9, 12), date(2026, 9, 12), at="10:00", service_id=PILATES),
    ]


def test_it_is_a_week_to_hang_up() -> None:
    assert drawn(some_weeks(), a_style(60)) == (
        "Symbols:\n"
        "  + create\n"
        "\n"
        "mitte: the week\n"
        "      Mon                        Wed\n"
        "18:30 +Yoga Flow · Anna          +Pilates · Ben\n"
        "                                 +Yoga Flow · Anna\n"
        "\n"
        "Weeks\n"
        "                Sep 2026        Oct\n"
        "                  7  14  21  28   5  12  19  26\n"
        "  classes         4   3   2   3   3   3   3   3\n"
        "\n"
        "Single dates\n"
        "  + Sat 12 Sep 2026 10:00-11:00  Pilates · Anna · big hall\n"
        "\n"
        "Plan: 24 to add, 0 to change, 0 to destroy.\n"
        "3 requests to read, 24 to write, 7 to check, finished after\n"
        "19 s at the earliest.\n"
    )


def test_parallel_groups_share_a_line() -> None:
    groups = [*weekly("yoga", {0}, FIRST, LAST), *weekly("yoga-b", {0}, FIRST, LAST, staff_id=BEN)]
    assert "+Yoga Flow \u00d72\n" in drawn(groups, a_style(60))
    assert "+Yoga Flow x2\n" in drawn(groups, a_style(60, ascii_only=True))


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_it_keeps_to_the_width_with_wide_and_hostile_names(width: int) -> None:
    names = Names(staff=NAMES.staff, services={**NAMES.services, PILATES: "瑜伽瑜伽瑜伽\x1b[2J\u202e" * 3})
    every_day = weekly("yoga", set(range(7)), FIRST, LAST, service_id=PILATES)
    for style in (a_style(width), a_style(width, ascii_only=True)):
        text = drawn(every_day, style, names)
        assert max(columns(line) for line in text.splitlines() if not line.startswith("Plan: ")) <= width
        assert text.replace("\n", "").isprintable()
        assert text.isascii() or not style.ascii_only


def test_colour_is_on_signs_and_heads_alone() -> None:
    text = drawn(some_weeks(), a_style(60, color=True))
    assert "\x1b[32m+\x1b[0mYoga Flow" in text
    assert text.replace("\x1b[32m", "").replace("\x1b[1m", "").replace("\x1b[0m", "") == drawn(
        some_weeks(), a_style(60)
    )


def test_a_plan_without_classes_says_so() -> None:
    assert drawn([], a_style()) == "No classes in these dates.\n"


def test_a_name_that_is_too_long_for_its_line_goes_on_in_the_next() -> None:
    every_day = weekly("yoga", set(range(7)), FIRST, LAST)
    lines = drawn(every_day, a_style(80)).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("18:30"))
    assert lines[place].split() == ["18:30", *["+Yoga"] * 7]
    assert lines[place + 1].split() == ["Flow"] * 7


def exceptions() -> PlanView:
    """Yoga on Mondays: one falls out, one is moved, one is held back."""
    dates = weekly("yoga", {0}, FIRST, LAST)
    closed = Step(StepKind.CLOSURE, "closed: new floor", Span("a.yaml", 9, 1, 9, 9))
    moved = dates[3]._replace(start=dates[3].start + timedelta(days=1), trace=(closed,))
    held = Action(kind=ActionKind.HOLD, reason=Reason.FROZEN, occurrence=dates[0])
    part = a_location_plan([held, *map(create, [dates[1], moved, *dates[4:]])])
    removal = Removal(dates[2].series, dates[2].date, (closed,))
    return plan_view(a_plan(replace(part, removals=(removal,))))


def test_the_strip_of_weeks_says_where_exceptions_fall() -> None:
    text = week_to_text(exceptions(), a_style(60))
    assert (
        "Weeks\n"
        "                Sep 2026        Oct\n"
        "                  7  14  21  28   5  12  19  26\n"
        "  classes         1   1   0   1   1   1   1   1\n"
        "  + create            1       1   1   1   1   1\n"
        "  ! to decide     1\n"
        "    fall out              1\n"
        "    moved here                1\n"
    ) in text
    assert "1 class, Mon 21 Sep 2026: closed: new floor  (a.yaml:9)" in text
    assert "mitte/yoga  Mon 28 Sep 2026 -> Tue 29 Sep 2026 18:30" in text


def test_a_long_season_has_several_strips() -> None:
    year = weekly("yoga", {0}, FIRST, FIRST + timedelta(days=363))
    text = drawn(year, a_style(80))
    found = [line.split()[1:] for line in text.splitlines() if line.startswith("  classes")]
    assert [len(numbers) for numbers in found] == [13, 13, 13, 13]
    assert {number for numbers in found for number in numbers} == {"1"}


def test_each_teacher_and_each_room_can_have_a_sheet() -> None:
    found = [
        *weekly("yoga", {0}, FIRST, LAST, room_ids=(BIG_HALL, SMALL_HALL)),
        *weekly("pilates", {2}, FIRST, LAST, service_id=PILATES, staff_id=BEN, room_ids=()),
    ]
    by_teacher = drawn(found, a_style(80, by="teacher"))
    assert [line for line in by_teacher.splitlines() if line.endswith("the week")] == [
        "mitte, Anna: the week",
        "mitte, Ben: the week",
    ]
    anna, ben = by_teacher.split("mitte, Ben")
    assert "Yoga Flow" in anna
    assert "Pilates" not in anna
    assert "Pilates" in ben
    by_room = drawn(found, a_style(80, by="room"))
    assert [line for line in by_room.splitlines() if line.endswith("the week")] == [
        "mitte, big hall: the week",
        "mitte, small hall: the week",
        "mitte, no room: the week",
    ]
    assert by_room.count("+Yoga Flow") == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Yoga Flow", ["+Yoga", "Flow {2}"]),
        ("Kids Swimming", ["+Kids", "Swimming", "{2}"]),
        ("Yoga for the very tired", ["+Yoga for", "the very", "tired {2}"]),
        ("Yoga for the very tired and old", ["+Yoga for", "the very", "tire… {2}"]),
        ("Selbstverteidigungstraining", ["+Selbstve", "rteidigu", "ngst… {2}"]),
        ("瑜伽フロー初心者クラス大ホール", ["+瑜伽フロ", "ー初心者", "クラ… {2}"]),
    ],
)
def test_a_name_takes_three_lines_and_then_ends_with_an_ellipsis(name: str, told: list[str]) -> None:
    names = Names(staff=NAMES.staff, services={**NAMES.services, PILATES: name})
    days = set(range(7))
    both = [
        *weekly("a", days, FIRST, LAST, service_id=PILATES),
        *weekly("b", days, FIRST, LAST, service_id=PILATES, staff_id=BEN),
    ]
    told = [line.replace("{2}", "\u00d72") for line in told]
    lines = drawn(both, a_style(80), names).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("18:30"))
    assert lines[at : at + len(told)] == [
        f"18:30 {' '.join([told[0] + ' ' * (9 - columns(told[0]))] * 7)}".rstrip(),
        *(f"      {' '.join([' ' + line + ' ' * (8 - columns(line))] * 7)}".rstrip() for line in told[1:]),
    ]

from __future__ import annotations

from datetime import date

import pytest
from builders import BEN, PILATES
from unit.render.render_plans import NAMES, a_location_plan, a_plan, a_style, create, weekly

from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.render import plan_view
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
        "  7 to 13 Sep 2026: 4 classes, 1 more than usual\n"
        "  14 to 20 Sep 2026: 3 classes\n"
        "  21 to 27 Sep 2026: 2 classes, 1 fewer than usual\n"
        "  28 Sep to 1 Nov 2026: 3 classes a week\n"
        "\n"
        "Single dates\n"
        "  + Sat 12 Sep 2026 10:00-11:00  Pilates · Anna · big hall\n"
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
        assert max(map(columns, text.splitlines())) <= width
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

"""What a change leaves and where it goes: in the terminal, in the comment, and for each teacher and room."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from builders import BEN, BIG_HALL, PILATES, SMALL_HALL, created_from
from unit.render.render_plans import a_location_plan, a_plan, a_style, create, weekly
from unit.render.test_compared_text import compared

from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Action, ActionKind, FieldChange, Reason
from reconciler.render import plan_view
from reconciler.render.layout import columns
from reconciler.render.shape import PlanView
from reconciler.render.to_markdown import to_markdown
from reconciler.render.week.text import week_to_text

FIRST, LAST = date(2026, 9, 7), date(2026, 10, 18)
YOGA = weekly("yoga", {0}, FIRST, LAST)


def lines(view: PlanView, width: int = 60, by: str = "") -> list[str]:
    return week_to_text(view, a_style(width, by=by)).splitlines()


def rows(view: PlanView, by: str = "") -> list[str]:
    return [line for line in to_markdown(view, by).splitlines() if re.match(r"\| \d\d:\d\d", line)]


def changed(**after: object) -> PlanView:
    return compared(YOGA, weekly("yoga", {0}, FIRST, LAST, **after))


def test_a_new_time_is_marked_where_it_was_and_where_it_goes() -> None:
    told = lines(changed(at="18:45"))
    assert told[:11] == [
        "Symbols:",
        "  ~ changes",
        "  -> goes there",
        "  <- comes from there",
        "",
        "mitte: the week",
        "      Mon",
        "18:30 ~Yoga Flow · Anna",
        "       -> 18:45",
        "18:45 ~Yoga Flow · Anna",
        "       <- 18:30",
    ]
    assert rows(changed(at="18:45")) == [
        "| 18:30 | `~` Yoga Flow · Anna →&nbsp;18:45 |",
        "| 18:45 | `~` Yoga Flow · Anna ←&nbsp;18:30 |",
    ]


def test_the_strip_counts_a_class_on_its_way_once() -> None:
    strip = [line.split() for line in lines(changed(at="18:45")) if line.startswith("  classes")]
    assert strip == [["classes", *"111111"]]


def test_another_weekday_is_named_with_its_time() -> None:
    tomorrow = [one._replace(start=one.start + timedelta(days=1)) for one in YOGA]
    assert rows(compared(YOGA, tomorrow)) == [
        "| 18:30 | `~` Yoga Flow · Anna →&nbsp;Tue&nbsp;18:30 | `~` Yoga Flow · Anna ←&nbsp;Mon&nbsp;18:30 |"
    ]


def test_another_week_is_named_with_its_date() -> None:
    later = [YOGA[0]._replace(start=YOGA[0].start + timedelta(days=8)), *YOGA[1:]]
    assert "  ~ Tue 15 Sep 2026 18:30-19:30  Yoga Flow · Anna · big hall <- Mon 7 Sep 18:30" in week_to_text(
        compared(YOGA, later), a_style(100)
    )


def test_another_teacher_room_or_service_stands_beside_the_first_one() -> None:
    view = changed(staff_id=BEN, service_id=PILATES, room_ids=(SMALL_HALL,))
    assert rows(view) == ["| 18:30 | `~` Yoga Flow → Pilates · Anna → Ben · big hall → small hall |"]
    assert "18:30 ~Yoga Flow -> Pilates · Anna -> Ben · big hall ->" in lines(view)
    assert rows(changed(room_ids=())) == ["| 18:30 | `~` Yoga Flow · Anna · big hall → none |"]


def test_the_sheet_of_whoever_loses_a_class_says_who_has_it_now() -> None:
    view = changed(staff_id=BEN)
    text = to_markdown(view, "teacher")
    anna, ben = text[text.index("#### mitte, Anna") :].split("#### mitte, Ben: the week")
    assert "| 18:30 | `~` Yoga Flow · Anna → Ben · big hall |" in anna
    assert "in each of" not in anna  # she has no week of it any more
    assert "| 18:30 | `~` Yoga Flow · Anna → Ben · big hall |" in ben
    assert "1 class in each of 6 weeks." in ben


def test_the_sheet_of_a_room_that_keeps_a_class_shows_it_once() -> None:
    both = changed(room_ids=(BIG_HALL, SMALL_HALL))
    text = to_markdown(both, "room")
    assert text.count("| 18:30 |") == 2
    single = changed(room_ids=(SMALL_HALL,))
    assert rows(single, "room") == ["| 18:30 | `~` Yoga Flow · Anna · big hall → small hall |"] * 2


def test_a_single_date_is_told_on_the_sheet_of_both_teachers() -> None:
    view = compared(YOGA, [*weekly("yoga", {0}, FIRST, FIRST, staff_id=BEN), *YOGA[1:]])
    told = [line for line in lines(view, 80, "teacher") if "7 Sep" in line]
    assert told == ["  ~ Mon 7 Sep 2026 18:30-19:30  Yoga Flow · Anna -> Ben · big hall"] * 2


def test_what_was_changed_by_hand_is_told_from_both_sides() -> None:
    def by_hand(one: Occurrence, number: int) -> Action:
        there = created_from(one, number)._replace(start=one.start.replace(hour=19))
        change = FieldChange(field="start", before=there.start, after=one.start)
        return Action(
            kind=ActionKind.REPORT, reason=Reason.DIFFERS, occurrence=one, activity=there, changes=(change,)
        )

    view = plan_view(a_plan(a_location_plan(by_hand(one, 70 + n) for n, one in enumerate(YOGA))))
    assert rows(view) == [
        "| 18:30 | `~` Yoga Flow · Anna ←&nbsp;19:30 |",
        "| 19:30 | `~` Yoga Flow · Anna →&nbsp;18:30 |",
    ]
    assert "  -> the files want it there" in lines(view)
    assert "  <- it is there" in lines(view)


def test_a_class_on_another_date_names_that_of_its_pattern() -> None:
    moved = [YOGA[0]._replace(start=YOGA[0].start + timedelta(days=2)), *YOGA[1:]]
    view = plan_view(a_plan(a_location_plan(map(create, moved))))
    assert "  + Wed 9 Sep 2026 18:30-19:30  Yoga Flow · Anna · big hall <- Mon 7 Sep" in lines(view, 80)
    assert "  <- moved from that date" in lines(view)
    assert "- `+` Wed 9 Sep 2026 18:30-19:30 Yoga Flow · Anna ←&nbsp;Mon&nbsp;7&nbsp;Sep" in to_markdown(view)


def test_the_comment_has_the_strip_of_weeks_where_they_differ() -> None:
    view = compared(YOGA, [*YOGA[:2], *YOGA[3:]])
    assert (
        "```text\nWeeks\n"
        "                Sep 2026        Oct\n"
        "                  7  14  21  28   5  12\n"
        "  classes         1   1   0   1   1   1\n"
        "  - end                   1\n"
        "```\n"
    ) in to_markdown(view)


@pytest.mark.parametrize(("width", "tables"), [(40, 3), (60, 2), (80, 1), (120, 1), (200, 1)])
def test_days_stand_below_each_other_where_names_have_no_room(width: int, tables: int) -> None:
    every_day = plan_view(a_plan(a_location_plan(map(create, weekly("yoga", set(range(7)), FIRST, LAST)))))
    told = lines(every_day, width)
    heads = [
        line.split()
        for line in told
        if line.startswith("      ") and line.split()[0] in {"Mon", "Wed", "Thu", "Fri"}
    ]
    assert len(heads) == tables
    assert [day for head in heads for day in head] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert "…" not in "".join(told)
    assert max(columns(line) for line in told if not line.startswith("Plan: ")) <= width

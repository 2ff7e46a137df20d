from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import BEN, a_location, a_series, a_span
from unit.render.render_plans import NAMES, a_style, weekly

from reconciler.model.comparison import ComparedLocation, Comparison, Revision
from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.model.plan import Inputs, Selection
from reconciler.model.window import Window
from reconciler.planner.revisions import compare_revisions, newly_removed
from reconciler.render import diff_view, to_text
from reconciler.render.html.page import page_of
from reconciler.render.layout import Style, columns
from reconciler.render.shape import PlanView

FIRST, LAST = date(2026, 9, 7), date(2026, 12, 2)
YOGA = weekly("yoga-evening", {0, 2}, FIRST, LAST)


def compared(
    before: list[Occurrence], after: list[Occurrence], removals: tuple[Removal, ...] = (), **to: object
) -> PlanView:
    differences = compare_revisions(before, after)
    part = ComparedLocation(
        location=a_location(),
        names_before=NAMES,
        names_after=NAMES,
        differences=tuple(differences),
        removals=newly_removed(removals, differences),
    )
    now = Revision(name="the working tree", commit=None, at=None)
    return diff_view(
        Comparison(
            before=Revision(name="origin/main", commit="ab" * 20, at=datetime(2026, 9, 1, tzinfo=UTC)),
            after=replace(now, **to),  # type: ignore[arg-type]  # fields of a revision
            selection=Selection(window=Window()),
            locations=(part,),
            inputs=Inputs(digest="", files=(), git_revision=None, dirty=None, tzdata="", holidays=None),
            digest_before="",
        )
    )


def drawn(before: list[Occurrence], after: list[Occurrence], style: Style | None = None) -> str:
    return to_text(compared(before, after), style or a_style())


def test_a_moved_time_and_another_teacher_are_one_line_each() -> None:
    later = weekly("yoga-evening", {0, 2}, FIRST, LAST, at="18:45", staff_id=BEN)
    assert drawn(YOGA, later) == (
        "Timetable, origin/main (ababababab) to the working tree: mitte, 7 Sep to 2 Dec 2026\n"
        "\n"
        "  ~ changes: 26 classes, 7 Sep to 2 Dec 2026\n"
        "\n"
        "  # mitte/yoga-evening  (schedules/autumn.yaml:4)\n"
        "    ~ Mon, Wed 18:30-19:30 -> 18:45-19:45\n"
        "      Yoga Flow · Anna -> Ben · big hall · 12 seats · 10 min break\n"
        "      26 classes, 7 Sep to 2 Dec 2026\n"
        "\n"
        "Diff: 0 to add, 26 to change, 0 to destroy.\n"
    )


def test_a_class_on_another_day_is_told_with_how_far_it_moved() -> None:
    tomorrow = [one._replace(start=one.start + timedelta(days=1)) for one in YOGA]
    assert "~ Mon, Wed 18:30-19:30 -> 1 day later 18:30-19:30" in drawn(YOGA, tomorrow)
    only = [YOGA[0]._replace(start=YOGA[0].start + timedelta(days=1)), *YOGA[1:]]
    assert "~ Mon 7 Sep 2026 18:30-19:30 -> Tue 8 Sep 18:30-19:30" in drawn(YOGA, only)


def test_what_ends_what_changes_and_what_is_new_stand_in_one_block() -> None:
    after = [
        *weekly("yoga-evening", {0}, FIRST, LAST, capacity=10),
        *weekly("yoga-evening", {3}, FIRST, LAST),
    ]
    text = drawn(YOGA, after)
    assert text.count("# mitte/yoga-evening") == 1
    lines = [line.strip()[:9] for line in text.splitlines() if line.startswith("    ") and line[4] in "~-+"]
    assert lines == ["~ Mon 18:", "- Wed 18:", "+ Thu 18:"]


def test_what_a_rule_takes_out_is_told_once_with_the_rule() -> None:
    closed = Step(StepKind.CLOSURE, "closed: burst pipe", a_span(7))
    removals = tuple(Removal(one.series, one.date, (*one.trace, closed)) for one in YOGA[:2])
    text = to_text(compared(YOGA, YOGA[2:], removals), a_style())
    assert "Taken out: 2 classes that took place before\n" in text
    assert "- 2 classes, Mon 7 Sep, Wed 9 Sep 2026: closed: burst pipe  (schedules/autumn.yaml:7)" in text
    assert "# mitte/yoga-evening" not in text


def test_equal_revisions_are_one_sentence() -> None:
    assert drawn(YOGA, YOGA) == (
        "No changes. The timetable is the same in origin/main (ababababab) and the working tree.\n"
    )


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_lines_keep_to_the_width(width: int, *, ascii_only: bool) -> None:
    series = a_series("yoga-evening", span=a_span(4, "schedules/a-very-long-name-of-a-file-for-autumn.yaml"))
    before = [one._replace(series=series) for one in YOGA]
    after = [one._replace(start=one.start + timedelta(minutes=15)) for one in before[4:]]
    text = drawn(before, after, a_style(width, ascii_only=ascii_only))
    assert [
        line for line in text.splitlines() if columns(line) > width and not line.startswith("Diff: ")
    ] == []
    assert text.isascii() or not ascii_only


def test_the_report_tells_each_change_once() -> None:
    later = weekly("yoga-evening", {0, 2}, FIRST, LAST, at="18:45", staff_id=BEN)
    page = page_of(compared(YOGA, later[:-1]))
    groups = [group for block in page.classes for group in block.groups]
    assert [(group.sign, group.number, group.difference) for group in groups] == [
        ("~", 25, "time: 18:30-19:30 \u2192 18:45-19:45; teacher: Anna \u2192 Ben"),
        ("-", 1, ""),
    ]
    assert page.in_place == ()
    assert "new" not in [words for _, _, words in page.legend]


def test_only_a_move_that_is_new_is_told_as_one() -> None:
    usual = YOGA[0]
    elsewhere = usual._replace(start=usual.start + timedelta(days=1))
    again = elsewhere._replace(details=elsewhere.details._replace(staff_id=BEN))
    assert "Moved: 1 class" in drawn([usual], [elsewhere])
    assert "Moved: 1 class" in drawn([elsewhere], [elsewhere._replace(start=usual.start + timedelta(days=2))])
    assert "Moved" not in drawn([elsewhere], [again])
    assert "Moved" not in drawn([elsewhere], [usual])

"""The week on sheets: every class is on the sheet of its teacher and rooms, and fits every width."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.drawn_plans import comparisons, plans
from unit.render.render_plans import a_style

from reconciler.render import diff_view, plan_view
from reconciler.render.layout import columns
from reconciler.render.shape import PlanView
from reconciler.render.to_markdown import LIMIT, to_markdown
from reconciler.render.week.by import sheets
from reconciler.render.week.text import week_to_text
from reconciler.render.week.typical import week_plans

SOME = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
VIEWS = st.one_of(plans().map(plan_view), comparisons().map(diff_view))
BY = st.sampled_from(["", "teacher", "room"])


@SOME
@given(VIEWS)
def test_the_sheets_together_have_every_class_as_often_as_it_has_doors(view: PlanView) -> None:
    for plan in week_plans(view):
        entries = (*plan.usual, *plan.single)
        for by in ("", "teacher", "room"):
            doors = sum(len(each.days) * (max(len(each.rooms), 1) if by == "room" else 1) for each in entries)
            told = sum(week.counts.total() for sheet in sheets(plan, by) for week in sheet.weeks)
            assert told == doors


@SOME
@given(VIEWS)
def test_a_place_that_is_left_says_where_the_class_is(view: PlanView) -> None:
    for plan in week_plans(view):
        places = {each.start for each in (*plan.usual, *plan.single)}
        for left in plan.left:
            assert left.sign == "~"
            assert left.other is not None
            assert (left.other.place[-5:] or left.start) in places


@SOME
@given(VIEWS, BY, st.integers(40, 200), st.booleans())
def test_every_sheet_keeps_to_the_width(view: PlanView, by: str, width: int, ascii_only: bool) -> None:
    text = week_to_text(view, a_style(width, ascii_only=ascii_only, by=by))
    counts = ("Plan: ", "Diff: ")
    assert max(columns(line) for line in text.splitlines() if not line.startswith(counts)) <= width
    assert text.isascii() or not ascii_only
    assert text == week_to_text(view, a_style(width, ascii_only=ascii_only, by=by))


@SOME
@given(VIEWS, BY)
def test_a_comment_with_sheets_keeps_to_its_budget(view: PlanView, by: str) -> None:
    assert len(to_markdown(view, by)) < LIMIT

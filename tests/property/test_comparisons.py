"""Whatever two revisions hold, every class is told once, in every format, and the formats agree."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

from builders import a_location, a_series, an_occurrence
from hypothesis import given
from hypothesis import strategies as st
from property.test_render import FEW, TEXT, assert_harmless, has_half_a_character, names, plans, validate
from unit.render.render_plans import a_style

from reconciler.model.comparison import ComparedLocation, Comparison, Difference, Revision
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Inputs, Plan, Reason, Selection
from reconciler.model.window import Window
from reconciler.planner.revisions import compare_revisions
from reconciler.render import FORMATS, diff_view, load_plan_view, plan_view, to_json, to_text
from reconciler.render.plan_text.changed import changed_in, folded
from reconciler.render.plan_text.deviating import as_changed, as_ended
from reconciler.render.shape import PlanView
from reconciler.render.to_markdown import LIMIT

STYLE = a_style(100)
_NUMBERS = re.compile(r"^\| (.+) \|$", re.MULTILINE)


@st.composite
def timetables(draw: st.DrawFn) -> list[Occurrence]:
    """Some weeks of some classes; the same addresses come again in other revisions."""
    found: dict[str, Occurrence] = {}
    for class_id in draw(st.sets(st.sampled_from(["yoga", "pilates", "aqua", "swim"]), min_size=1)):
        series = a_series(class_id, slot=draw(st.sampled_from(["", "early"])))
        at = draw(st.sampled_from(["09:00", "18:30"]))
        for week in draw(st.sets(st.integers(0, 8), max_size=8)):
            one = an_occurrence(
                series,
                date(2026, 9, 7) + timedelta(weeks=week),
                at,
                staff_id=draw(st.sampled_from([11, 12])),
                capacity=draw(st.sampled_from([None, 8, 12])),
                comment=draw(st.sampled_from([None, "", "new\nnote", "</details> @all"])),
            )
            found[one.address] = one
    return list(found.values())


def compared(before: list[Occurrence], after: list[Occurrence], was: Names, now: Names) -> PlanView:
    part = ComparedLocation(
        location=a_location(),
        names_before=was,
        names_after=now,
        differences=tuple(compare_revisions(before, after)),
        removals=(),
    )
    at = datetime(2026, 9, 1, tzinfo=UTC)
    return diff_view(
        Comparison(
            before=Revision(name="main", commit="ab" * 20, at=at),
            after=Revision(name="the working tree", commit=None, at=None),
            selection=Selection(window=Window()),
            locations=(part,),
            inputs=Inputs(digest="", files=(), git_revision=None, dirty=None, tzdata="", holidays=None),
            digest_before="",
        )
    )


@FEW
@given(timetables(), timetables())
def test_every_class_of_either_side_is_in_one_difference(
    before: list[Occurrence], after: list[Occurrence]
) -> None:
    found = compare_revisions(before, after)
    assert sorted(one.before.address for one in found if one.before) == sorted(o.address for o in before)
    assert sorted(one.after.address for one in found if one.after) == sorted(o.address for o in after)
    assert compare_revisions(after, after) == [Difference(o, o) for o in sorted(after, key=_place)]


def _place(one: Occurrence) -> tuple[datetime, str, date]:
    return (one.start, one.series.address, one.date)


@FEW
@given(timetables(), timetables(), names(), names())
def test_every_format_counts_the_same(
    before: list[Occurrence], after: list[Occurrence], was: Names, now: Names
) -> None:
    view = compared(before, after, was, now)
    summary = view["summary"]
    counts = (summary["add"], summary["change"], summary["destroy"])
    assert summary["add"] + summary["change"] + summary["no_op"] == len(after)
    assert summary["destroy"] + summary["change"] + summary["no_op"] == len(before)
    assert validate()(view) == []
    if not has_half_a_character(view):
        assert load_plan_view(to_json(view), validate()) == view

    text = to_text(view, STYLE)
    assert_harmless(text, STYLE)
    markdown = FORMATS["markdown"](view, STYLE)
    assert len(markdown) < LIMIT
    assert markdown.startswith("<!-- reconciler:diff -->\n")
    if any(counts):
        assert f"Diff: {counts[0]} to add, {counts[1]} to change, {counts[2]} to destroy." in text
        assert _told(markdown) == counts
    else:
        assert "No changes." in text
        assert "No changes." in markdown
    rows = list(csv.DictReader(StringIO(FORMATS["csv"](view, STYLE), newline="")))
    assert tuple(_rows(rows, kind) for kind in ("create", "update", "delete")) == counts
    for form in ("grid", "html", "ics"):
        assert FORMATS[form](view, STYLE)


def _told(markdown: str) -> tuple[int, ...]:
    """The counts of the table, in its order."""
    row = _NUMBERS.findall(markdown)[2]
    return tuple(int(cell.strip("*")) for cell in row.split(" | "))


def _rows(rows: list[dict[str, str]], kind: str) -> int:
    return sum(row["change"] == kind for row in rows)


@FEW
@given(timetables(), timetables(), names())
def test_folded_and_expanded_words_stand_for_every_change_once(
    before: list[Occurrence], after: list[Occurrence], known: Names
) -> None:
    view = compared(before, after, known, known)
    told = [session for part in folded(changed_in(view), STYLE) for session in part.sessions]
    summary = view["summary"]
    assert sum(one.rhythm.number for one in told) == summary["change"] + summary["destroy"]
    lines = to_text(view, a_style(200, expand=True)).splitlines()
    for sign, number in (("+", "add"), ("~", "change"), ("-", "destroy")):
        assert sum(line.startswith(f"    {sign} ") for line in lines) == summary[number]  # type: ignore[literal-required]  # keys of counts


@FEW
@given(plans())
def test_what_deviates_is_folded_without_a_loss(plan: Plan) -> None:
    view = plan_view(plan)
    for reason, of_drift in ((Reason.DIFFERS, as_changed), (Reason.SURPLUS, as_ended)):
        drift = [each for each in view["drift"] if each["reason"] == reason.value]
        told = [one for part in folded(of_drift(drift), STYLE) for one in part.sessions]
        assert sum(one.rhythm.number for one in told) == len(drift)


@FEW
@given(plans(), TEXT)
def test_a_comment_counts_as_the_plan_does_and_nobody_can_forge_its_marker(plan: Plan, name: str) -> None:
    view = plan_view(plan)
    view["locations"][0]["key"] = name
    markdown = FORMATS["markdown"](view, STYLE)
    assert len(markdown) < LIMIT
    assert markdown.count("<!--") == 1
    assert markdown.count("<details>") == markdown.count("</details>")
    summary = view["summary"]
    counts = tuple(
        summary[key]  # type: ignore[literal-required]  # keys of counts
        for key in ("add", "change", "destroy", "held_back", "conflicts", "drift")
    )
    if any(counts):
        assert _told(markdown) == counts

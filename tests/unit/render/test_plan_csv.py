"""A plan as rows of a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

from builders import BEN, PILATES, a_series, an_activity, an_occurrence, created_from
from unit.render.render_plans import a_location_plan, a_plan, create

from reconciler.model.occurrence import Removal, Step, StepKind
from reconciler.model.plan import Action, ActionKind, Plan, Reason
from reconciler.render import plan_view
from reconciler.render.plan_csv import PLAN_HEADER, plan_to_csv


def rows_of(plan: Plan) -> list[dict[str, str]]:
    text = plan_to_csv(plan_view(plan))
    assert text.count("\r\n") == text.count("\n")
    reader = csv.DictReader(StringIO(text, newline=""))
    assert tuple(reader.fieldnames or ()) == PLAN_HEADER
    return list(reader)


def test_a_create_is_one_row_with_everything_that_will_be_written() -> None:
    series = a_series("aqua-kids", slot="0900", part="ben")
    (row,) = rows_of(a_plan(a_location_plan([create(an_occurrence(series, comment="towels"))])))
    assert (row["change"], row["reason"]) == ("create", "missing")
    assert row["address"] == "mitte/aqua-kids@0900+ben/2026-09-07"
    told = [row[key] for key in ("location", "class", "slot", "part", "date")]
    assert told == ["mitte", "aqua-kids", "0900", "ben", "2026-09-07"]
    assert (row["start"], row["end"]) == ("2026-09-07T18:30:00", "2026-09-07T19:30:00")
    assert (row["service"], row["staff"], row["rooms"], row["capacity"]) == (
        "Yoga Flow",
        "Anna",
        "big hall",
        "12",
    )
    assert row["comment"].startswith("towels #rc:")
    assert (row["file"], row["line"]) == ("schedules/autumn.yaml", "4")


def test_rows_stand_in_the_order_of_time_and_say_what_becomes_of_each_class() -> None:
    there, held, clash, differs = (an_occurrence(day=date(2026, 9, day)) for day in (28, 21, 14, 7))
    other = an_activity(79, held.date, staff_id=BEN, booked=4)
    holiday = Step(StepKind.PUBLIC_HOLIDAY, "Unity", a_series().span)
    actions = [
        Action(
            kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=there, activity=created_from(there, 70)
        ),
        Action(kind=ActionKind.HOLD, reason=Reason.DOUBTFUL_STAFF, occurrence=held, others=(other,)),
        Action(kind=ActionKind.HOLD, reason=Reason.CLASH, occurrence=clash),
        Action(
            kind=ActionKind.REPORT,
            reason=Reason.DIFFERS,
            occurrence=differs,
            activity=created_from(differs, 71),
        ),
    ]
    gone = Removal(a_series(), date(2026, 10, 5), (holiday,))
    rows = rows_of(a_plan(replace(a_location_plan(actions), removals=(gone,))))
    assert [(row["change"], row["date"] or row["start"], row["activity_id"]) for row in rows] == [
        ("drift", "2026-09-07", "71"),
        ("wanted", "2026-09-07", ""),
        ("clash", "2026-09-14", ""),
        ("in the way", "2026-09-21T18:30:00", "79"),
        ("held back", "2026-09-21", ""),
        ("no-op", "2026-09-28", "70"),
        ("removed", "2026-10-05", ""),
    ]
    assert rows[3]["booked"] == "4"
    assert (rows[6]["reason"], rows[6]["comment"]) == ("public holiday", "Unity")


def test_formulas_of_others_stay_text() -> None:
    activity = an_activity(
        1, service_id=PILATES, title="=1+1", comment='=HYPERLINK("x")', instructions="@SUM"
    )
    (row,) = rows_of(
        a_plan(a_location_plan([Action(kind=ActionKind.REPORT, reason=Reason.UNDECLARED, activity=activity)]))
    )
    assert row["comment"] == '\'=HYPERLINK("x")'
    assert row["instructions"] == "'@SUM"

"""What the first screen of the report says of each kind of change."""

from __future__ import annotations

from datetime import date

from builders import an_activity, an_occurrence
from unit.render.render_plans import a_location_plan, a_plan, create, weekly

from reconciler.model.plan import Action, ActionKind, FieldChange, Reason
from reconciler.render import plan_view
from reconciler.render.html.headline import Headline
from reconciler.render.html.page import page_of

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 1)


def glance_of(*actions: Action) -> tuple[Headline, ...]:
    return page_of(plan_view(a_plan(a_location_plan(actions)))).glance


def test_a_few_rules_stand_there_with_their_dates() -> None:
    (created,) = glance_of(*map(create, weekly("yoga", {0, 2}, FIRST, LAST)))
    assert created.words == "create: 16 classes, 7 Sep to 28 Oct 2026"
    (line,) = created.lines
    assert line.when.startswith("Mon, Wed 18:30")
    assert "Yoga Flow" in line.what
    assert "16 classes" in line.dates


def test_many_rules_become_their_services_and_teachers() -> None:
    season = [each for n in range(9) for each in weekly(f"yoga-{n}", {n % 7}, FIRST, LAST, at=f"{10 + n}:00")]
    (created,) = glance_of(*map(create, season))
    assert created.words.startswith("create: 72 classes in 9 series")
    (line,) = created.lines
    assert line.when == "Yoga Flow"
    assert line.what.startswith("with ")


def test_a_time_that_differs_on_every_date_is_one_line() -> None:
    mondays = [date(2026, 9, day) for day in (7, 14, 21)]
    (differs,) = glance_of(*map(_later, mondays))
    assert differs.words == "differs, not written: 3 classes, 7 to 21 Sep 2026"
    assert [line.when for line in differs.lines] == ["Mon 18:15-19:15 → 18:30-19:30"]


def test_nothing_that_changes_says_nothing() -> None:
    assert glance_of() == ()


def _later(day: date) -> Action:
    """A class that is there a quarter of an hour before the files want it."""
    there, wanted = an_activity(day=day, at="18:15"), an_occurrence(day=day)
    return Action(
        kind=ActionKind.REPORT,
        reason=Reason.DIFFERS,
        occurrence=wanted,
        activity=there,
        changes=(FieldChange(field="start", before=there.start, after=wanted.start),),
    )

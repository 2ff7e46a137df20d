"""What holidays and own calendars close, for whom."""

from __future__ import annotations

from datetime import date

from unit.expand.builders import (
    MON,
    SAT,
    closure,
    exception,
    group,
    own_calendar,
    period,
    policy,
    schedule,
    settings,
    slot,
    span,
    weekly,
)

from reconciler.expand import expand
from reconciler.model.calendars import PolicyKind
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import Rotation, Selector

KIDS = Selector(tags=frozenset({"kids"}))
AUTUMN = (period("2026-09-28 to 2026-10-26"),)
BRIDGE = own_calendar("bridge-days", "2026-10-05: day off", "2026-10-19 to 2026-10-24")


def own(calendar="bridge-days", *keep, line=51, **fields):
    return policy(calendar, *keep, kind=PolicyKind.OWN, line=line, **fields)


def school(calendar="DE-BE", *keep, line=52, **fields):
    return policy(calendar, *keep, kind=PolicyKind.SCHOOL, line=line, **fields)


def kids(id="swim", **fields):  # noqa: A002 - the field's name
    return group(id, tags=("kids",), settings=settings(staff_id=6, **fields), periods=AUTUMN, line=11)


def yoga(**fields):
    return group(settings=settings(**fields), periods=AUTUMN)


def removed(*classes, **fields):
    """What fell out, by class and date, in the words of the trace."""
    fields.setdefault("calendars", {"bridge-days": BRIDGE})
    found = expand(schedule(*classes, **fields))
    assert found.diagnostics == ()
    return {f"{one.series.class_id} {one.date}": one.trace[-1].text for one in found.removals}


def findings(*classes, **fields):
    fields.setdefault("calendars", {"bridge-days": BRIDGE})
    return expand(schedule(*classes, **fields)).diagnostics


def test_school_holidays_are_for_those_whom_the_policy_names():
    assert removed(yoga(), kids(), policies=(school(who=KIDS),)) == {
        "swim 2026-10-19": "school holiday (Herbstferien)",
        "swim 2026-10-26": "school holiday (Herbstferien)",
    }


def test_the_days_of_an_own_calendar_close_with_their_reason():
    assert removed(yoga(), policies=(own(because="quiet"),)) == {
        "yoga 2026-10-05": "closed day of bridge-days (day off): quiet",
        "yoga 2026-10-19": "closed day of bridge-days: quiet",
    }


def test_an_own_calendar_may_stand_in_for_a_table_of_holidays():
    assert removed(yoga(), policies=(school("bridge-days", "2026-10-19"),)) == {
        "yoga 2026-10-05": "school holiday (day off)"
    }


def test_a_kept_day_is_open():
    assert removed(yoga(), policies=(own("bridge-days", "2026-10-05"),)).keys() == {"yoga 2026-10-19"}


def test_a_policy_about_some_classes_counts_before_the_one_about_all():
    policies = (own(), own(who=KIDS, do="keep", line=53))
    assert removed(yoga(), kids(), policies=policies).keys() == {"yoga 2026-10-05", "yoga 2026-10-19"}
    policies = (own(), own("bridge-days", "2026-10-05", who=KIDS, line=53))
    assert "swim 2026-10-05" not in removed(yoga(), kids(), policies=policies)


def test_the_policy_of_one_calendar_does_not_speak_for_another():
    policies = (own(), school(who=KIDS, do="keep"))
    assert "swim 2026-10-19" in removed(kids(), policies=policies)


def test_the_trace_names_the_first_of_several_rules_in_a_fixed_order():
    everything = {
        "policies": (own(line=1), school(line=2), policy("DE-BE", line=3)),
        "closures": (closure("2026-09-28 to 2026-10-26", line=0),),
    }
    saturdays = yoga(recurrence=weekly(MON, SAT))
    found = removed(saturdays, **everything)
    assert found["yoga 2026-10-03"] == "public holiday (Tag der Deutschen Einheit)"
    assert found["yoga 2026-10-19"] == "school holiday (Herbstferien)"
    assert found["yoga 2026-10-05"] == "closed day of bridge-days (day off)"
    assert found["yoga 2026-10-12"] == "closed"
    turned = {name: rules[::-1] for name, rules in everything.items()}
    assert removed(saturdays, **turned) == found


def test_teacher_and_room_of_the_date_choose_the_policy():
    ben = Selector(staff_ids=frozenset({6}))
    assert removed(yoga(), kids(slots=(slot("20:00"),)), policies=(own(who=ben),)).keys() == {
        "swim 2026-10-05",
        "swim 2026-10-19",
    }


def test_of_teachers_who_take_turns_those_meant_are_closed():
    turns = Rotation(staff_ids=(5, 6), each="week", first=date(2026, 9, 28), span=span(12))
    ben = Selector(staff_ids=frozenset({6}))
    rotating = yoga(turns=turns)
    assert removed(rotating, policies=(own(who=ben),)).keys() == {"yoga 2026-10-05", "yoga 2026-10-19"}
    anna = Selector(staff_ids=frozenset({5}))
    assert removed(rotating, policies=(own(who=anna),)) == {}


def test_two_policies_that_disagree_about_a_class_are_an_error_at_both_places():
    policies = (own(who=KIDS, line=53), own(who=Selector(class_ids=frozenset({"swim"})), do="keep", line=54))
    (found,) = findings(yoga(), kids(), policies=policies)
    assert (found.code, found.severity, found.span) == ("EXP030", Severity.ERROR, span(54))
    assert found.related == (("the other one", span(53)), ("the class", span(11)))
    assert findings(yoga(), policies=policies) == ()


def test_two_policies_that_agree_about_a_class_are_fine():
    policies = (own(who=KIDS, line=53), own(who=Selector(class_ids=frozenset({"swim"})), line=54))
    assert removed(yoga(), kids(), policies=policies).keys() == {"swim 2026-10-05", "swim 2026-10-19"}


def test_missing_tables_matter_only_as_far_as_the_classes_of_the_policy_run():
    late = group(periods=(period("2026-10-01 to 2080-01-01"),))
    assert findings(late, kids(), policies=(school(who=KIDS),)) == ()
    (found,) = findings(late, kids(), policies=(school(),))
    assert found.code == "EXP032"


def test_a_calendar_that_does_not_cover_its_classes_is_an_error():
    short = own_calendar("bridge-days", "2026-10-05", covers="2026-10-01 to 2026-12-31")
    (found,) = findings(yoga(), policies=(own(),), calendars={"bridge-days": short})
    assert (found.code, found.span, found.related) == ("EXP034", span(51), (("the calendar", span(45)),))
    wide = own_calendar("bridge-days", "2026-10-05", covers="2026-09-28 to 2026-10-26")
    assert findings(yoga(), policies=(own(),), calendars={"bridge-days": wide}) == ()


def test_a_calendar_without_a_day_while_its_classes_run_is_a_warning():
    old = own_calendar("bridge-days", "2025-10-05")
    (found,) = findings(yoga(), policies=(own(),), calendars={"bridge-days": old})
    assert (found.code, found.severity) == ("EXP035", Severity.WARNING)
    assert found.summary == "bridge-days has no day in 2026, so this closes nothing"
    short = group(periods=(period("2026-11-02 to 2026-11-09"),))
    assert findings(short, policies=(own(), policy("DE-BE"), school())) == ()


def test_a_kept_date_that_is_none_of_the_calendar_is_a_warning_with_the_nearest():
    (found,) = findings(yoga(), policies=(own("bridge-days", "2026-10-06"),))
    assert (found.code, found.hint) == ("EXP014", "the nearest is 2026-10-05 (day off)")
    (found,) = findings(yoga(recurrence=weekly(SAT)), policies=(policy("DE-BE", "2026-10-02"),))
    assert found.hint == "the nearest is 2026-10-03 (Tag der Deutschen Einheit)"


def test_an_exception_keeps_what_an_own_calendar_closes():
    kept = exception("2026-10-05", keep=True)
    found = expand(schedule(yoga(), policies=(own(),), calendars={"bridge-days": BRIDGE}, exceptions=(kept,)))
    assert date(2026, 10, 5) in {one.date for one in found.occurrences}
    assert found.diagnostics == ()

"""Teachers who are away."""

from __future__ import annotations

from typing import Any

from unit.expand.builders import change, closure, day, days, exception, group, minute, schedule, span

from reconciler.expand import Expansion, expand
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import Course, Schedule, Settings
from reconciler.model.staffing import Absence, Cover, Qualification, Spell, Staffing

ANNA, BEN, CLARA = 5, 6, 7
CANCEL = Cover(None)


def away(
    on: str, cover: Cover | None = None, *, staff_id: int = ANNA, line: int = 70, **fields: Any
) -> Absence:
    when = Spell((days(on),), *(minute(at) if at else None for at in fields.pop("hours", (None, None))))
    full = {"by_class": {}, "because": "", **fields}
    return Absence(staff_id=staff_id, when=when, cover=cover, span=span(line), **full)


def staffing(*absences: Absence, **fields: Any) -> Staffing:
    by_person: dict[int, tuple[Absence, ...]] = {}
    for one in absences:
        by_person[one.staff_id] = (*by_person.get(one.staff_id, ()), one)
    return Staffing(absences=by_person, **fields)


def with_absences(*absences: Absence, **fields: Any) -> Schedule:
    """Yoga with Anna on 7, 14, 21 and 28 September 2026."""
    return schedule(group(**fields.pop("of", {})), staffing=staffing(*absences), **fields)


def teachers(expansion: Expansion) -> dict[str, int | None]:
    return {one.date.isoformat()[5:]: one.details.staff_id for one in expansion.occurrences}


def codes(expansion: Expansion) -> list[str]:
    return [one.code for one in expansion.diagnostics]


def test_the_cover_takes_over_and_the_trace_says_why() -> None:
    found = expand(with_absences(away("2026-09-10 to 2026-09-22", Cover(BEN), because="vacation")))
    assert teachers(found) == {"09-07": ANNA, "09-14": BEN, "09-21": BEN, "09-28": ANNA}
    assert codes(found) == []
    last = found.occurrences[1].trace[-1]
    assert (last.kind, last.text) == (StepKind.ABSENCE, "Anna is away (vacation): Ben takes over")
    assert last.span == span(70)


def test_a_cancelled_class_is_a_removal_that_says_why() -> None:
    found = expand(with_absences(away("2026-09-14", CANCEL)))
    assert set(teachers(found)) == {"09-07", "09-21", "09-28"}
    (removal,) = found.removals
    assert (removal.date, removal.trace[-1].text) == (day("2026-09-14"), "Anna is away: cancelled")


def test_a_class_may_have_its_own_answer() -> None:
    found = expand(with_absences(away("2026-09-14", CANCEL, by_class={"yoga": Cover(BEN)})))
    assert teachers(found)["09-14"] == BEN


def test_without_an_answer_it_is_an_error_that_lists_the_dates() -> None:
    found = expand(with_absences(away("2026-09-14 to 2026-09-21")))
    assert [one.code for one in found.diagnostics] == ["EXP050"]
    assert "2026-09-14, 2026-09-21" in found.diagnostics[0].summary


def test_a_part_of_a_day_touches_what_reaches_into_it() -> None:
    # the lesson is 18:30 to 19:25
    assert (
        teachers(expand(with_absences(away("2026-09-14", Cover(BEN), hours=("19:00", None)))))["09-14"] == BEN
    )
    assert (
        teachers(expand(with_absences(away("2026-09-14", Cover(BEN), hours=(None, "18:35")))))["09-14"] == BEN
    )
    late = expand(with_absences(away("2026-09-14", Cover(BEN), hours=("19:25", None))))
    assert teachers(late)["09-14"] == ANNA
    assert codes(late) == ["EXP054"]


def test_the_teacher_of_a_change_counts_not_the_one_of_the_class() -> None:
    changed = {"changes": (change("2026-09-14 to 2026-09-20", staff_id=BEN),)}
    found = expand(with_absences(away("2026-09-14 to 2026-09-21", Cover(CLARA)), of=changed))
    assert teachers(found) == {"09-07": ANNA, "09-14": BEN, "09-21": CLARA, "09-28": ANNA}


def test_nobody_covers_on_a_closed_day() -> None:
    found = expand(with_absences(away("2026-09-14 to 2026-09-21", CANCEL), closures=(closure("2026-09-14"),)))
    assert [one.trace[-1].kind for one in found.removals] == [StepKind.CLOSURE, StepKind.ABSENCE]


def test_an_absence_that_meets_no_class_is_a_warning() -> None:
    assert codes(expand(with_absences(away("2026-09-15", CANCEL)))) == ["EXP054"]
    named = away("2026-09-14", CANCEL, by_class={"pilates": Cover(BEN)})
    assert codes(expand(with_absences(named))) == ["EXP054"]


def test_a_cover_who_is_away_too_is_an_error_with_both_places() -> None:
    both = (away("2026-09-14", Cover(BEN)), away("2026-09-14", CANCEL, staff_id=BEN, line=71))
    found = expand(with_absences(*both)).diagnostics
    (wrong,) = [one for one in found if one.code == "EXP052"]
    assert wrong.span == span(70)
    assert wrong.related[0][1] == span(71)


def test_two_absences_must_not_meet_one_class() -> None:
    both = (away("2026-09-14", CANCEL), away("2026-09-14 to 2026-09-21", Cover(BEN), line=71))
    assert codes(expand(with_absences(*both))) == ["EXP055"]


def test_a_cover_clashes_like_any_teacher() -> None:
    busy = group("pilates", settings=group().settings.__class__(**_fields(staff_id=BEN)), line=11)
    found = expand(schedule(group(), busy, staffing=staffing(away("2026-09-14", Cover(BEN)))))
    assert codes(found) == ["EXP016"]


def _fields(**changed: Any) -> dict[str, Any]:
    own = group().settings
    return {name: getattr(own, name) for name in Settings.__dataclass_fields__} | changed


def test_an_exception_names_another_teacher_for_a_covered_or_a_cancelled_date() -> None:
    other = exception("2026-09-14", settings=Settings(staff_id=CLARA))
    for cover in (Cover(BEN), CANCEL):
        found = expand(with_absences(away("2026-09-14", cover), exceptions=(other,)))
        assert teachers(found)["09-14"] == CLARA
        assert codes(found) == []
        assert [step.kind for step in found.occurrences[1].trace][-2:] == [
            StepKind.ABSENCE,
            StepKind.EXCEPTION,
        ]


def test_keep_lets_a_cancelled_class_run_with_its_own_teacher() -> None:
    found = expand(
        with_absences(away("2026-09-14", CANCEL), exceptions=(exception("2026-09-14", keep=True),))
    )
    assert teachers(found)["09-14"] == ANNA
    assert codes(found) == []


def test_an_exception_that_only_changes_the_seats_of_a_cancelled_class_is_an_error() -> None:
    seats = exception("2026-09-14", settings=Settings(capacity=8))
    found = expand(with_absences(away("2026-09-14", CANCEL), exceptions=(seats,)))
    assert codes(found) == ["EXP004"]


def test_an_exception_that_names_the_absent_teacher_is_an_error_unless_another_keeps_it() -> None:
    named = exception("2026-09-14", settings=Settings(staff_id=ANNA))
    assert codes(expand(with_absences(away("2026-09-14", Cover(BEN)), exceptions=(named,)))) == ["EXP056"]
    kept = exception("2026-09-14", keep=True, line=61)
    found = expand(with_absences(away("2026-09-14", Cover(BEN)), exceptions=(named, kept)))
    assert codes(found) == []
    assert teachers(found)["09-14"] == ANNA


def test_a_cancelled_session_counts_like_a_closed_day_in_a_course() -> None:
    for if_closed, last in (("extend", "09-28"), ("lose", "09-21")):
        course = {"course": Course(sessions=3, if_closed=if_closed)}
        found = expand(with_absences(away("2026-09-14", CANCEL), of=course))
        assert max(teachers(found)) == last


def test_a_cover_gives_only_services_that_are_hers() -> None:
    gives = {BEN: Qualification(service_ids=frozenset({8}), span=span(80))}
    declared = staffing(away("2026-09-14 to 2026-09-21", Cover(BEN)), qualified=gives)
    (wrong,) = expand(schedule(group(), staffing=declared)).diagnostics
    assert wrong.code == "EXP051"
    assert wrong.summary == "Ben does not give #9: yoga on 2026-09-14, 2026-09-21"
    assert (wrong.span, wrong.related[0][1]) == (span(70), span(80))


def test_open_dates_are_counted() -> None:
    declared = staffing(away("2026-09-14 to 2026-09-21", Cover(90)), placeholder_ids=frozenset({90}))
    (wrong,) = expand(schedule(group(), staffing=declared)).diagnostics
    assert (wrong.code, wrong.summary) == (
        "EXP053",
        "yoga has nobody to teach it yet on 2 dates: 2026-09-14, 2026-09-21",
    )

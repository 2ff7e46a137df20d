"""Random plans with every kind of action and reason, and comparisons with every kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from builders import a_location, a_series, an_activity, an_occurrence, created_from
from hypothesis import strategies as st
from property.test_render import TEXT, names
from unit.render.render_plans import NOW, a_plan

from reconciler.model.comparison import ComparedLocation, Comparison, Revision
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.hindrance import Hindrance, HindranceKind
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal, Series, Step, StepKind
from reconciler.model.plan import (
    Action,
    ActionKind,
    FieldChange,
    Gate,
    Inputs,
    LiveRead,
    LocationPlan,
    Plan,
    Reason,
    Requests,
    Selection,
)
from reconciler.model.window import Window
from reconciler.planner.revisions import compare_revisions, newly_removed

MONDAY = date(2026, 9, 7)
PLACES = (a_location(), a_location("lisboa", 102, "Europe/Lisbon"))
DOUBTS = [
    Reason.FROZEN, Reason.DOUBTFUL_STAFF, Reason.DOUBTFUL_TIME, Reason.DOUBTFUL_SERVICE, Reason.DOUBTFUL_TIE,
    Reason.DOUBTFUL_RENAMED, Reason.IN_DOUBT, Reason.CLASH, Reason.TOO_CLOSE,
]  # fmt: skip
LOOSE = [Reason.SURPLUS, Reason.UNDECLARED, Reason.DUPLICATE, Reason.NATIVE_SCHEDULE]
RULES = [StepKind.CLOSURE, StepKind.PUBLIC_HOLIDAY, StepKind.ABSENCE, StepKind.EXCEPTION]
MAYBE_TEXT = st.one_of(st.none(), st.none(), TEXT)

Timetable = tuple[list[Occurrence], list[Removal]]


@st.composite
def details(draw: st.DrawFn) -> dict[str, Any]:
    """All that a class can have."""
    return {
        "service_id": draw(st.sampled_from([501, 502])),
        "staff_id": draw(st.sampled_from([11, 12, 99])),
        "room_ids": draw(st.sampled_from([None, (), (31,), (31, 32)])),
        "label_ids": draw(st.sampled_from([None, (), (41,)])),
        "capacity": draw(st.sampled_from([None, 1, 12])),
        "length_s": draw(st.sampled_from([None, 2700, 4200, 28800])),
        "break_s": draw(st.sampled_from([None, 0, 600])),
        "comment": draw(MAYBE_TEXT),
        "color": draw(MAYBE_TEXT),
        "instructions": draw(MAYBE_TEXT),
        "link": draw(MAYBE_TEXT),
    }


@st.composite
def series(draw: st.DrawFn, class_id: str, slot: str) -> Series:
    where = draw(st.sampled_from(PLACES))
    return a_series(
        class_id,
        location=where.key,
        location_id=where.id,
        timezone=where.timezone,
        slot=slot,
        allow_overlap=draw(st.booleans()),
        marked=draw(st.booleans()),
        span=Span(draw(st.sampled_from(["a.yaml", "b c.yaml"])), draw(st.integers(1, 99)), 3, 9, 9),
    )


def part_of(its: Series, part: str) -> Series:
    """One of the groups of a class that runs in parallel."""
    return a_series(
        its.class_id, location=its.location, location_id=its.location_id, timezone=its.timezone,
        slot=its.slot, allow_overlap=its.allow_overlap, marked=its.marked, span=its.span, part=part,
    )  # fmt: skip


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    """A few classes, most of them weekly, with dates that fall out, move or have details of their own."""
    wanted: list[Occurrence] = []
    gone: list[Removal] = []
    picked = draw(
        st.lists(
            st.tuples(st.sampled_from(["yoga", "aqua", "swim"]), st.sampled_from(["", "early"])),
            max_size=3,
            unique=True,
        )
    )
    for class_id, slot in picked:
        whole, at = draw(series(class_id, slot)), draw(st.sampled_from(["07:05", "18:30", "23:30"]))
        usual, other = draw(details()), draw(details())
        weekday, number = draw(st.integers(0, 6)), draw(st.integers(1, 9))
        days_of_it = [MONDAY + timedelta(weeks=week, days=weekday) for week in range(number)]
        parts = draw(st.sampled_from([[whole], [whole], [part_of(whole, "ben"), part_of(whole, "jo")]]))
        for its, day in ((its, day) for its in parts for day in days_of_it):
            if its.part:
                usual = {**usual, "staff_id": 11 if its.part == "ben" else 12}
            fate = draw(st.sampled_from(["", "", "", "", "gone", "moved", "other"]))
            trace = (Step(StepKind.PATTERN, f"every week at {at}", its.span),)
            if fate == "gone":
                rule = Step(draw(st.sampled_from(RULES)), draw(TEXT), Span("c.yaml", 7, 1, 7, 9))
                gone.append(Removal(its, day, (*trace, rule)))
                continue
            to = day + timedelta(days=draw(st.integers(-9, 9))) if fate == "moved" else day
            made = an_occurrence(its, day, at, starts_on=to, **(other if fate == "other" else usual))
            if fate == "moved":
                rule = Step(StepKind.EXCEPTION, draw(TEXT), Span("d.yaml", 8, 1, 8, 9))
                made = made._replace(trace=(*trace, rule))
            wanted.append(made)
    return wanted, gone


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of two locations, in which anything may become of any class."""
    wanted, gone = draw(timetables())
    number = iter(range(9001, 9999))
    parts = []
    for where in PLACES:
        actions = [draw(an_action(one, number)) for one in wanted if one.series.location == where.key]
        loose = draw(st.lists(days(), max_size=3))
        actions += [draw(a_report(day, next(number))) for day in loose]
        parts.append(
            LocationPlan(
                location=where,
                names=draw(names()),
                actions=tuple(actions),
                gates=tuple(draw(st.lists(gates(), max_size=1))),
                live=LiveRead(count=3, digest="ab" * 32, read_from=NOW),
                past=draw(st.integers(0, 2)),
                unpublished=draw(st.integers(0, 2)),
                removals=tuple(each for each in gone if each.series.location == where.key),
            )
        )
    writes = sum(action.kind is ActionKind.CREATE for part in parts for action in part.actions)
    return a_plan(
        *parts,
        environment=draw(TEXT.filter(bool)),
        sandbox=draw(st.booleans()),
        selection=Selection(window=Window(), targets=tuple(draw(st.lists(TEXT, max_size=1)))),
        requests=Requests(read=3, write=writes, check=7, eta_s=19),
        diagnostics=tuple(draw(st.lists(findings(), max_size=2))),
    )


def days() -> st.SearchStrategy[date]:
    return st.integers(0, 60).map(lambda days: MONDAY + timedelta(days=days))


def gates() -> st.SearchStrategy[Gate]:
    return st.builds(Gate, name=TEXT, limit=TEXT, actual=TEXT, passed=st.booleans(), remedy=TEXT)


def findings() -> st.SearchStrategy[Diagnostic]:
    return st.builds(
        Diagnostic,
        code=st.sampled_from(["EXP016", "LOAD001"]),
        severity=st.sampled_from(Severity),
        summary=TEXT,
        detail=TEXT,
        hint=TEXT,
        span=st.one_of(st.none(), st.builds(Span, TEXT, st.just(3), st.just(4), st.just(3), st.just(9))),
        related=st.lists(st.tuples(TEXT, st.just(Span("e f.yaml", 5, 1, 5, 9))), max_size=1).map(tuple),
    )


@st.composite
def an_action(draw: st.DrawFn, one: Occurrence, number: Any) -> Action:
    """What becomes of a class that is wanted."""
    kind = draw(st.sampled_from([*[ActionKind.CREATE] * 4, *ActionKind]))
    if kind is ActionKind.CREATE:
        return Action(kind=kind, reason=Reason.MISSING, occurrence=one)
    there = created_from(one, next(number), booked=draw(st.sampled_from([None, 0, 7])))
    if kind is ActionKind.NO_OP:
        return Action(kind=kind, reason=Reason.IN_PLACE, occurrence=one, activity=there)
    if kind is ActionKind.HOLD:
        return draw(held(one, number))
    fields = draw(details())
    changed = one.details._replace(
        **{key: value for key, value in fields.items() if value is not None and draw(st.booleans())}
    )
    shift = timedelta(hours=draw(st.integers(-1, 1)))
    there = there._replace(details=changed, start=one.start + shift, utc=one.utc + int(shift.total_seconds()))
    changes = [
        FieldChange(field=field, before=before, after=after)
        for field, before, after in zip(one.details._fields, changed, one.details, strict=True)
        if after is not None and before != after
    ]
    if shift:
        changes.insert(0, FieldChange(field="start", before=there.start, after=one.start))
    if not changes:
        return Action(kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=one, activity=there)
    return Action(kind=kind, reason=Reason.DIFFERS, occurrence=one, activity=there, changes=tuple(changes))


@st.composite
def held(draw: st.DrawFn, one: Occurrence, number: Any) -> Action:
    reason = draw(st.sampled_from(DOUBTS))
    others = tuple(
        an_activity(
            next(number), one.start.date(), title=draw(TEXT), booked=draw(st.sampled_from([None, 0, 5])),
            staff_id=draw(st.sampled_from([11, 98])), staff_name=draw(TEXT),
        )._replace(utc=None)
        for _ in range(draw(st.integers(0, 4)))
    )  # fmt: skip
    hindrances = tuple(
        Hindrance(
            draw(st.sampled_from(HindranceKind)),
            draw(st.sampled_from([11, 31, 77])),
            other.id,
            draw(st.sampled_from([place.key for place in PLACES])),
            900,
            draw(st.sampled_from([-1, 300])),
        )
        for other in others
        if reason in (Reason.CLASH, Reason.TOO_CLOSE)
    )
    return Action(kind=ActionKind.HOLD, reason=reason, occurrence=one, others=others, hindrances=hindrances)


@st.composite
def a_report(draw: st.DrawFn, day: date, number: int) -> Action:
    """Something that is there and that the files do not have."""
    activity = an_activity(
        number, day, draw(st.sampled_from(["07:05", "18:30"])), title=draw(TEXT), staff_name=draw(TEXT),
        booked=draw(st.sampled_from([None, 0, 7])), **draw(details()),
    )  # fmt: skip
    reason = draw(st.sampled_from(LOOSE))
    return Action(kind=ActionKind.REPORT, reason=reason, activity=activity._replace(utc=None))


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Two timetables of the same classes."""
    before, _ = draw(timetables())
    after, gone = draw(st.one_of(timetables(), edited(before)))
    found = comparison(before, after, gone, (draw(names()), draw(names())), draw(TEXT.filter(bool)))
    return replace(found, diagnostics=tuple(draw(st.lists(findings(), max_size=2))))


@st.composite
def edited(draw: st.DrawFn, before: Sequence[Occurrence]) -> Timetable:
    """The same timetable after somebody changed a thing or two in all classes, or in some."""
    fields = draw(details())
    wanted: list[Occurrence] = []
    gone: list[Removal] = []
    names_changed = {one.series.address: draw(st.sampled_from(["", "", "renamed"])) for one in before}
    overlap = draw(st.booleans())
    for one in before:
        fate = draw(st.sampled_from(["", "", "field", "later", "overlap", "gone", "lost"]))
        its = one.series
        if names_changed[its.address]:
            its = a_series(
                f"new-{its.class_id}", location=its.location, location_id=its.location_id,
                timezone=its.timezone, slot=its.slot, part=its.part, allow_overlap=its.allow_overlap,
                marked=its.marked,
            )  # fmt: skip
        made = one._replace(series=its)
        if fate == "field":
            key = draw(st.sampled_from(sorted(fields)))
            made = made._replace(details=made.details._replace(**{key: fields[key]}))
        elif fate == "later":
            made = made._replace(start=made.start + timedelta(minutes=15), utc=made.utc + 900)
        elif fate == "overlap":
            flipped = a_series(
                its.class_id, location=its.location, location_id=its.location_id, timezone=its.timezone,
                slot=its.slot, allow_overlap=overlap, marked=its.marked, span=its.span, part=its.part,
            )  # fmt: skip
            made = made._replace(series=flipped)
        elif fate == "gone":
            rule = Step(draw(st.sampled_from(RULES)), draw(TEXT), Span("c.yaml", 7, 1, 7, 9))
            gone.append(Removal(one.series, one.date, (*one.trace, rule)))
            continue
        elif fate == "lost":
            continue
        wanted.append(made)
    return wanted, gone


def comparison(
    before: Sequence[Occurrence],
    after: Sequence[Occurrence],
    gone: Sequence[Removal],
    known: tuple[Names, Names],
    name: str,
) -> Comparison:
    """What lies between the two."""
    parts = []
    for where in sorted(PLACES, key=lambda place: place.key):
        was, now = ([one for one in its if one.series.location == where.key] for its in (before, after))
        differences = compare_revisions(was, now)
        parts.append(
            ComparedLocation(
                location=where,
                names_before=known[0],
                names_after=known[1],
                differences=tuple(differences),
                removals=newly_removed(
                    (each for each in gone if each.series.location == where.key), differences
                ),
            )
        )
    return Comparison(
        before=Revision(name=name, commit="ab" * 20, at=datetime(2026, 9, 1, tzinfo=UTC)),
        after=Revision(name="the working tree", commit=None, at=None),
        selection=Selection(window=Window()),
        locations=tuple(parts),
        inputs=Inputs(digest="", files=(), git_revision=None, dirty=None, tzdata="", holidays=None),
        digest_before="",
    )

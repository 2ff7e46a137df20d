"""What the report says, in words and tables, before it is HTML.

Takes a `PlanView`; returns a `Page` of plain frozen values for the template. Texts of others
are in it as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reconciler.model.plan import Reason
from reconciler.render.class_shape import DetailsView
from reconciler.render.dates import WEEKDAYS, classes, counted, duration, full_day, month_day, stretch
from reconciler.render.details_words import value_words
from reconciler.render.escape import visible
from reconciler.render.layout import Style
from reconciler.render.plan_text.covered import covered
from reconciler.render.plan_text.heads import times_words
from reconciler.render.plan_text.rule_words import ClassWords, RuleWords, class_words
from reconciler.render.series import series_of
from reconciler.render.shape import DriftView, HeldView, PlanView, ResourceChange
from reconciler.render.week.typical import IN_PLACE, Entry, WeekPlan, week_plans
from reconciler.render.wording import FIELDS, LEGEND, REASONS, SIGNS

WORDS = Style(width=200, color=False, expand=False, escape=visible)
"""Phrases are escaped as HTML as a whole, so names in them need only be visible."""
KINDS = {"+": "create", "~": "differs", "-": "undeclared", "=": "native", "!": "decide", IN_PLACE: "same"}
"""Class names of the signs in the style sheet."""


class Total(NamedTuple):
    """One number of the summary."""

    number: int
    words: str
    kind: str


class Row(NamedTuple):
    """One class on one date."""

    kind: str
    day: str
    date: str
    hours: str
    service: str
    staff: str
    rooms: str
    seats: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBlock:
    """One class of which something is created, with its rules and its dates."""

    anchor: str
    head: str
    number: int
    rules: tuple[RuleWords, ...]
    rows: tuple[Row, ...]
    services: tuple[str, ...]
    staff: tuple[str, ...]
    rooms: tuple[str, ...]


class Cell(NamedTuple):
    """One line in a cell of the week."""

    entry: Entry
    kind: str
    anchor: str
    """Block of its class, "" if there is none."""
    when: str


class GridRow(NamedTuple):
    """One time of day; a tuple of cells for each weekday."""

    time: str
    days: tuple[tuple[Cell, ...], ...]


class Bar(NamedTuple):
    """One week of the season."""

    label: str
    total: int
    height: int
    """0 to 40."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationBlock:
    """The timetable of one location."""

    key: str
    timezone: str
    weekdays: tuple[str, ...]
    rows: tuple[GridRow, ...]
    single: tuple[Cell, ...]
    bars: tuple[Bar, ...]


class ReasonBlock(NamedTuple):
    """Classes that are held back or deviate for one reason."""

    kind: str
    sign: str
    sentence: str
    next_step: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole report."""

    title: str
    environment: str
    sandbox: bool
    partial: bool
    gates: tuple[tuple[str, str], ...]
    totals: tuple[Total, ...]
    cost: str
    legend: tuple[tuple[str, str, str], ...]
    locations: tuple[LocationBlock, ...]
    classes: tuple[ClassBlock, ...]
    held: tuple[ReasonBlock, ...]
    clashes: tuple[ReasonBlock, ...]
    drift: tuple[ReasonBlock, ...]
    services: tuple[str, ...]
    staff: tuple[str, ...]
    rooms: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def page_of(view: PlanView) -> Page:
    """The report of a plan."""
    weeks = week_plans(view)
    blocks = tuple(_class_blocks(view))
    anchors = {words: block.anchor for block in blocks for words in [block.anchor]}
    locations = tuple(_location(plan, anchors.keys()) for plan in weeks)
    entries = [entry for plan in weeks for entry in (*plan.usual, *plan.single)]
    kinds = {entry.sign for entry in entries}
    return Page(
        title=_title(view),
        environment=view["environment"],
        sandbox=view["sandbox"],
        partial=not view["complete"],
        gates=tuple(_gates(view)),
        totals=_totals(view),
        cost=_cost(view),
        legend=tuple((sign, KINDS[sign], words) for sign, words in LEGEND.items() if sign in kinds),
        locations=locations,
        classes=blocks,
        held=tuple(_held(view["held_back"])),
        clashes=tuple(_held(view["conflicts"])),
        drift=tuple(_drift(view["drift"])),
        services=_names(entry.service for entry in entries),
        staff=_names(entry.staff for entry in entries),
        rooms=_names(room for entry in entries for room in entry.rooms),
        facts=tuple(_facts(view)),
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=str.casefold))


def _title(view: PlanView) -> str:
    keys = [each["key"] for each in view["locations"]]
    where = ", ".join(keys) if len(keys) <= 3 else f"{len(keys)} locations"
    dates = covered(view)
    return where if dates is None else f"{where}, {stretch(*dates)}"


def _gates(view: PlanView) -> Iterator[tuple[str, str]]:
    for gate in view["gates"]:
        if not gate["passed"]:
            text = f"{gate['actual']}; {gate['limit']}. {gate['remedy']}".strip()
            yield f"Cannot be applied: {gate['name']} at {gate['location']}", text


def _totals(view: PlanView) -> tuple[Total, ...]:
    summary = view["summary"]
    found = [
        Total(summary["add"], "to add", "create"),
        Total(summary["change"], "to change", "differs"),
        Total(summary["destroy"], "to destroy", "undeclared"),
        Total(summary["held_back"], "held back", "decide"),
        Total(summary["conflicts"], "clash" if summary["conflicts"] == 1 else "clashes", "decide"),
        Total(summary["drift"], "deviation" if summary["drift"] == 1 else "deviations", "differs"),
        Total(summary["no_op"], "in place", "same"),
    ]
    return tuple(total for place, total in enumerate(found) if place < 1 or total.number)


def _cost(view: PlanView) -> str:
    requests = view["requests"]
    text = f"{counted(requests['read'], 'request', 'requests')} to read, {requests['write']} to write"
    if requests["write"] and requests["eta_seconds"] is not None:
        text += f", finished after {duration(requests['eta_seconds'])} at the earliest"
    return text


def _facts(view: PlanView) -> Iterator[tuple[str, str]]:
    inputs = view["inputs"]
    yield "Read at", view["live"]["read_at"]
    yield "Activities there", str(view["live"]["count"])
    yield "Files", ", ".join(inputs["files"])
    if inputs["git_revision"]:
        yield "Revision", inputs["git_revision"] + (", with changes not committed" if inputs["dirty"] else "")
    yield "Operations", view["operations_digest"]
    yield "Inputs", inputs["digest"]
    yield "Made by", f"{view['tool']['name']} {view['tool']['version']}, zone data {inputs['tzdata']}"
    if inputs["holidays"]:
        yield "Holiday data", inputs["holidays"]


def anchor_of(address: str) -> str:
    """Id of the block of a class; addresses have no characters that an id cannot have."""
    return "class-" + address.partition("@")[0].partition("+")[0].replace("/", "--")


def _class_blocks(view: PlanView) -> Iterator[ClassBlock]:
    created: dict[str, list[ResourceChange]] = {}
    for change in view["resource_changes"]:
        if change["change"]["actions"] == ["create"]:
            created.setdefault(anchor_of(series_of(change["address"])), []).append(change)
    for words in class_words(view, WORDS):
        anchor = anchor_of(words.address)
        yield _class_block(anchor, words, created.get(anchor, []))


def _class_block(anchor: str, words: ClassWords, created: Sequence[ResourceChange]) -> ClassBlock:
    details = [change["change"]["after"] for change in created]
    rows = [
        _row("create", after, _moved(change["address"], after))
        for change, after in zip(created, details, strict=True)
        if after is not None
    ]
    names = [after["names"] for after in details if after is not None]
    return ClassBlock(
        anchor=anchor,
        head=words.head,
        number=len(rows),
        rules=words.rules,
        rows=tuple(sorted(rows, key=lambda row: (row.date, row.hours))),
        services=_names(each["service"] or "" for each in names),
        staff=_names(each["staff"] or "" for each in names),
        rooms=_names(room for each in names for room in each["rooms"] or ()),
    )


def _moved(address: str, after: DetailsView) -> str:
    planned = address.rpartition("/")[2]
    if planned == after["start"][:10]:
        return ""
    try:
        return f"moved from {full_day(date.fromisoformat(planned))}"
    except ValueError:  # only in a forged file
        return f"moved from {planned}"


def _row(kind: str, details: DetailsView, note: str) -> Row:
    names, day = details["names"], date.fromisoformat(details["start"][:10])
    return Row(
        kind=kind,
        day=full_day(day),
        date=day.isoformat(),
        hours=times_words(details),
        service=names["service"] or "",
        staff=names["staff"] or "",
        rooms=", ".join(names["rooms"] or ()),
        seats="" if details["capacity"] is None else str(details["capacity"]),
        note=note,
    )


def _location(plan: WeekPlan, anchors: Iterable[str]) -> LocationBlock:
    known = set(anchors)
    weekdays = sorted({entry.weekday for entry in plan.usual})
    rows: dict[str, dict[int, list[Cell]]] = {}
    for entry in plan.usual:
        rows.setdefault(entry.start, {}).setdefault(entry.weekday, []).append(_cell(entry, known))
    return LocationBlock(
        key=plan.location,
        timezone=plan.timezone,
        weekdays=tuple(WEEKDAYS[weekday] for weekday in weekdays),
        rows=tuple(
            GridRow(time, tuple(tuple(by_day.get(weekday, ())) for weekday in weekdays))
            for time, by_day in rows.items()
        ),
        single=tuple(_cell(entry, known) for entry in plan.single),
        bars=_bars(plan),
    )


def _cell(entry: Entry, anchors: set[str]) -> Cell:
    anchor = next((found for found in map(anchor_of, entry.series) if found in anchors), "")
    if len(entry.days) > 3:
        when = f"{classes(len(entry.days))}, {stretch(entry.days[0], entry.days[-1])}"
    else:
        when = ", ".join(map(full_day, entry.days))
    return Cell(entry, KINDS[entry.sign], anchor, when)


def _bars(plan: WeekPlan) -> tuple[Bar, ...]:
    totals = [week.counts.total() for week in plan.weeks]
    most = max(totals, default=0) or 1
    return tuple(
        Bar(
            month_day(week.monday),
            total,
            round(40 * total / most),
            f"week of {full_day(week.monday)}: {classes(total)}",
        )
        for week, total in zip(plan.weeks, totals, strict=True)
    )


def _held(held: Iterable[HeldView]) -> Iterator[ReasonBlock]:
    by_reason: dict[str, list[Row]] = {}
    for each in held:
        others = [
            f"there: {full_day(date.fromisoformat(other['before']['start'][:10]))} "
            f"{times_words(other['before'])} {_who(other['before'])}"
            + (f", {other['booked']} booked" if other["booked"] is not None else "")
            + f" (activity {other['activity_id']})"
            for other in each["others"]
        ]
        by_reason.setdefault(each["reason"], []).append(_row("decide", each["after"], "; ".join(others)))
    for reason, rows in by_reason.items():
        wording = REASONS[Reason(reason)]
        yield ReasonBlock("decide", "!", wording.sentence, wording.next_step, tuple(rows))


def _who(details: DetailsView) -> str:
    names = details["names"]
    return " · ".join(name for name in (names["service"], names["staff"], *(names["rooms"] or ())) if name)


def _drift(drift: Iterable[DriftView]) -> Iterator[ReasonBlock]:
    by_reason: dict[str, list[Row]] = {}
    for each in drift:
        kind = KINDS[SIGNS[Reason(each["reason"])]]
        by_reason.setdefault(each["reason"], []).append(_row(kind, each["before"], _deviation(each)))
    for reason, rows in by_reason.items():
        wording, sign = REASONS[Reason(reason)], SIGNS[Reason(reason)]
        yield ReasonBlock(KINDS[sign], sign, wording.sentence, wording.next_step, tuple(rows))


def _deviation(drift: DriftView) -> str:
    names = None if drift["after"] is None else drift["after"]["names"]
    parts = [
        f"{FIELDS.get(each['field'], each['field'])}: "
        f"{value_words(each['field'], each['before'], drift['before']['names'], WORDS)} → "
        f"{value_words(each['field'], each['after'], names, WORDS)}"
        for each in drift["changes"]
    ]
    if drift["booked"]:
        parts.append(f"{counted(drift['booked'], 'person', 'people')} booked")
    parts.append(f"activity {drift['activity_id']}")
    return "; ".join(parts)

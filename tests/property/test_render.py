"""Whatever people or the booking system write, every output stays harmless and they all agree."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from io import StringIO
from unicodedata import category

import pytest
from builders import a_series, an_activity, an_occurrence, created_from
from calendars import read_calendar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from unit.render.render_plans import NOW, a_location_plan, a_plan, a_style, plan_validator

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Action, ActionKind, FieldChange, Gate, Plan, Reason, Selection
from reconciler.model.report import NotAttempted, Refused, Report, Unknown
from reconciler.model.window import Window
from reconciler.render import (
    PlanFileError,
    diagnostics_to_json,
    diagnostics_to_text,
    load_plan_view,
    occurrences_to_csv,
    occurrences_to_table,
    occurrences_view,
    operations,
    plan_view,
    report_to_text,
    report_view,
    to_json,
    to_text,
)
from reconciler.render.github_text import to_github
from reconciler.render.junit_text import to_junit
from reconciler.render.layout import Style, columns
from reconciler.render.plan_csv import plan_to_csv
from reconciler.render.plan_text.bundles import Bundle, Deviation, Session, bundles
from reconciler.render.plan_text.rule_words import rhythm_of
from reconciler.render.rhythm import days_of
from reconciler.render.sarif_text import to_sarif
from reconciler.render.to_ics import occurrence_calendars, occurrences_to_ics, plan_to_ics

FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NASTY = st.sampled_from(
    [
        "\x1b]0;title\x07",
        "\x9b2J",
        "\u202egnp.exe",
        "\r\n::error::pwned",
        "::stop-commands::x",
        "##[error]",
        "\ud800",
        "\u200b\ufeff",
        "=1+1",
        "</script>",
        "]]>",
        "初心者",
        "Plan: 99 to add",
        "@team/owners",
        "**a** | [b](https://example.com)",
        "\U0001f9d8\u200d\u2640\ufe0f",
        "Yoga for everybody who was never here before " * 5,
    ]
)
TEXT = st.one_of(NASTY, st.text(st.characters(), max_size=30), st.builds("{}{}".format, NASTY, NASTY))
SGR = re.compile(r"\x1b\[[0-9;]+m")
DAYS = st.integers(0, 400).map(lambda days: date(2026, 9, 7) + timedelta(days=days))
STYLES = st.builds(
    a_style,
    st.sampled_from([40, 73, 200]),
    color=st.booleans(),
    expand=st.booleans(),
    ascii_only=st.booleans(),
)


@cache
def validate() -> Callable[[object], list[str]]:
    return plan_validator()


@st.composite
def details(draw: st.DrawFn) -> dict[str, object]:
    return {
        "service_id": draw(st.sampled_from([501, 502, None])),
        "staff_id": draw(st.sampled_from([11, 99])),
        "room_ids": draw(st.sampled_from([None, (), (31,), (31, 32)])),
        "label_ids": draw(st.sampled_from([None, (), (41,)])),
        "capacity": draw(st.one_of(st.none(), st.integers(1, 50))),
        "length_s": draw(st.one_of(st.none(), st.integers(1, 288).map(lambda n: n * 300))),
        "break_s": draw(st.sampled_from([None, 0, 600])),
        "comment": draw(st.one_of(st.none(), TEXT)),
        "color": draw(st.one_of(st.none(), TEXT)),
        "instructions": draw(st.one_of(st.none(), TEXT)),
        "link": draw(st.one_of(st.none(), TEXT)),
    }


@st.composite
def occurrences(draw: st.DrawFn) -> Occurrence:
    series = a_series(
        draw(st.sampled_from(["yoga", "pilates", "aqua"])),
        slot=draw(st.sampled_from(["", "early"])),
        marked=draw(st.booleans()),
        span=Span(draw(TEXT), draw(st.integers(1, 999)), 3, 9, 9),
    )
    at = draw(st.sampled_from(["00:00", "07:05", "18:30", "23:55"]))
    return an_occurrence(series, draw(DAYS), at, starts_on=draw(DAYS), **draw(details()))


@st.composite
def actions(draw: st.DrawFn) -> Action:
    occurrence = draw(occurrences())
    activity = an_activity(
        draw(st.integers(1, 10**9)),
        occurrence.start.date(),
        title=draw(TEXT),
        staff_name=draw(TEXT),
        marker=occurrence.marker,
        booked=draw(st.one_of(st.none(), st.integers(0, 30))),
        **draw(details()),
    )
    match draw(st.sampled_from([ActionKind.CREATE, *ActionKind])):
        case ActionKind.CREATE:
            return Action(kind=ActionKind.CREATE, reason=Reason.MISSING, occurrence=occurrence)
        case ActionKind.NO_OP:
            return Action(
                kind=ActionKind.NO_OP,
                reason=Reason.IN_PLACE,
                occurrence=occurrence,
                activity=created_from(occurrence, activity.id),
            )
        case ActionKind.HOLD:
            reasons = [Reason.FROZEN, Reason.DOUBTFUL_TIE, Reason.CLASH]
            return Action(
                kind=ActionKind.HOLD,
                reason=draw(st.sampled_from(reasons)),
                occurrence=occurrence,
                others=(activity,) * draw(st.integers(0, 2)),
            )
        case ActionKind.REPORT:
            if draw(st.booleans()):
                reasons = [Reason.SURPLUS, Reason.UNDECLARED, Reason.DUPLICATE, Reason.NATIVE_SCHEDULE]
                return Action(
                    kind=ActionKind.REPORT, reason=draw(st.sampled_from(reasons)), activity=activity
                )
            changes = (
                FieldChange(field="comment", before=draw(TEXT), after=draw(TEXT)),
                FieldChange(field="start", before=activity.start, after=occurrence.start),
            )
            return Action(
                kind=ActionKind.REPORT,
                reason=Reason.DIFFERS,
                occurrence=occurrence,
                activity=activity,
                changes=changes,
            )


def names() -> st.SearchStrategy[Names]:
    return st.builds(
        lambda a, b, c, d: Names(staff={11: a}, services={501: b}, rooms={31: c}, labels={41: d}),
        TEXT,
        TEXT,
        TEXT,
        TEXT,
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    gate = Gate(
        name=draw(TEXT), limit=draw(TEXT), actual=draw(TEXT), passed=draw(st.booleans()), remedy=draw(TEXT)
    )
    found = draw(st.lists(actions(), max_size=12, unique_by=_key))
    part = a_location_plan(found, gates=(gate,), names=draw(names()), past=draw(st.integers(0, 3)))
    selection = Selection(window=Window(), targets=tuple(draw(st.lists(TEXT, max_size=2))))
    return a_plan(part, environment=draw(TEXT), sandbox=draw(st.booleans()), selection=selection)


def _key(action: Action) -> object:
    return action.occurrence.address if action.occurrence else action.activity


def assert_harmless(text: str, style: Style | None = None) -> None:
    """No control but line ends and our own colours, no command of a build server."""
    plain = SGR.sub("", text) if style is not None and style.color else text
    assert {c for c in plain if category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} <= {"\n"}
    for line in plain.split("\n"):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line
    text.encode("ascii" if style is not None and style.ascii_only else "utf-8")


@FEW
@given(plans(), STYLES)
def test_text_is_harmless_and_agrees_with_json(plan: Plan, style: Style) -> None:
    view = plan_view(plan)
    text = to_text(view, style)
    assert_harmless(text, style)
    assert to_text(plan_view(plan), style) == text
    shown = SGR.sub("", text).splitlines()
    summary = json.loads(to_json(view))["summary"]
    if len(shown) == 1:
        assert shown[0].startswith("No changes. ")
        assert summary["add"] == summary["held_back"] == summary["conflicts"] == summary["drift"] == 0
    else:
        assert f"Plan: {summary['add']} to add, 0 to change, 0 to destroy." in shown
    greppable = ("Plan: ", "No changes.")
    wide = [line for line in shown if columns(line) > style.columns and not line.startswith(greppable)]
    assert wide == []


@FEW
@given(plans())
def test_calendars_and_spreadsheets_are_harmless_and_have_every_class(plan: Plan) -> None:
    view = plan_view(plan)
    desired, live, proposed = (
        read_calendar(plan_to_ics(view, state).encode())[1] for state in ("desired", "live", "proposed")
    )
    actions = [action for part in plan.locations for action in part.actions]
    assert len(desired) == sum(action.occurrence is not None for action in actions)
    assert len(proposed) - len(live) == view["summary"]["add"]
    rows = list(csv.DictReader(StringIO(plan_to_csv(view), newline="")))
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row.values() if cell)
    counted = {
        "create": "add",
        "no-op": "no_op",
        "held back": "held_back",
        "clash": "conflicts",
        "drift": "drift",
    }
    for change, key in counted.items():
        assert sum(row["change"] == change for row in rows) == view["summary"][key]  # type: ignore[literal-required]


@FEW
@given(plans())
def test_every_action_is_counted_once(plan: Plan) -> None:
    view = plan_view(plan)
    summary, (part,) = view["summary"], plan.locations
    creates = [action for action in part.actions if action.kind is ActionKind.CREATE]
    folded = [group["count"] for series in view["series_changes"] for group in series["groups"]]
    assert summary["add"] == len(creates) == sum(folded) == len(operations(view))
    counted = ("add", "no_op", "held_back", "conflicts", "drift")
    assert sum(summary[key] for key in counted) == len(part.actions)


@st.composite
def timetables(draw: st.DrawFn) -> list[Occurrence]:
    """One class in some slots and some parts, every week with a few dates left out."""
    found: list[Occurrence] = []
    for slot, part in draw(st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1)):
        series = a_series("swim", slot=slot, part=part)
        left_out = draw(st.sets(st.integers(0, 23), max_size=5))
        at, staff_id = f"0{ord(slot) % 10}:00", draw(st.integers(11, 12))
        days = [
            date(2027, 1, 11) + timedelta(weeks=n // 2, days=n % 2) for n in range(24) if n not in left_out
        ]
        found += [an_occurrence(series, day, at, staff_id=staff_id) for day in days]
    return found


@FEW
@given(timetables())
def test_folded_text_stands_for_every_create_once(found: list[Occurrence]) -> None:
    actions = [Action(kind=ActionKind.CREATE, reason=Reason.MISSING, occurrence=each) for each in found]
    view = plan_view(a_plan(a_location_plan(actions)))
    together = bundles(
        Session(group["time"], rhythm_of(group), group["details"])
        for series in view["series_changes"]
        for group in series["groups"]
    )
    assert sum(bundle.number for bundle in together) == len(found)
    told: list[date] = []
    for bundle in together:
        alike = len(bundle.times) * len(bundle.variants) - len(bundle.deviations)
        told += alike * days_of(bundle.rhythm)
        told += [day for each in bundle.deviations for day in _days_told(bundle, each)]
    assert sorted(told) == sorted(each.start.date() for each in found)


def _days_told(bundle: Bundle, deviation: Deviation) -> set[date]:
    """What a reader works out: the dates of the bundle, without these, also those."""
    return (set(days_of(bundle.rhythm)) - set(deviation.lacking)) | set(deviation.extra)


@FEW
@given(plans())
def test_expanded_text_has_a_line_for_every_create(plan: Plan) -> None:
    view = plan_view(plan)
    lines = to_text(view, a_style(200, expand=True)).splitlines()
    assert sum(line.startswith("    + ") for line in lines) == view["summary"]["add"]


@FEW
@given(plans())
def test_json_is_valid_printable_and_survives_the_file(plan: Plan) -> None:
    view = plan_view(plan)
    text = to_json(view)
    assert_harmless("\n".join(line.strip() for line in text.split("\n")).replace("::", "").replace("##", ""))
    assert json.loads(text.encode()) == view
    assert validate()(view) == []
    if has_half_a_character(view):  # neither YAML nor the API can bring one, only a forged file
        with pytest.raises(PlanFileError, match="half of a character"):
            load_plan_view(text, validate())
    else:
        assert load_plan_view(text, validate()) == view


def has_half_a_character(view: object) -> bool:
    try:
        json.dumps(view, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


@FEW
@given(st.lists(occurrences(), max_size=8, unique_by=lambda one: one.address), names(), STYLES)
def test_occurrences_are_harmless_in_every_form(found: list[Occurrence], known: Names, style: Style) -> None:
    view = occurrences_view(found, (), {"mitte": known})
    table = occurrences_to_table(view, style)
    assert_harmless(table, style)
    rows = list(csv.reader(StringIO(occurrences_to_csv(view), newline="")))
    assert len(rows) == len(found) + 1
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row if cell)
    for text in (occurrences_to_ics(view, NOW), *occurrence_calendars(view, NOW).texts.values()):
        assert len(Calendar.from_ical(text).walk("VEVENT")) == len(read_calendar(text.encode())[1])
    assert len(read_calendar(occurrences_to_ics(view, NOW).encode())[1]) == len(found)
    assert json.loads(to_json(view)) == view


SPANS = st.one_of(
    st.none(),
    st.builds(Span, TEXT, st.integers(0, 5), st.integers(0, 60), st.integers(0, 5), st.integers(0, 60)),
    st.builds(
        Span, st.just("f"), st.integers(0, 5), st.integers(0, 60), st.integers(0, 5), st.integers(0, 60)
    ),
)
DIAGNOSTICS = st.builds(
    Diagnostic,
    code=TEXT,
    severity=st.sampled_from(Severity),
    summary=TEXT,
    detail=TEXT,
    hint=TEXT,
    span=SPANS,
    related=st.lists(st.tuples(TEXT, SPANS.filter(bool)), max_size=2).map(tuple),
)


@FEW
@given(st.lists(DIAGNOSTICS, max_size=5), TEXT, STYLES)
def test_findings_are_harmless_in_every_form(found: list[Diagnostic], source: str, style: Style) -> None:
    text = diagnostics_to_text(found, {"f": source}, style)
    assert_harmless(text, style)
    assert all(
        columns(line) <= style.columns for line in SGR.sub("", text).split("\n")[:-2] if "-->" not in line
    )
    commands = to_github(found).splitlines()
    assert len(commands) == len(found)
    assert all(re.match(r"::(error|warning|notice) ", command) for command in commands)
    assert len(json.loads(to_sarif(found))["runs"][0]["results"]) == len(found)
    assert len(list(ET.fromstring(to_junit(found, [])).iter("testcase"))) == len(found)
    assert len(json.loads(diagnostics_to_json(found))["diagnostics"]) == len(found)


@FEW
@given(st.lists(st.tuples(occurrences(), TEXT, st.integers(0, 2)), max_size=6), STYLES)
def test_reports_are_harmless(found: list[tuple[Occurrence, str, int]], style: Style) -> None:
    outcomes = tuple(
        Refused(occurrence=each, status=422, message=text, field_errors=((text, text),))
        if kind == 0
        else (Unknown if kind == 1 else NotAttempted)(occurrence=each, message=text)
        for each, text, kind in found
    )
    view = report_view(Report(outcomes=outcomes), {})
    assert_harmless(report_to_text(view, style), style)
    assert json.loads(to_json(view)) == view

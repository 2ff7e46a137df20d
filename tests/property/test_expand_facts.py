"""Every class of `expand` stands in each of its formats, every finding in each report, and no other."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from calendars import read_calendar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.drawn_plans import Timetable, findings, plans, timetables
from property.facts import read_csv, squeezed
from property.test_render import names
from unit.render.render_plans import a_style

from reconciler.model.diagnostic import Diagnostic
from reconciler.model.names import Names
from reconciler.render import (
    FORMATS,
    diagnostics_to_json,
    occurrences_to_csv,
    occurrences_to_ics,
    occurrences_to_table,
    occurrences_view,
    plan_view,
    to_codequality,
    to_github,
    to_json,
    to_junit,
    to_sarif,
)
from reconciler.render.escape import (
    for_calendar,
    for_csv,
    for_github_message,
    for_terminal,
    visible,
)
from reconciler.render.occurrence_views import OccurrencesView

SOME = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
FINDINGS = st.lists(findings(), max_size=4)
CELLS = (
    "address", "location", "class", "slot", "part", "date", "start", "end", "timezone", "utc", "capacity",
    "length_s", "break_s", "color", "comment", "instructions", "stream_link",
)  # fmt: skip


@st.composite
def views(draw: st.DrawFn) -> tuple[Timetable, OccurrencesView]:
    """What is expanded, and how it is told."""
    found = draw(timetables())
    known: dict[str, Names] = {"mitte": draw(names()), "lisboa": draw(names())}
    return found, occurrences_view(found[0], draw(FINDINGS), known, found[1])


@SOME
@given(views())
def test_the_json_has_what_runs_what_falls_out_what_moves_and_the_rules(
    drawn: tuple[Timetable, OccurrencesView],
) -> None:
    (wanted, gone), view = drawn
    read = json.loads(to_json(view))
    assert read == json.loads(json.dumps(view))
    told = [(each["address"], each["start"], trace_of(each)) for each in read["occurrences"]]
    assert told == [(one.address, one.start.isoformat(), steps(one.trace)) for one in wanted]
    assert [(each["address"], trace_of(each)) for each in read["removals"]] == [
        (one.address, steps(one.trace)) for one in gone
    ]
    assert read["moved"] == [one.address for one in wanted if one.start.date() != one.date]


def steps(trace: Iterable[Any]) -> list[tuple[object, ...]]:
    return [(step.kind.value, step.text, step.span.file, step.span.line) for step in trace]


def trace_of(view: dict[str, Any]) -> list[tuple[object, ...]]:
    return [(step["kind"], step["text"], step["file"], step["line"]) for step in view["trace"]]


@SOME
@given(views())
def test_the_spreadsheet_has_a_row_for_every_class(drawn: tuple[Timetable, OccurrencesView]) -> None:
    _, view = drawn
    rows = read_csv(occurrences_to_csv(view))
    assert len(rows) == len(view["occurrences"])
    for row, one in zip(rows, view["occurrences"], strict=True):
        values: Any = one
        assert [row[key] for key in CELLS] == [
            "" if values[key] is None else for_csv(str(values[key])) for key in CELLS
        ]
        its = one["names"]
        told = (its["service"], its["staff"], "; ".join(its["rooms"] or ()), "; ".join(its["labels"] or ()))
        shown = tuple(row[key] for key in ("service", "staff", "rooms", "labels"))
        assert shown == tuple(for_csv(each or "") for each in told)


@SOME
@given(views())
def test_the_table_has_a_line_for_every_class_and_counts_what_falls_out(
    drawn: tuple[Timetable, OccurrencesView],
) -> None:
    (wanted, gone), view = drawn
    text = occurrences_to_table(view, replace(a_style(), terminal=False))
    *lines, last = text.rstrip("\n").split("\n")
    assert len(lines) == (len(wanted) + 2 if wanted else 0)
    numbers = {words: int(number) for number, words in re.findall(r"(\d+) (class|fall|moved)", last)}
    moved = sum(one.start.date() != one.date for one in wanted)
    expected = {"class": len(wanted), "fall": len(gone), "moved": moved}
    assert numbers == {words: number for words, number in expected.items() if number}
    for line, one in zip(lines[1:-1], view["occurrences"], strict=True):
        day, its = date.fromisoformat(one["start"][:10]), one["names"]
        assert line.startswith(f"{day:%a} {day.day} {day:%b %Y}")
        series = one["address"].rpartition("/")[0]
        seats = "" if one["capacity"] is None else str(one["capacity"])
        cells = (its["service"] or "", its["staff"] or "", ", ".join(its["rooms"] or ()), seats)
        words = squeezed("".join(map(for_terminal, (series, *cells))))
        assert squeezed(line).endswith(words)
        assert one["start"][11:16] in line


@SOME
@given(views())
def test_the_calendar_has_an_entry_for_every_class_and_takes_off_what_falls_out(
    drawn: tuple[Timetable, OccurrencesView],
) -> None:
    _, view = drawn
    by_uid = {one.uid: one for one in read_calendar(calendar_of(view))[1]}
    running = [one for one in by_uid.values() if one.status == "CONFIRMED"]
    assert len(running) == len(view["occurrences"])
    moments = Counter(one.start.astimezone(UTC) for one in running if isinstance(one.start, datetime))
    assert moments == Counter(
        datetime.fromisoformat(one["start"]).replace(tzinfo=ZoneInfo(one["timezone"])).astimezone(UTC)
        for one in view["occurrences"]
    )
    assert Counter(one.summary for one in running) == Counter(
        for_calendar(one["names"]["service"] or one["address"].rpartition("/")[0])
        for one in view["occurrences"]
    )


def calendar_of(view: OccurrencesView) -> bytes:
    return occurrences_to_ics(view, NOW).encode()


# --- Findings: each report says everything of each, at its place.


def phrases(found: Diagnostic) -> tuple[str, ...]:
    return (found.summary, found.detail, found.hint, *(text for text, _ in found.related))


@SOME
@given(FINDINGS)
def test_the_json_of_findings_has_all_of_them(found: list[Diagnostic]) -> None:
    read = json.loads(diagnostics_to_json(found))
    often = Counter(each["severity"] for each in read["diagnostics"])
    assert often == Counter(each.severity.value for each in found)
    assert (read["error_count"], read["warning_count"]) == (often["error"], often["warning"])
    told = Counter((each["code"], *texts_of(each)) for each in read["diagnostics"])
    assert told == Counter((each.code, *map(json_text, phrases(each))) for each in found)


def texts_of(view: dict[str, Any]) -> tuple[str, ...]:
    return (view["summary"], view["detail"], view["hint"], *(each["text"] for each in view["related"]))


def json_text(text: str) -> str:
    read: str = json.loads(to_json({"": text}))[""]
    return read


@SOME
@given(FINDINGS)
def test_sarif_has_a_result_for_every_finding(found: list[Diagnostic]) -> None:
    (run,) = json.loads(to_sarif(found))["runs"]
    order = sorted(found, key=Diagnostic.sort_key)
    levels = {"error": "error", "warning": "warning", "notice": "note"}
    assert len({one["partialFingerprints"]["finding/v1"] for one in run["results"]}) == len(found)
    for result, each in zip(run["results"], order, strict=True):
        assert (result["ruleId"], result["level"]) == (each.code, levels[each.severity.value])
        rules = run["tool"]["driver"]["rules"]
        assert rules[result["ruleIndex"]]["id"] == each.code
        texts = [result["message"]["text"], *(one["message"]["text"] for one in related_of(result))]
        assert all(visible(phrase) in "\n".join(texts) for phrase in phrases(each))
        places = [one["physicalLocation"]["region"]["startLine"] for one in result.get("locations", [])]
        assert places == ([] if each.span is None else [each.span.line])


def related_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result.get("relatedLocations", [])
    return found


@SOME
@given(FINDINGS)
def test_junit_has_a_case_for_every_finding_and_fails_for_errors(found: list[Diagnostic]) -> None:
    root = ET.fromstring(to_junit(found, ["a.yaml"]))
    cases = [case for case in root.iter("testcase") if case.get("name") != "valid"]
    codes = Counter((case.get("name") or "").partition(" ")[0] for case in cases)
    assert codes == Counter(each.code for each in found)
    failures = list(root.iter("failure"))
    errors = [each for each in found if each.severity.value == "error"]
    assert len(failures) == len(errors) == int(root.get("failures", "-1"))
    text = squeezed("".join(f"{case.get('message') or ''}{''.join(case.itertext())}" for case in root.iter()))
    for each in found:
        assert all(squeezed(visible(phrase)) in text for phrase in phrases(each))


@SOME
@given(FINDINGS)
def test_annotations_and_code_quality_have_every_finding(found: list[Diagnostic]) -> None:
    order = sorted(found, key=Diagnostic.sort_key)
    lines = to_github(found).splitlines()
    entries = json.loads(to_codequality(found))
    for line, entry, each in zip(lines, entries, order, strict=True):
        assert line.startswith(f"::{each.severity.value} ")
        assert each.code in line
        assert all(for_github_message(phrase) in line for phrase in phrases(each))
        assert entry["check_name"] == each.code
        assert all(visible(phrase) in entry["description"] for phrase in phrases(each))
        assert entry["location"]["lines"]["begin"] == (1 if each.span is None else each.span.line)
    assert len({entry["fingerprint"] for entry in entries}) == len(found)


@SOME
@given(plans().map(plan_view))
def test_the_counts_of_a_merge_request_are_those_of_the_plan(view: Any) -> None:
    summary = view["summary"]
    keys = {"create": "add", "update": "change", "delete": "destroy"}
    assert json.loads(FORMATS["gitlab"](view, a_style())) == {
        name: summary[key] for name, key in keys.items()
    }
    creates = sum(each["change"]["actions"] == ["create"] for each in view["resource_changes"])
    assert summary["add"] == creates

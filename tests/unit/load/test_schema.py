"""The schemas, the gate before them, and what is said about a deviation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reconciler.load import schema as schema_module
from reconciler.load import values
from reconciler.load.document import parse_document
from reconciler.load.outline import described
from reconciler.load.schema import check, schema_text, to_diagnostics
from reconciler.load.spelling import Wrong
from reconciler.model.diagnostic import Diagnostic

ROOT = Path(__file__).parents[3]
WHICH = ["schedule", "project"]

FULL = {
    "$schema": "./schedule.schema.json",
    "version": 1,
    "location": "mitte",
    "locations": {"mitte": {"id": 101, "timezone": "Europe/Berlin"}},
    "staff": {"Anna": 5511, "Clara": {"id": 5513, "note": "only mornings", "services": ["Yoga Flow"]}},
    "services": {"Yoga Flow": 9001, "Aqua Kids": {"id": 9002, "capacity": 10}},
    "rooms": {"big hall": 71, "lane 1": {"id": 81, "capacity": 8}},
    "labels": {"autumn": 301},
    "defaults": {"duration": "55m", "capacity": 12, "room": "big hall", "seasons": "autumn-2026"},
    "seasons": {
        "autumn-2026": {"from": "2026-09-07", "to": "2026-12-20", "breaks": ["2026-10-19 to 2026-10-31"]}
    },
    "cycles": {"ab": {"weeks": ["A", "B"], "A_is": "2026-09-07", "closed_weeks": "count"}},
    "classes": [
        {"id": "yoga", "service": "Yoga Flow", "every": ["mon", "Wednesday"], "at": "18:30", "staff": "Anna",
         "changes": [{"from": "2026-11-02", "at": "19:00", "because": "winter"}], "expect": {"sessions": 29}},
        {"id": "two-times", "at": {"mon": "18:30", "WED": "19:00"}, "color": "#FF8800",
         "break": "location default"},
        {"id": "slots", "every": "daily", "at": {"early": "07:00", "late": "18:30-19:25"}, "label": "autumn"},
        {"id": "aqua", "tags": ["kids"], "every": "sat",
         "at": {"from": "9:00", "to": "12:00", "each": "30m", "pause": "5m"},
         "parallel": [{"staff": "Ben", "room": "lane 1"}, {"name": "clara", "staff": "Clara"}], "rooms": []},
        {"id": "fortnight", "every": "tue", "weeks": "every 2 from 2026-09-08", "at": "18:30",
         "changes": [{"from": "2026-11-02", "weeks": "odd"}]},
        {"id": "turns", "staff": {"rotate": ["Anna", "Ben"], "each": "week", "from": "2026-09-07"},
         "room": {"first_free": ["lane 1", "big hall"]}, "also_needs": "projector", "waitlist": 5,
         "online": {"link": "https://example.com/x"}, "every": "mon", "at": "18:30"},
        {"id": "monthly", "every": ["1st sat", "last sun", "last day"], "at": "10:00"},
        {"id": "hiit", "every": "thu", "cycle": "ab", "week": "A", "at": "18:30",
         "changes": [{"from": "2026-11-02", "cycle": "ab", "week": ["A", "B"]}]},
        {"id": "single", "on": "2026-12-19", "at": "20:00", "link": "https://example.com/x",
         "allow_overlap": True},
        {"id": "dates", "dates": ["2026-10-04", "2026-10-18"], "at": "18:30 \u2013 19:25", "comment": ""},
    ],
    "closures": [
        {"on": "2026-12-24 to 2027-01-03", "because": "winter break"},
        {"on": ["2026-11-13", {"from": "2026-11-20", "to": "2026-11-21"}], "after": "15:00",
         "rooms": "lane 1"},
        {"on": "2026-11-21", "only": {"tags": ["kids"]}},
        {"on": "2026-11-22", "only": ["yoga", "aqua"]},
        {"on": "2026-11-28", "only": {"classes": "yoga", "services": ["Yoga Flow"], "rooms": "big hall",
         "staff": ["Anna"]}},
    ],
    "public_holidays": {"calendar": "DE-BE", "do": "skip", "keep": ["2026-10-03"]},
    "absences": [
        {"staff": "Anna", "on": ["2026-10-12 to 2026-10-25"], "after": "12:00", "cover": "Clara",
         "except": {"slots": "cancel", "dates": "to be announced"}, "because": "vacation"},
    ],
    "room_outages": [{"room": ["big hall"], "on": "2026-11-09", "before": "10:00", "then": "move to lane 1"}],
    "availability": {"Anna": {"every": "weekdays", "between": "07:00-13:00"}, "Clara": [{"every": ["sat"]}]},
    "exceptions": [
        {"class": "yoga", "on": "2026-10-14", "cancel": "burst pipe"},
        {"class": "yoga", "on": "2026-11-02", "move_to": "2026-11-03 19:00", "room": "big hall"},
        {"class": "slots", "on": "2026-11-07", "slot": "early", "change": {"capacity": 8, "at": "07:30"}},
        {"class": "yoga", "add": "2026-12-05 10:00", "because": "make-up class"},
        {"class": "yoga", "on": "2026-12-28", "keep": True},
    ],
    "publish": {"ahead": "6 weeks", "whole_weeks": True, "not_before": "2026-08-15"},
    "protect": {"next": "48h"},
    "marker": "comment",
}  # fmt: skip


def as_text(value: Any) -> Any:
    """The same document as our reader gives it: every scalar a text."""
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return json.dumps(value) if isinstance(value, bool | int | float) else value


def parts(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of a schema that describes a key, by its place."""
    if isinstance(schema, dict):
        for key, part in schema.get("properties", {}).items():
            yield f"{where}/{key}", part
        for key, inner in schema.items():
            if key != "examples":
                yield from parts(inner, f"{where}/{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from parts(inner, f"{where}/{number}")


def findings(text: str, which: str = "schedule") -> tuple[Diagnostic, ...]:
    parsed = parse_document("s.yaml", text.encode())
    assert parsed.document is not None, parsed.diagnostics
    return to_diagnostics(parsed.document, check(parsed.document.root, which))


def the_finding(text: str, which: str = "schedule") -> Diagnostic:
    found = findings(text, which)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("protect: {next: 48}", "write 48h"),
        ("publish: {ahead: 6}", "write 6 weeks"),
        ("publish: {ahead: 1}", "write 1 week"),
        ("limits: {hours_a_day: 6}", "write 6h"),
        ("limits: {pause: 15}", "write 15m"),
        ("defaults: {duration: 90}", "write 90m"),
        ("protect: {next: 2 wk}", "write 2 weeks"),
    ],
)
def test_a_length_of_time_without_a_unit_is_offered_in_the_unit_of_its_key(line: str, hint: str) -> None:
    finding = the_finding(f"version: 1\n{line}\n")
    assert (finding.code, finding.hint) == ("SCH005", hint)


@pytest.mark.parametrize("which", WHICH)
def test_the_schema_is_draft_07_and_the_file_beside_the_package(which: str) -> None:
    text = schema_text(which)
    assert text == (ROOT / "schemas" / f"{which}.schema.json").read_text("utf-8")
    schema = json.loads(text)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("which", WHICH)
def test_every_key_has_title_description_and_examples_for_editors(which: str) -> None:
    found = list(parts(json.loads(schema_text(which))))
    assert len(found) > 10
    for where, part in found:
        assert part.get("title"), where
        assert part.get("description"), where
        assert part.get("examples"), where


@pytest.mark.parametrize("which", WHICH)
def test_every_example_in_the_schema_is_valid_as_editors_and_as_we_read_it(which: str) -> None:
    schema = json.loads(schema_text(which))
    for where, part in parts(schema):
        validator = jsonschema.Draft7Validator({**part, "definitions": schema["definitions"]})
        for example in part["examples"]:
            assert validator.is_valid(example), where
            assert validator.is_valid(as_text(example)), where


@pytest.mark.parametrize("which", WHICH)
def test_no_mapping_takes_keys_that_it_does_not_know(which: str) -> None:
    def mappings(schema: Any) -> Iterator[dict[str, Any]]:
        if isinstance(schema, dict):
            if "properties" in schema and isinstance(schema["properties"], dict) and "type" in schema:
                yield schema
            for inner in schema.values():
                yield from mappings(inner)
        elif isinstance(schema, list):
            for inner in schema:
                yield from mappings(inner)

    found = list(mappings(json.loads(schema_text(which))))
    assert found
    for mapping in found:
        assert "additionalProperties" in mapping
        assert mapping["additionalProperties"] is not True


def test_a_full_timetable_is_valid_with_yaml_types_and_as_text() -> None:
    assert check(FULL, "schedule") == ()
    assert check(as_text(FULL), "schedule") == ()


def test_a_project_is_valid_with_yaml_types_and_as_text() -> None:
    project = {
        "version": 1,
        "schedules": ["schedules/*.yaml"],
        "locations": {"mitte": {"id": 101, "timezone": "Europe/Berlin", "staff": {"Anna": 1}}},
        "environments": {
            "sandbox": {"api": "sandbox", "fixtures": "sandbox.yaml"},
            "local": {"api": "http://127.0.0.1:8080/api/v2", "timeout": "30s"},
            "production": {
                "api": "https://api.alteg.io/api/v2",
                "edition": "events",
                "pace": {"per_second": 4, "per_minute": 180},
                "details": True,
                "limits": {"creates": 500},
            },
        },
        "default_environment": "sandbox",
    }
    assert check(project, "project") == ()
    assert check(as_text(project), "project") == ()


def mutated(value: Any) -> Iterator[Any]:
    """The document with one thing changed, for every place in it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        for wrong in (None, "", [], {}, "x\n", "?", "12", ["mon", "mon"], {"unknown": "x"}):
            changed = value.copy()
            changed[key] = wrong
            yield changed
        for inner in mutated(value[key]):
            changed = value.copy()
            changed[key] = inner
            yield changed
    if isinstance(value, dict):
        yield {**value, "unknown": "x"}
        for key in keys:
            yield {name: inner for name, inner in value.items() if name != key}


def test_the_gate_and_the_explaining_validator_always_agree() -> None:
    gate = schema_module._gate("schedule")
    _schema, validator = schema_module._explainer("schedule")
    answers = []
    for document in mutated(as_text(FULL)):
        answers.append(gate.is_valid(document))
        assert answers[-1] == validator.is_valid(document), document
    assert answers.count(False) > 500
    assert answers.count(True) > 100


def test_every_no_is_explained_at_a_path_of_the_document() -> None:
    for document in mutated(as_text(FULL)):
        for error in check(document, "schedule"):
            assert "Two validators disagree" not in error.detail
            assert error.summary
            inside: Any = document
            for step in error.path:
                inside = inside[step]


def test_the_right_class_is_blamed_among_many() -> None:
    classes: list[Any] = [{"id": f"yoga-{n}"} for n in range(2000)]
    classes[1234] = {"id": "yoga", "tiem": "18:30"}
    (error,) = check({"version": "1", "classes": classes}, "schedule")
    assert (error.path, error.on_key, error.code) == (("classes", 1234, "tiem"), True, "SCH001")


def test_lists_without_a_mistake_are_not_blamed_beside_one() -> None:
    policies = [{"calendar": "DE-BE"}, {"calendar": "DE-BE", "do": "keep", "for": {"tags": "gym"}}]
    (error,) = check({"version": "1", "public_holidays": policies, "tiem": "1"}, "schedule")
    assert (error.path, error.code) == (("tiem",), "SCH001")


def test_at_most_fifty_errors_are_shown_and_the_rest_counted() -> None:
    found = findings("version: 1\nclasses:\n" + "  - {id: x, tiem: 1}\n" * 120)
    assert len(found) == 51
    assert found[-1].code == "SCH010"
    assert found[-1].summary.startswith("70 more errors")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("tiem: x", "did you mean `at`?"),
        ("durtion: x", "did you mean `duration`?"),
        ("teacher: x", "did you mean `staff`?"),
        ("Capacity: 3", "did you mean `capacity`?"),
        ("service:Yoga: x", "put a space after the colon: `service: …`"),
    ],
)
def test_an_unknown_key_is_shown_at_the_key_with_what_was_meant(line: str, hint: str) -> None:
    finding = the_finding(f"version: 1\nclasses:\n  - id: yoga\n    {line}\n")
    assert finding.code == "SCH001"
    assert finding.hint == hint
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (4, 5)


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("at: 6:30pm", "SCH005", 'write "18:30"'),
        ("at: {mon: 18h30}", "SCH005", 'write "18:30"'),
        ("at: 19:25-18:3x", "SCH005", "write hours"),
        ("duration: 90", "SCH005", "write 90m"),
        ("break: default", "SCH005", "write `location default`"),
        ("from: 07.09.2026", "SCH005", "write 2026-09-07"),
        ("every: montag", "SCH005", "write mon"),
        ("every: [mon, donnerstag]", "SCH005", "write thu"),
        ("color: orange", "SCH005", 'write "#ffa500"'),
        ("tags: Kids Club", "SCH005", "write kids-club"),
        ("link: example.com", "SCH005", "https://"),
        ("capacity: 12 seats", "SCH005", "write 12"),
        ("capacity: 0", "SCH007", "from 1 to 999999999"),
        ("capacity: -3", "SCH007", "from 1 to 999999999"),
        ("capacity: 99999999999", "SCH007", "from 1 to 999999999"),
        ("allow_overlap: yes", "SCH004", "write true"),
        ("comment: " + "x" * 239, "SCH006", "shorten it"),
        ("instructions: " + "x" * 501, "SCH006", "shorten it"),
        ("every: []", "SCH006", "delete the line"),
        ("every: [mon, mon]", "SCH006", "delete the second one"),
        ("staff: [Anna]", "SCH003", "`staff: Anna`"),
        ("at: [18:30]", "SCH003", '`at: "18:30"`'),
        ("changes: {from: 2026-09-07}", "SCH003", "changes: ["),
        ("rooms: [a, a]", "SCH006", "delete the second one"),
    ],
)
def test_a_wrong_value_is_shown_with_its_remedy(line: str, code: str, hint: str) -> None:
    finding = the_finding(f"version: 1\nclasses:\n  - id: yoga\n    {line}\n")
    assert finding.code == code
    assert hint in finding.hint
    assert finding.span is not None
    assert finding.span.line == 4


@pytest.mark.parametrize(
    "line", ["room: #5", "room:  #5 upstairs", "color: #ff8800", "room: # x\n    staff: Anna"]
)
def test_a_value_that_is_a_comment_is_recognised(line: str) -> None:
    finding = the_finding(f"version: 1\nclasses:\n  - id: yoga\n    {line}\n")
    assert finding.code == "SCH003"
    assert ("is a comment" in finding.hint) == ("# x" not in line)


def test_an_empty_value_is_called_empty() -> None:
    finding = the_finding("version: 1\nclasses:\n  - {id: yoga, staff: }\n")
    assert finding.summary == "`staff` has no value"
    assert finding.hint == "write, for example, `staff: Anna`"


@pytest.mark.parametrize("text", ["version: []", "version:", "version: {a: b}", "version: 1\nmarker: [none]"])
def test_a_wrong_type_is_said_once(text: str) -> None:
    assert the_finding(text + "\n").code == "SCH003"


def test_a_missing_key_is_explained_by_its_description() -> None:
    finding = the_finding("version: 1\nseasons: {autumn: {from: 2026-09-07}}\n")
    assert (finding.code, finding.summary) == ("SCH002", "`to` is missing in `autumn`")
    assert finding.detail == "Last day, included."


def test_keys_that_exclude_each_other_are_shown_at_the_later_one() -> None:
    finding = the_finding("version: 1\nclasses:\n  - id: yoga\n    rooms: [a]\n    room: b\n")
    assert finding.code == "SCH009"
    assert finding.span is not None
    assert finding.span.line == 5


def test_plain_http_is_for_loopback_only() -> None:
    good = ["http://localhost:1", "http://127.0.0.1", "http://[::1]:80/api", "https://api.alteg.io/api/v2"]
    bad = [
        "http://api.alteg.io",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "https://user:secret@example.com",
        "https://example.com/?token=x",
        "file:///etc/passwd",
    ]
    for address in good + bad:
        found = findings(f'version: 1\nenvironments: {{e: {{api: "{address}"}}}}', "project")
        assert [d.code for d in found] == (["SCH005"] if address in bad else []), address


@pytest.mark.parametrize(
    ("definition", "parse", "texts"),
    [
        ("weekday", values.parse_weekdays, ["mon", "Tuesday", "WEEKEND", "daily", "mo", "monda", ""]),
        (
            "time",
            values.parse_time,
            ["18:30", "7:05", "18:30:00", "24:00", "18:60", "7:5", "18:30:15", "1830"],
        ),
        (
            "duration",
            values.parse_duration,
            ["55m", "1h", "1h15m", "48h", "2 weeks", "1 day", "90", "1h30", "h", "m"],
        ),
        ("date", values.parse_date, ["2026-09-07", "2026-9-7", "20260907", "07.09.2026", ""]),
        (
            "days",
            values.parse_days,
            ["2026-09-07", "2026-09-07 to 2026-09-08", "2026-09-07..2026-09-08", "to"],
        ),
        (
            "move",
            values.parse_move,
            ["2026-11-03 19:00", "2026-11-03", "19:00", "tomorrow", "19:00 2026-11-03"],
        ),
        (
            "pattern_day",
            values.parse_every,
            [
                "mon",
                "weekdays",
                "1st sat",
                "5th SUN",
                "last Friday",
                "last day",
                "1st day",
                "6th sat",
                "1st weekend",
                "first sat",
                "1st",
                "",
            ],
        ),
        (
            "weeks",
            values.parse_weeks,
            [
                "odd",
                "even",
                "all",
                "every 2 from 2026-09-08",
                "every 52  from 2026-09-08",
                "every 1 from 2026-09-08",
                "every 53 from 2026-09-08",
                "every 2",
                "Odd",
                "",
            ],
        ),
        ("number", values.parse_number, ["1", "12", "999999999", "0", "-1", "1.0", "01", "1000000000", ""]),
        ("color", values.parse_color, ["#ff8800", "#FF8800", "ff8800", "#f80"]),
    ],
)
def test_the_schema_and_the_small_grammars_accept_the_same_texts(
    definition: str, parse: Any, texts: list[str]
) -> None:
    schema = json.loads(schema_text("schedule"))
    validator = jsonschema.Draft7Validator(schema["definitions"][definition])
    for text in texts:
        assert validator.is_valid(text) == (not isinstance(parse(text), Wrong)), text


def test_the_description_of_a_place_follows_references() -> None:
    schema = json.loads(schema_text("schedule"))
    assert described(schema, ("classes", 3, "changes", 0, "staff"))["title"] == "Teacher"
    assert described(schema, ("seasons", "autumn", "to"))["title"] == "To"
    assert described(schema, ("no", "such", "place"))["title"] == "Timetable"


def test_errors_are_sorted_by_place() -> None:
    found = findings("version: 1\nexceptions: [{foo: 1}]\nclasses: [{bar: 1}]\n")
    places = [(d.span.line, d.span.column) for d in found if d.span]
    assert places == sorted(places)
    assert len(places) == len(found) == 6 - 1


def test_foreign_text_is_escaped_in_messages() -> None:
    for found in findings('version: 1\nclasses: [{id: "a\\nb"}]\n"x\\ty": 1'):
        assert (found.summary + found.hint).isprintable()


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("season_change", {"locations"}),
        (
            "day_change",
            {"locations", "from", "to", "every", "weeks", "cycle", "week"}
            | {"rrule", "rdate", "exdate", "allow_subdaily"},
        ),
    ],
)
def test_a_change_of_a_season_or_a_day_takes_what_a_dated_change_takes(name: str, apart: set[str]) -> None:
    known = json.loads(schema_text("schedule"))["definitions"]
    change, other = known["change"]["properties"], known[name]["properties"]
    assert sorted(change.keys() - other.keys() - apart) == []
    assert [
        key
        for key in other
        if key in change and key not in {"from", "to", "because"} and other[key] != change[key]
    ] == []


def test_a_class_can_say_at_one_location_whatever_it_can_say_at_all() -> None:
    known = json.loads(schema_text("schedule"))["definitions"]
    whole, here = known["class"]["properties"], known["class_here"]["properties"]
    assert whole.keys() - here.keys() == {"id", "tags", "group", "locations", "changes"}
    assert here.keys() - whole.keys() == set()
    assert [key for key in here if here[key] != whole[key]] == []

"""Which classes a rule is about."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, load, timetable

from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import EVERYTHING, Selector

CLASSES = """\
classes:
  - {id: yoga, every: mon, at: "18:30", tags: [evening]}
  - {id: aqua, every: tue, at: "10:00", tags: [kids, pool]}
"""


def selector(written: str) -> Selector:
    schedule = load(f"{USUAL}{CLASSES}closures:\n  - {{on: 2026-10-05, only: {written}}}\n").schedule
    assert schedule is not None
    (closure,) = schedule.timetables[0].closures
    return closure.only


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("all", EVERYTHING),
        ("yoga", Selector(class_ids=frozenset({"yoga"}))),
        ("[aqua, yoga]", Selector(class_ids=frozenset({"yoga", "aqua"}))),
        ("{classes: yoga}", Selector(class_ids=frozenset({"yoga"}))),
        ("{tags: [kids, evening]}", Selector(tags=frozenset({"kids", "evening"}))),
        ("{services: Aqua}", Selector(service_ids=frozenset({502}))),
        ("{rooms: [big hall, small hall]}", Selector(room_ids=frozenset({31, 32}))),
        ("{staff: Ben}", Selector(staff_ids=frozenset({12}))),
        ("{staff: Ben, tags: pool}", Selector(staff_ids=frozenset({12}), tags=frozenset({"pool"}))),
    ],
)
def test_classes_may_be_named_in_several_ways(written: str, expected: Selector) -> None:
    assert selector(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("yogga", ["CHK040"]),
        ("[yoga, yogga]", ["CHK040"]),
        ("{classes: [yogga]}", ["CHK040"]),
        ("{tags: kid}", ["CHK017"]),
        ("{services: Yogga}", ["CHK004"]),
        ("{rooms: cellar}", ["CHK004"]),
        ("{staff: Benn, tags: kid}", ["CHK004", "CHK017"]),
        ("{}", ["SCH006"]),
        ("[]", ["SCH006"]),
        ("{tags: []}", ["SCH006"]),
        ("{staff: []}", ["SCH006"]),
        ("{teacher: Ben}", ["SCH001"]),
    ],
)
def test_what_names_no_class_is_refused(written: str, expected: list[str]) -> None:
    assert sorted(codes(f"{USUAL}{CLASSES}closures:\n  - {{on: 2026-10-05, only: {written}}}\n")) == expected


def test_a_rule_may_name_a_class_of_another_file() -> None:
    rule = f"{USUAL}closures:\n  - {{on: 2026-10-05, only: [yoga, aqua]}}\n"
    own = "defaults: {service: Yoga, staff: Anna, duration: 60m, capacity: 12}\n"
    rest = f"version: 1\nlocation: mitte\n{own}{CLASSES}"
    for texts in ((rule, rest), (rest, rule)):
        (closure,) = timetable(*texts).closures
        assert closure.only.class_ids == {"yoga", "aqua"}


def test_classes_are_not_missed_while_some_of_them_are_wrong() -> None:
    broken = CLASSES + '  - {id: gym, every: mon, at: "25:30"}\n'
    assert codes(f"{USUAL}{broken}closures:\n  - {{on: 2026-10-05, only: {{tags: strong}}}}\n") == ["SCH005"]


RULES = (
    "closures: [{{on: 2026-10-05, only: {}}}]\n",
    "public_holidays: {{calendar: DE-BE, for: {}}}\n",
)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{services: Aqua}", [(Severity.WARNING, 'no class of mitte has the service "Aqua"')]),
        ("{rooms: small hall}", [(Severity.WARNING, 'no class of mitte has the room "small hall"')]),
        ("{staff: Ben}", [(Severity.WARNING, 'no class of mitte has the teacher "Ben"')]),
        ("{staff: [Ben, Anna]}", [(Severity.NOTICE, 'no class of mitte has the teacher "Ben"')]),
        ("{staff: Anna, services: Yoga}", []),
    ],
)
def test_a_name_that_no_class_has_is_told_where_a_rule_chooses_by_it(
    rule: str, written: str, found: list[tuple[Severity, str]]
) -> None:
    loaded = load(USUAL + CLASSES + rule.format(written))
    assert [(one.severity, one.summary) for one in loaded.diagnostics if one.code == "CHK091"] == found


@pytest.mark.parametrize(
    "has",
    [
        "parallel: [{staff: Ben}, {staff: Anna}]",
        "changes: [{from: 2026-10-01, staff: Ben}]",
        "staff: {rotate: [Anna, Ben], each: week, from: 2026-09-07}",
    ],
)
def test_a_class_may_have_it_by_any_of_its_words(has: str) -> None:
    written = f'{USUAL}classes:\n  - {{id: yoga, every: mon, at: "18:30", {has}}}\n'
    assert load(f"{written}closures: [{{on: 2026-10-05, only: {{staff: Ben}}}}]\n").diagnostics == ()


TWO_KINDS = """classes:
  - {id: yoga, every: mon, at: "18:30", tags: strong, staff: Anna}
  - {id: kids, every: tue, at: "16:30", tags: [small, strong], staff: Ben, room: small hall}
"""


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("{tags: small, staff: Anna}", "tags and of these staff"),
        ("{classes: yoga, rooms: small hall}", "classes and of these rooms"),
        ("{classes: yoga, tags: [small, strong], rooms: small hall}", "classes, tags and of these rooms"),
        ("{tags: [small, strong], staff: Anna}", None),
        ("{classes: [yoga, kids], tags: small, staff: [Anna, Ben]}", None),
        ("{tags: [small, strong]}", None),
    ],
)
def test_a_rule_whose_kinds_no_class_has_together_is_told(rule: str, written: str, kinds: str | None) -> None:
    loaded = load(USUAL + TWO_KINDS + rule.format(written))
    found = [one.summary for one in loaded.diagnostics if one.code == "CHK092"]
    assert found == ([f"no class of mitte has one of these {kinds}"] if kinds else [])


def test_kinds_that_a_class_has_one_after_the_other_are_together() -> None:
    later = TWO_KINDS.replace("tags: strong, staff: Anna", "tags: strong, staff: Anna, changes: [{CHANGE}]")
    written = later.replace("CHANGE", "from: 2026-10-01, room: small hall")
    rule = RULES[0].format("{staff: Anna, rooms: small hall}")
    assert load(USUAL + written + rule).diagnostics == ()
    assert [one.code for one in load(USUAL + TWO_KINDS + rule).diagnostics] == ["CHK092"]

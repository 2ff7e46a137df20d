"""Which classes a rule is about."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, timetable

from reconciler.model.schedule import EVERYTHING, Selector

CLASSES = """\
classes:
  - {id: yoga, every: mon, at: "18:30", tags: [evening]}
  - {id: aqua, every: tue, at: "10:00", tags: [kids, pool]}
"""


def selector(written: str) -> Selector:
    (closure,) = timetable(f"{USUAL}{CLASSES}closures:\n  - {{on: 2026-10-05, only: {written}}}\n").closures
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

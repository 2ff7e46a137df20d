"""A rule as it was pasted: alone, or with the properties that stood around it."""

from __future__ import annotations

import pytest

from reconciler.load.rrule import Fault, parse_rrule
from reconciler.load.rrule_text import Pasted, rule_alone


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY", "rrule:freq=daily;", "  RRULE:FREQ=DAILY\n", "RRULE:FREQ=DAI\r\n LY"]
)
def test_a_rule_alone_loses_its_prefix_folds_and_last_semicolon(text: str) -> None:
    assert rule_alone(text) == "FREQ=DAILY"


@pytest.mark.parametrize(
    ("text", "name", "hint"),
    [
        (
            "DTSTART;TZID=Europe/Berlin:20261005T183000\nRRULE:FREQ=DAILY;COUNT=3",
            "DTSTART",
            'write `from: 2026-10-05`, `at: "18:30"`, `rrule: FREQ=DAILY;COUNT=3`',
        ),
        (
            "RRULE:FREQ=DAILY;\nEXDATE;TZID=Europe/Berlin:20261006T183000",
            "EXDATE",
            'write `rrule: FREQ=DAILY`, `exdate: "TZID=Europe/Berlin:20261006T183000"`',
        ),
        (
            "dtstart:20261005T163000Z rrule:freq=daily",
            "DTSTART",
            'write `from: 2026-10-05`, `at: "16:30" (UTC: make local time of it)`, `rrule: FREQ=DAILY`',
        ),
        ("DTSTART;VALUE=DATE:20261005 RDATE:20261007", "DTSTART", "`from: 2026-10-05`, `rdate:"),
        ("EXRULE:FREQ=DAILY", "EXRULE", "keep the rule alone"),
        ("DTSTART:tomorrow", "DTSTART", "keep the rule alone"),
    ],
)
def test_other_properties_are_answered_with_the_keys_that_say_the_same(
    text: str, name: str, hint: str
) -> None:
    pasted = rule_alone(text)
    assert isinstance(pasted, Pasted)
    assert pasted.name == name
    assert hint in pasted.hint
    fault = parse_rrule(text)
    assert isinstance(fault, Fault)
    assert fault.code == "RRL002"

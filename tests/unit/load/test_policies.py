"""What becomes of classes on holidays and on the days of own calendars."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, day, load, timetable

from reconciler.model.calendars import DayPolicy, PolicyKind
from reconciler.model.schedule import EVERYTHING

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30", tags: kids}\n'
DAYS = "calendars: {bridge-days: [2026-10-05]}\n"


def policies(written: str) -> tuple[DayPolicy, ...]:
    return timetable(f"{USUAL}{CLASS}{written}\n").policies


def policy(fields: str) -> DayPolicy:
    (found,) = policies(f"public_holidays: {{{fields}}}")
    return found


def test_holidays_are_skipped_by_everybody_unless_the_policy_says_otherwise() -> None:
    found = policy("calendar: DE-BE")
    assert (found.kind, found.calendar, found.do) == (PolicyKind.PUBLIC, "DE-BE", "skip")
    assert (found.who, found.categories, found.observed, found.because) == (EVERYTHING, (), True, "")
    assert policy("calendar: DE, do: keep").do == "keep"
    assert policy("calendar: DE, keep: [2026-10-03]").keep == {day("2026-10-03")}
    assert policy("calendar: DE, keep: 2026-10-03").keep == {day("2026-10-03")}
    assert policy("calendar: US, observed: false").observed is False
    assert policy("calendar: AT, categories: [public, bank]").categories == ("bank", "public")
    assert policy("calendar: DE, for: {tags: kids}, because: quiet").who.tags == {"kids"}


def test_one_policy_or_several_of_each_kind() -> None:
    found = policies(
        "public_holidays: [{calendar: DE-BE}, {calendar: DE-BE, do: keep, for: yoga}]\n"
        "school_holidays: {calendar: FR-Zone C, for: {tags: kids}}\n"
        f"{DAYS}closed_days: {{calendar: bridge-days}}"
    )
    assert [(one.kind.value, one.calendar, one.do) for one in found] == [
        ("public_holidays", "DE-BE", "skip"),
        ("public_holidays", "DE-BE", "keep"),
        ("school_holidays", "FR-Zone C", "skip"),
        ("closed_days", "bridge-days", "skip"),
    ]


def test_policies_of_several_files_are_put_together_whatever_their_order() -> None:
    one = f"{USUAL}{CLASS}public_holidays: {{calendar: DE}}\n"
    other = "version: 1\nlocation: mitte\nschool_holidays: {calendar: DE-BE}\n"
    kinds = [sorted(one.kind for one in timetable(*texts).policies) for texts in ((one, other), (other, one))]
    assert kinds == [[PolicyKind.PUBLIC, PolicyKind.SCHOOL]] * 2


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("public_holidays: [{calendar: DE}, {calendar: DE, do: keep}]", ["CHK024"]),
        ("public_holidays: [{calendar: DE, for: yoga}, {calendar: DE, for: [yoga]}]", ["CHK024"]),
        ("closed_days: {calendar: bridge-days}", ["CHK041"]),
        ("public_holidays: {calendar: bridge-days}", ["CHK041"]),
        ("school_holidays: [{calendar: DE-BE}, {calendar: de-be}]", ["CHK041"]),
        ("public_holidays: {calendar: Germany}", ["SCH005"]),
        ("public_holidays: {calendar: DE, do: sleep}", ["SCH005"]),
        ("public_holidays: {calendar: DE, for: yogga}", ["CHK040"]),
        ("public_holidays: {calendar: DE, keep: 2026-02-30}", ["CHK001"]),
        ("public_holidays: [{calendar: DE, categories: []}]", ["SCH006"]),
        ("school_holidays: {calendar: DE-BE, categories: public}", ["SCH001"]),
        ("public_holidays: []", ["SCH006"]),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(written: str, expected: list[str]) -> None:
    assert codes(f"{USUAL}{CLASS}{written}\n") == expected


def test_small_letters_are_taken_for_a_country_that_was_meant() -> None:
    found = load(f"{USUAL}{CLASS}public_holidays: {{calendar: de-be}}\n").diagnostics
    assert [finding.hint for finding in found] == ["if a country is meant, write DE-BE"]

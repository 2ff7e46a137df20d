"""Public holidays as removing steps; the only home of the `holidays` library.

Takes a policy and the years in question, returns a step for each holiday on which classes do
not run. Names come in the calendar's own language, whatever the machine's. A calendar that
is unknown, or that ends before the timetable does, is an error: missing tables must never
look like a year without holidays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final, NamedTuple

import holidays

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import PublicHolidays

_KEY: Final = re.compile(r"([A-Z]{2})(?:-(.{1,20}))?", re.DOTALL)
_SHOWN: Final = 5


class PublicDays(NamedTuple):
    """What the policy removes, by day number, and what is wrong with it."""

    steps: Mapping[int, Step]
    diagnostics: tuple[Diagnostic, ...]


def public_days(policy: PublicHolidays, years: Iterable[int]) -> PublicDays:
    """Holidays of `years` without those that are kept. Nothing at all if the policy skips none."""
    if not policy.skip:
        return PublicDays({}, ())
    calendar, unknown = _calendar(policy)
    if calendar is None:
        return PublicDays({}, unknown)
    wanted = sorted({*years, *(day.year for day in policy.keep)})
    beyond = [year for year in wanted if not calendar.start_year <= year <= calendar.end_year]
    names = _names(calendar, [year for year in wanted if year not in beyond])
    wrong = _beyond(policy, calendar, beyond) + _kept_for_nothing(policy, names, beyond)
    steps = {
        day.toordinal(): Step(StepKind.PUBLIC_HOLIDAY, f"public holiday ({name})", policy.span)
        for day, name in sorted(names.items())
        if day not in policy.keep
    }
    return PublicDays(steps, wrong)


def _calendar(policy: PublicHolidays) -> tuple[holidays.HolidayBase | None, tuple[Diagnostic, ...]]:
    """An empty calendar of the country and region, or why there is none."""
    found = _KEY.fullmatch(policy.calendar)
    country, region = found.groups() if found else ("", None)
    try:
        regions = holidays.country_holidays(country).subdivisions
    except NotImplementedError:
        countries = sorted(holidays.list_supported_countries(include_aliases=False))
        return None, (_unknown(policy, policy.calendar.partition("-")[0], countries, ""),)
    if region is not None and region not in regions:
        return None, (_unknown(policy, region, sorted(regions), f"{country}-"),)
    return holidays.country_holidays(country, subdiv=region), ()


def _names(calendar: holidays.HolidayBase, years: list[int]) -> dict[date, str]:
    if not years:
        return {}
    filled = holidays.country_holidays(
        calendar.country,
        subdiv=calendar.subdiv,
        years=years,
        expand=False,
        language=calendar.default_language,  # else the library follows the machine's locale
    )
    return {day: name for day, name in filled.items() if day.year in years}


def _unknown(policy: PublicHolidays, wrong: str, known: list[str], prefix: str) -> Diagnostic:
    near = get_close_matches(wrong.upper(), known, n=_SHOWN, cutoff=0.5) or known[:_SHOWN]
    shown = ", ".join(prefix + name for name in near)
    return Diagnostic(
        code="EXP012",
        severity=Severity.ERROR,
        summary=f"there is no holiday calendar {policy.calendar!r}",
        detail="Without its calendar nobody can say on which days classes do not run.",
        hint=f"a country, or country and region, as in DE or DE-BE; the nearest are {shown}"
        if known
        else f"{prefix[:-1]} has no regions: write {prefix[:-1]}",
        span=policy.span,
    )


def _beyond(
    policy: PublicHolidays, calendar: holidays.HolidayBase, years: list[int]
) -> tuple[Diagnostic, ...]:
    if not years:
        return ()
    shown = ", ".join(map(str, years[:_SHOWN])) + (", …" if len(years) > _SHOWN else "")
    return (
        Diagnostic(
            code="EXP013",
            severity=Severity.ERROR,
            summary=f"the holiday calendar {policy.calendar} knows nothing about {shown}",
            detail=f"It covers {calendar.start_year} to {calendar.end_year}; "
            "a year without a table would look like a year without holidays.",
            hint="end the season earlier, or update the holidays package",
            span=policy.span,
        ),
    )


def _kept_for_nothing(
    policy: PublicHolidays, names: Mapping[date, str], beyond: list[int]
) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(
            code="EXP014",
            severity=Severity.WARNING,
            summary=f"{day.isoformat()} is no public holiday in {policy.calendar}, so `keep` does nothing",
            detail="A date that keeps nothing is often a slip of the pen.",
            hint=f"the nearest holiday is {_nearest(day, names)}" if names else "remove the date",
            span=policy.span,
        )
        for day in sorted(policy.keep)
        if day not in names and day.year not in beyond
    )


def _nearest(day: date, names: Mapping[date, str]) -> str:
    nearest = min(names, key=lambda holiday: (abs((holiday - day).days), holiday))
    return f"{nearest.isoformat()} ({names[nearest]})"

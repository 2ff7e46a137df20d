"""Public and school holidays from their tables; the only home of the `holidays` library.

Takes a policy and the days between which its classes run, returns the table of those years.
Names come in the calendar's own language, whatever the machine's. A calendar that is unknown,
or that ends before the timetable does, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

import holidays

from reconciler.expand.one_country import load_alone
from reconciler.expand.tables import UNKNOWN, Table
from reconciler.model.calendars import DayPolicy, PolicyKind
from reconciler.model.diagnostic import Diagnostic, Severity

_KEY: Final = re.compile(r"([A-Z]{2})(?:-(.{1,20}))?", re.DOTALL)
_SHOWN: Final = 5
_SCHOOL: Final = "school"
_LATELY: Final = (2026, 2027)
"""Years that every table of school holidays has which is kept at all."""
_ELSEWHERE: Final = (
    "update the holidays package, or keep the days yourself under `calendars:`, "
    "as a list or an .ics file, and name that calendar here"
)


def table_of(policy: DayPolicy, reach: range) -> Table:
    """The holidays of the years in `reach` (day numbers), and of the years of kept dates."""
    found = _KEY.fullmatch(policy.calendar)
    country, region = found.groups() if found else ("", None)
    load_alone(str(getattr(vars(holidays).get(country), "module_name", "")))
    try:
        bare = holidays.country_holidays(country)
    except NotImplementedError:
        countries = sorted(holidays.list_supported_countries(include_aliases=False))
        return _wrong(_unknown(policy, policy.calendar.partition("-")[0], countries, ""))
    if region is not None and region not in bare.subdivisions:
        return _wrong(_unknown(policy, region, sorted(bare.subdivisions), f"{country}-"))
    wanted = (_SCHOOL,) if policy.kind is PolicyKind.SCHOOL else policy.categories
    missing = [category for category in wanted if category not in bare.supported_categories]
    if missing:
        return _wrong(_no_category(policy, country, missing[0], sorted(bare.supported_categories)))
    first, last = date.fromordinal(reach[0]), date.fromordinal(reach[-1])
    years = tuple(sorted({*range(first.year, last.year + 1), *(day.year for day in policy.keep)}))
    if policy.kind is PolicyKind.SCHOOL:
        return _school(policy, bare, years, last)
    beyond = [year for year in years if not bare.start_year <= year <= bare.end_year]
    if beyond:
        return _wrong(_beyond(policy, bare, beyond))
    return Table(_filled(country, region, years, wanted, policy.observed), ())


def _school(policy: DayPolicy, bare: holidays.HolidayBase, years: tuple[int, ...], last: date) -> Table:
    """School holidays: their tables begin and end in the middle of things, and most are of a region."""
    _, _, region = policy.calendar.partition("-")
    own = (bare.country, region or None)

    def of(*asked: int) -> Mapping[date, str]:
        return _filled(*own, asked, (_SCHOOL,), policy.observed)

    names = of(*years)
    full = {day.year for day in names}
    if not of(last.year + 1) and last.year < bare.end_year:
        end = max(of(*range(max(bare.start_year, last.year - 100), last.year + 1)), default=None)
        if end is None:
            return _wrong(_no_table(policy, list(years)) if of(*_LATELY) else _nowhere(policy, bare, region))
        if end < last:
            return _wrong(_ends(policy, end, last))
    empty = [year for year in years if year not in full]
    if empty:
        return _wrong(_no_table(policy, empty))
    return Table(names, ())


@lru_cache(maxsize=256)
def _filled(
    country: str, region: str | None, years: tuple[int, ...], categories: tuple[str, ...], observed: bool
) -> Mapping[date, str]:
    """The days of some years; every location of a chain asks for the same ones."""
    language = holidays.country_holidays(country, subdiv=region).default_language
    filled = holidays.country_holidays(
        country,
        subdiv=region,
        years=years,
        expand=False,
        observed=observed,
        categories=categories or None,
        language=language,  # else the library follows the machine's locale
    )
    return {day: name for day, name in sorted(filled.items()) if day.year in years}


def _wrong(*diagnostics: Diagnostic) -> Table:
    return Table({}, diagnostics)


def _unknown(policy: DayPolicy, wrong: str, known: list[str], prefix: str) -> Diagnostic:
    near = get_close_matches(wrong.upper(), known, n=_SHOWN, cutoff=0.5) or known[:_SHOWN]
    shown = ", ".join(prefix + name for name in near)
    return _error(
        policy,
        code="EXP012",
        summary=f"there is no holiday calendar {policy.calendar!r}",
        detail="Without its calendar nobody can say on which days classes do not run.",
        hint=f"a country, or country and region, as in DE or DE-BE; the nearest are {shown}"
        if known
        else f"{prefix[:-1]} has no regions: write {prefix[:-1]}",
    )


def _no_category(policy: DayPolicy, country: str, missing: str, known: list[str]) -> Diagnostic:
    if policy.kind is PolicyKind.SCHOOL:
        return _nowhere(policy, holidays.country_holidays(country), "")
    return _error(
        policy,
        code="EXP033",
        summary=f"{country} has no holidays of the category {missing}",
        detail="Categories are those of the holidays package for that country.",
        hint=f"its categories are {', '.join(known)}",
    )


def _beyond(policy: DayPolicy, bare: holidays.HolidayBase, years: list[int]) -> Diagnostic:
    shown = ", ".join(map(str, years[:_SHOWN])) + (", …" if len(years) > _SHOWN else "")
    return _error(
        policy,
        code="EXP013",
        summary=f"the holiday calendar {policy.calendar} knows nothing about {shown}",
        detail=f"It covers {bare.start_year} to {bare.end_year}; "
        "a year without a table would look like a year without holidays.",
        hint="end the season earlier, or update the holidays package",
    )


def _nowhere(policy: DayPolicy, bare: holidays.HolidayBase, region: str) -> Diagnostic:
    """No school holidays at all: often they are those of regions, and none is named."""
    asked = bare.subdivisions if _SCHOOL in bare.supported_categories and not region else ()
    regional = [name for name in asked if _filled(bare.country, name, _LATELY, (_SCHOOL,), policy.observed)]
    shown = ", ".join(f"{bare.country}-{name}" for name in regional[:_SHOWN])
    return _error(
        policy,
        code="EXP031",
        summary=f"nobody has told the holidays package about school holidays of {policy.calendar}",
        detail=UNKNOWN,
        hint=f"name the region, as in {shown}" if regional else _ELSEWHERE,
    )


def _ends(policy: DayPolicy, end: date, last: date) -> Diagnostic:
    return _error(
        policy,
        code="EXP032",
        summary=f"the school holidays of {policy.calendar} are known up to {end}, but classes run to {last}",
        detail=f"{end} is the last day of the last ones that the table has. {UNKNOWN}",
        hint=f"end the season earlier, or {_ELSEWHERE}",
    )


def _no_table(policy: DayPolicy, empty: list[int]) -> Diagnostic:
    shown = ", ".join(map(str, empty[:_SHOWN])) + (", …" if len(empty) > _SHOWN else "")
    return _error(
        policy,
        code="EXP032",
        summary=f"nothing is known about the school holidays of {policy.calendar} in {shown}",
        detail=UNKNOWN,
        hint=_ELSEWHERE,
    )


def _error(policy: DayPolicy, *, code: str, summary: str, detail: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code=code, severity=Severity.ERROR, summary=summary, detail=detail, hint=hint, span=policy.span
    )

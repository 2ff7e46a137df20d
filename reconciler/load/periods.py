"""In which dates a class runs: its seasons, cut to its own bounds; or its plain dates."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from reconciler.load.document import Mapping, Path
from reconciler.load.rules import last_day_of
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.seasons import Season
from reconciler.load.standing import periods_outside, refuse_inside_break, standing_of
from reconciler.load.values import parse_date
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import Dates, Days, Period, Recurrence, Rule


def build_periods(
    scope: FileScope,
    node: Mapping,
    path: Path,
    recurrence: Recurrence | None,
    *,
    defaults: Mapping,
    seasons: dict[str, Season],
) -> tuple[Period, ...]:
    """When a class runs: its seasons, cut to its own `from` and `to`; or its plain dates.

    `defaults` is where the class's missing keys are looked up. Empty, and findings, if nothing
    says when it runs.
    """
    if isinstance(recurrence, Dates) and node.get("seasons", "none") == "none":
        return _own_dates(scope, node, path, recurrence)
    source, at = (node, path) if "seasons" in node or "seasons" not in defaults else (defaults, ("defaults",))
    standing = standing_of(scope, source, at)
    chosen = [] if standing else _seasons_of(scope, source, at, seasons)
    first = _bound(scope, node, path, defaults, "from")
    last = _bound(scope, node, path, defaults, "to")
    if first and last and last < first:
        scope.wrong(
            "CHK008",
            (*path, "to"),
            f"this class ends on {last}, before it starts on {first}",
            hint="swap `from` and `to`, or check the year",
        )
        return ()
    if not chosen and last is None and isinstance(recurrence, Rule):
        last = last_day_of(recurrence)
    extending = "sessions" in node and node.get("if_closed") == "extend"
    if standing == "always" and isinstance(recurrence, Rule) and not first:
        standing = "none"  # a rule starts with its class, so it must have a start
    if standing == "always" and "sessions" in node:
        extending = True  # it ends by itself
    if standing or (extending and not chosen and first and not last):
        return periods_outside(scope, path, standing or "none", (first, last), course=extending)
    if not chosen:
        declared = scope.document.root.get("seasons")
        only_copies = bool(seasons) and all(season.is_copy for season in seasons.values())
        if as_list(source.get("seasons")) or (declared and not seasons) or only_copies:
            return ()  # a finding about the season itself says more
        return _without_season(scope, path, first, last, seasons=seasons)
    _inside(scope, node, path, chosen, first, last)
    cut = [_cut(season, first, last) for season in chosen]
    periods = tuple(sorted((p for p in cut if p is not None), key=lambda p: p.days))
    if len(periods) > 1:
        _refuse_overlap(scope, path, periods, seasons)
    refuse_inside_break(scope, node, path, periods)
    return periods


def _refuse_overlap(
    scope: FileScope, path: Path, periods: tuple[Period, ...], seasons: dict[str, Season]
) -> None:
    """Two seasons of a class with a common day are a finding: it would run twice on it."""
    for one, other in pairwise(periods):
        if other.days.first <= one.days.last:
            scope.report(
                "CHK048",
                Severity.ERROR,
                scope.document.span((*path, "seasons")),
                f"its seasons {one.season} and {other.season} overlap from {other.days.first} on",
                f"{one.season} goes on until {one.days.last}; the class would run twice.",
                "correct the dates of one of the seasons, or let the class name one of them",
                tuple((f"the season {key}", seasons[key].span) for key in (one.season, other.season)),
            )
            return


def _own_dates(scope: FileScope, node: Mapping, path: Path, dates: Dates) -> tuple[Period, ...]:
    """Written dates stand for themselves; bounds beside them must not contradict them."""
    first = scope.value(parse_date, node["from"], (*path, "from")) if "from" in node else None
    last = scope.value(parse_date, node["to"], (*path, "to")) if "to" in node else None
    for key, outside in (("from", first and dates.dates[0] < first), ("to", last and last < dates.dates[-1])):
        if outside:
            scope.wrong(
                "CHK007",
                (*path, key),
                f"a date of this class lies outside of its `{key}`",
                hint=f"take `{key}` out, or the date",
            )
    return (Period(days=Days(dates.dates[0], dates.dates[-1]), season="", breaks=()),)


def _seasons_of(scope: FileScope, node: Mapping, at: Path, seasons: dict[str, Season]) -> list[Season]:
    if "seasons" not in node:
        own = [season for season in seasons.values() if not season.is_copy]
        return own if len(own) == 1 else []
    listed = isinstance(node["seasons"], list)
    chosen = []
    for index, key in enumerate(as_list(node["seasons"])):
        where = (*at, "seasons", index) if listed else (*at, "seasons")
        if key in seasons:
            chosen.append(seasons[key])
        elif key not in (scope.document.root.get("seasons") or {}):
            scope.wrong(
                "CHK006",
                where,
                f'there is no season "{key}"',
                hint=did_you_mean(str(key), seasons) or "declare it under `seasons:` with its dates",
            )
    return chosen


def _bound(scope: FileScope, node: Mapping, path: Path, defaults: Mapping, key: str) -> date | None:
    if key in node:
        return scope.value(parse_date, node[key], (*path, key))
    return scope.value(parse_date, defaults[key], ("defaults", key)) if key in defaults else None


def _without_season(
    scope: FileScope, path: Path, first: date | None, last: date | None, *, seasons: dict[str, Season]
) -> tuple[Period, ...]:
    if first and last:
        return (Period(days=Days(first, last), season="", breaks=()),)
    scope.wrong(
        "CHK006",
        path,
        "nothing says when this class runs",
        detail="There are several seasons, and the class names none of them."
        if seasons
        else "There is no season, and the class has no dates of its own.",
        hint="write `seasons: " + next(iter(sorted(seasons))) + "`, or `from:` and `to:`"
        if seasons
        else "add a season under `seasons:`, or `from:` and `to:` to the class",
    )
    return ()


def _inside(
    scope: FileScope, node: Mapping, path: Path, chosen: list[Season], first: date | None, last: date | None
) -> None:
    start, end = min(s.days.first for s in chosen), max(s.days.last for s in chosen)
    names = ", ".join(sorted(season.key for season in chosen))
    for key, bound in (("from", first), ("to", last)):
        if key in node and bound is not None and not start <= bound <= end:
            scope.wrong(
                "CHK007",
                (*path, key),
                f"this class would be outside its season: {key} {bound}, but {names} is {start} to {end}",
                hint="check the year, or name another season under `seasons:`",
            )


def _cut(season: Season, first: date | None, last: date | None) -> Period | None:
    days = Days(max(season.days.first, first or date.min), min(season.days.last, last or date.max))
    if days.last < days.first:
        return None
    return Period(days=days, season=season.key, breaks=season.breaks)

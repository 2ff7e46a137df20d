"""Seasons, and in which dates of them a class runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list
from reconciler.load.standing import RESERVED
from reconciler.load.values import parse_date, parse_days
from reconciler.model.diagnostic import Span
from reconciler.model.schedule import Days, SeasonBreak, WholeSeason


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A stretch of dates with a name, and its breaks."""

    key: str
    days: Days
    breaks: tuple[SeasonBreak, ...]
    span: Span
    named_at: Span
    because: str = ""
    is_copy: bool = False
    """Whether it copies another season: classes then need not name it."""


def build_season(scope: FileScope, key: str, node: Mapping, path: Path) -> Season | None:
    """The season under `key`; None, and findings, if its dates make no sense."""
    if key in RESERVED:
        scope.wrong(
            "CHK030",
            path,
            f"a season cannot be called {key}",
            detail="`seasons: none` and `seasons: always` at a class mean that it belongs to no season.",
            hint="give the season a name of its own, such as autumn-2026",
            key=True,
        )
        return None
    first = scope.value(parse_date, node["from"], (*path, "from"))
    last = scope.value(parse_date, node["to"], (*path, "to"))
    if first is None or last is None:
        return None
    if last < first:
        scope.wrong(
            "CHK008",
            (*path, "to"),
            f"the season {key} ends on {last}, before it starts on {first}",
            hint="swap `from` and `to`, or check the year",
        )
        return None
    span = scope.here(node)
    breaks = []
    listed = isinstance(node.get("breaks"), list)
    for index, item in enumerate(as_list(node.get("breaks"))):
        where = (*path, "breaks", index) if listed else (*path, "breaks")
        days = build_days(scope, item, where)
        if days is not None and (days.last < first or last < days.first):
            scope.wrong(
                "CHK008",
                where,
                f"this break lies outside the season {key} ({first} to {last})",
                hint="check the year, or take the break out",
            )
        elif days is not None:
            because = str(item.get("because") or "") if isinstance(item, Mapping) else ""
            breaks.append(SeasonBreak(days=days, span=scope.document.span(where), because=because))
    return Season(
        key=key,
        days=Days(first, last),
        breaks=tuple(breaks),
        because=str(node.get("because") or ""),
        span=span,
        named_at=scope.document.span(path, key=True),
        is_copy="copy" in node,
    )


def full_periods(seasons: Iterable[Season]) -> tuple[WholeSeason, ...]:
    """The seasons in full, ascending by their days."""
    periods = (
        WholeSeason(days=one.days, season=one.key, breaks=one.breaks, because=one.because, span=one.named_at)
        for one in seasons
    )
    return tuple(sorted(periods, key=lambda period: (period.days, period.season)))


def build_days(scope: FileScope, node: object, path: Path) -> Days | None:
    """One date, "A to B", or {from, to}."""
    if not isinstance(node, Mapping):
        return scope.value(parse_days, node, path)
    first = scope.value(parse_date, node["from"], (*path, "from"))
    last = scope.value(parse_date, node["to"], (*path, "to"))
    if first is None or last is None:
        return None
    if last < first:
        scope.wrong(
            "CHK008",
            (*path, "to"),
            f"these days end on {last}, before they start on {first}",
            hint="swap `from` and `to`, or check the year",
        )
        return None
    return Days(first, last)

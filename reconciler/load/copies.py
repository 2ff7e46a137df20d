"""Seasons that copy another one: what `copy`, `without` and `change` say, before any class is built.

`gather_copies` reads them, `in_order` puts each after the one that it copies, and `check_copies`
looks, once the classes are built, for names of classes that do not fit.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Table
from dataclasses import dataclass

from reconciler.load.deviations import Deviation, build_deviation
from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.seasons import Season
from reconciler.model.schedule import GroupClass


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonCopy:
    """A season that copies another one."""

    season: Season
    source: Season
    without: frozenset[str]
    """Ids of the classes that do not run in it."""
    deviations: Table[str, Deviation]
    """By id of the class."""
    scope: FileScope
    """The file that it stands in."""
    path: Path


def gather_copies(scope: FileScope, seasons: Table[str, Season], known: dict[str, SeasonCopy]) -> None:
    """Put the copies that a file declares to the ones of its location; findings for wrong ones."""
    for key, node in (scope.document.root.get("seasons") or {}).items():
        season = seasons.get(key)
        if "copy" not in node or season is None or season.span != scope.here(node):
            continue
        path: Path = ("seasons", key)
        source = seasons.get(node["copy"])
        deviations = {
            name: build_deviation(scope, inner or Mapping(), (*path, "change", name), season.days)
            for name, inner in (node.get("change") or {}).items()
        }
        if source is not None:
            known[key] = SeasonCopy(
                season=season,
                source=source,
                without=frozenset(str(name) for name in as_list(node.get("without"))),
                deviations=deviations,
                scope=scope,
                path=path,
            )
        elif node["copy"] not in (scope.document.root.get("seasons") or {}):
            others = [other for other in seasons if other != key]
            scope.wrong(
                "CHK050",
                (*path, "copy"),
                f'there is no season "{node["copy"]}" that {key} could copy',
                hint=did_you_mean(node["copy"], others) or "declare it under `seasons:` with its dates",
            )


def in_order(copies: Table[str, SeasonCopy]) -> tuple[SeasonCopy, ...]:
    """Each after the one that it copies; findings for those that copy each other in a ring, or overlap."""
    ordered: dict[str, SeasonCopy] = {}
    refused: set[str] = set()
    for key in sorted(copies):
        chain: list[str] = []
        while key in copies and key not in ordered and key not in refused and key not in chain:
            chain.append(key)
            key = copies[key].source.key  # noqa: PLW2901 - the walk goes from copy to source
        if key in chain:
            _refuse_ring(copies, chain[chain.index(key) :])
            refused.update(chain)
        elif key in refused:
            refused.update(chain)
        for name in reversed(chain):
            if name not in refused and _apart(copies, name):
                ordered[name] = copies[name]
    return tuple(ordered.values())


def check_copies(copies: Collection[SeasonCopy], classes: Table[str, GroupClass]) -> None:
    """Findings for classes that a copy names and that are not in what it copies; `classes` by id."""
    for copy in copies:
        for name in sorted(copy.without):
            _check_name(copy, name, classes, ("without",))
        for name in copy.deviations:
            _check_name(copy, name, classes, ("change", name))


def _check_name(copy: SeasonCopy, name: str, classes: Table[str, GroupClass], below: Path) -> None:
    key, source, group = copy.season.key, copy.source.key, classes.get(name)
    path, is_key = (*copy.path, *below), below[0] == "change"

    def wrong(summary: str, hint: str) -> None:
        copy.scope.wrong("CHK052", path, summary, hint=hint, key=is_key)

    if group is None:
        known = did_you_mean(name, classes)
        wrong(f'there is no class "{name}" that {key} could copy', known or "write the `id:` of a class")
        return
    seasons = {period.season: period for period in group.periods}
    itself = key in seasons and seasons[key].copied is None
    if itself:
        wrong(
            f"{name} runs in {key} by itself, not as a copy",
            f"take {key} out of its `seasons:`, or say it at the class",
        )
    elif source not in seasons:
        wrong(f"{name} does not run in {source}, which {key} copies", "take it out here, or correct the name")
    elif is_key and name in copy.without:
        wrong(f"{key} is without {name} and changes it", "keep one of the two")
    elif is_key and key not in seasons:
        wrong(
            f"{name} has written dates, which {key} does not copy",
            f"give it dates of {key} here: `dates: […]`",
        )


def _refuse_ring(copies: Table[str, SeasonCopy], ring: list[str]) -> None:
    first = copies[min(ring)]
    start = ring.index(min(ring))
    names = [*ring[start:], *ring[:start], ring[start]]
    first.scope.wrong(
        "CHK051",
        (*first.path, "copy"),
        f"these seasons copy each other: {' copies '.join(names)}"
        if len(ring) > 1
        else f"the season {names[0]} copies itself",
        hint="let one of them stand by itself, with classes that name it",
    )


def _apart(copies: Table[str, SeasonCopy], key: str) -> bool:
    """Whether a copy has no day with a season that it copies, directly or not; a finding if it has."""
    copy = copies[key]
    above: SeasonCopy | None = copy
    while above is not None:
        other = above.source
        if other.days.first <= copy.season.days.last and copy.season.days.first <= other.days.last:
            copy.scope.wrong(
                "CHK054",
                (*copy.path, "copy"),
                f"the season {key} overlaps {other.key}, which it copies",
                detail=f"{other.key} is {other.days.first} to {other.days.last}: classes would run twice.",
                hint="correct the dates of one of them",
            )
            return False
        above = copies.get(other.key)
    return True

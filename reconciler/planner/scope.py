"""What part of a location's timetable a plan speaks about.

Takes a `Selection` and what was found, gives the part of it that was asked for. Matching always
sees the whole window; only what it found is narrowed, so that an activity of an unselected
class never looks like one that nobody declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fnmatch import translate

from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.plan import Selection
from reconciler.planner.match import Matching

Selects = Callable[[Occurrence | Removal], bool]


def selector(selection: Selection) -> Selects:
    """Whether an occurrence or a removed one is asked for, as a function. Each glob is compiled once.

    Globs are case-sensitive and `*` crosses slashes. One that fits the address of a series
    (`mitte/yoga-evening`) means all of its dates.
    """
    wanted = _fits(selection.targets) if selection.targets else None
    unwanted = _fits(selection.excludes) if selection.excludes else None

    files, tags = frozenset(selection.files), frozenset(selection.tags)

    def selects(occurrence: Occurrence | Removal) -> bool:
        if files and occurrence.origin.file not in files:
            return False
        if tags and tags.isdisjoint(occurrence.series.tags):
            return False
        if wanted is not None and not wanted(occurrence):
            return False
        return unwanted is None or not unwanted(occurrence)

    return selects


def idle_globs(selection: Selection, occurrences: Iterable[Occurrence]) -> tuple[str, ...]:
    """The targets and excludes that fit none of these occurrences: most often a misspelling."""
    idle = {glob: _fits((glob,)) for glob in (*selection.targets, *selection.excludes)}
    for occurrence in occurrences:
        if not idle:
            break
        for glob in [glob for glob, fits in idle.items() if fits(occurrence)]:
            del idle[glob]
    return tuple(idle)


def in_scope(matching: Matching, selection: Selection, selects: Selects) -> Matching:
    """What was found for selected occurrences and, unless the plan is partial, for strangers.

    Activities outside the window's dates were read for matching only and are not spoken about.
    """
    window = selection.window
    strangers = () if selection.partial else matching.only_observed
    told = [case for case in strangers if window.holds(case.activity.start.date())]
    if not selection.partial:
        return matching._replace(only_observed=told)
    return Matching(
        pairs=[case for case in matching.pairs if selects(case.occurrence)],
        doubtful=[case for case in matching.doubtful if selects(case.occurrence)],
        duplicates=[case for case in matching.duplicates if selects(case.occurrence)],
        only_desired=[case for case in matching.only_desired if selects(case.occurrence)],
        only_observed=told,
    )


def split_past(
    occurrences: Sequence[Occurrence], read_from: int
) -> tuple[list[Occurrence], list[Occurrence]]:
    """Those that start before `read_from` (Unix seconds), and the others."""
    ahead = [occurrence for occurrence in occurrences if occurrence.utc >= read_from]
    if len(ahead) == len(occurrences):
        return [], ahead
    return [occurrence for occurrence in occurrences if occurrence.utc < read_from], ahead


def split_published(matching: Matching, until: date | None) -> tuple[Matching, int]:
    """What was found, without the missing classes that start after `until`; and how many those are.

    Only what would be created is held back: a class beyond `until` that is there stays a pair.
    """
    if until is None:
        return matching, 0
    published = [case for case in matching.only_desired if case.occurrence.start.date() <= until]
    return matching._replace(only_desired=published), len(matching.only_desired) - len(published)


def removals_told(
    removals: Iterable[Removal], selection: Selection, first: date, until: date | None
) -> tuple[Removal, ...]:
    """The removed classes of selected series from `first` on, and up to what is published."""
    selects = selector(selection)
    last = date.max if until is None else until
    return tuple(one for one in removals if first <= one.date <= last and selects(one))


def _fits(globs: Iterable[str]) -> Selects:
    pattern = re.compile("|".join(translate(glob) for glob in globs))

    def fits(occurrence: Occurrence | Removal) -> bool:
        return bool(pattern.match(occurrence.address) or pattern.match(occurrence.series.address))

    return fits

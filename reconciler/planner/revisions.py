"""Finds what became of each class between two revisions of the files.

Takes the occurrences of both; returns one `Difference` for each class: first by address, so that
a changed time or teacher is one change; then by content, so that a class that got another name in
the files is the same class; then a whole series that got another name and changed as well.
Linear, but for sorting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date

from reconciler.model.comparison import Difference
from reconciler.model.occurrence import Occurrence, Removal

_CROWD = 20
"""Series of one key among which nothing is guessed: they are too much alike."""


def compare_revisions(before: Sequence[Occurrence], after: Sequence[Occurrence]) -> list[Difference]:
    """Every occurrence of either side in exactly one difference; by start, then by address."""
    pairs, old, new = _joined(before, after, _address)
    same, old, new = _joined(old, new, _content)
    renamed, old, new = _by_series(before, after, same, old, new)
    pairs += same
    pairs += renamed
    pairs += [Difference(one, None) for one in old]
    pairs += [Difference(None, one) for one in new]
    return sorted(pairs, key=_place)


def newly_removed(removals: Iterable[Removal], differences: Iterable[Difference]) -> tuple[Removal, ...]:
    """Those of the removals that take out a class which is there before, and has no other after."""
    gone = {_address(before) for before, after in differences if before is not None and after is None}
    return tuple(one for one in removals if (one.series.address, one.date) in gone) if gone else ()


def _place(difference: Difference) -> tuple[object, ...]:
    one = difference.after or difference.before
    assert one is not None, "a difference has a side"
    return (one.start, one.series.address, one.date)


def _address(one: Occurrence) -> tuple[str, date]:
    return (one.series.address, one.date)


def _content(one: Occurrence) -> Hashable:
    return (one.series.location_id, one.start, one.details)


def _joined(
    before: Iterable[Occurrence], after: Iterable[Occurrence], key_of: Callable[[Occurrence], Hashable]
) -> tuple[list[Difference], list[Occurrence], list[Occurrence]]:
    """Pairs of equal keys in the order of addresses, and what either side has left."""
    waiting: defaultdict[Hashable, list[Occurrence]] = defaultdict(list)
    for one in before:
        waiting[key_of(one)].append(one)
    for same in waiting.values():
        if len(same) > 1:
            same.sort(key=_address, reverse=True)
    pairs: list[Difference] = []
    left: list[Occurrence] = []
    for one in sorted(after, key=_address):
        same = waiting.get(key_of(one), [])
        if same:
            pairs.append(Difference(same.pop(), one))
        else:
            left.append(one)
    return pairs, [one for same in waiting.values() for one in same], left


def _by_series(
    before: Iterable[Occurrence],
    after: Iterable[Occurrence],
    same: Iterable[Difference],
    old: list[Occurrence],
    new: list[Occurrence],
) -> tuple[list[Difference], list[Occurrence], list[Occurrence]]:
    """What is left of series that only one side has, paired by date where the series is the same one."""
    if not old or not new:
        return [], old, new
    known, remaining = _series(before), _series(after)
    gone, come = known - remaining, remaining - known
    heirs = _heirs(_votes(same, old, new), gone, come)
    if not heirs:
        return [], old, new

    def heir(one: Occurrence) -> Hashable:
        return (heirs.get(one.series.address, one.series.address), one.date)

    return _joined(old, new, heir)


def _series(occurrences: Iterable[Occurrence]) -> set[str]:
    return {one.series.address for one in occurrences}


_Votes = Counter[tuple[str, str]]


def _votes(same: Iterable[Difference], old: list[Occurrence], new: list[Occurrence]) -> _Votes:
    """How many dates speak for it that one series became another."""
    votes: _Votes = Counter()
    for before, after in same:
        assert before is not None, "both sides of equal content are there"
        assert after is not None, "both sides of equal content are there"
        votes[before.series.address, after.series.address] += 2
    for key_of in (_same_start, _same_teacher):
        there: defaultdict[Hashable, list[Occurrence]] = defaultdict(list)
        for one in new:
            there[key_of(one)].append(one)
        for one in old:
            candidates = there.get(key_of(one), ())
            if len(candidates) <= _CROWD:
                votes.update((one.series.address, other.series.address) for other in candidates)
    return votes


def _same_start(one: Occurrence) -> Hashable:
    return (one.series.location_id, one.start, one.details.service_id)


def _same_teacher(one: Occurrence) -> Hashable:
    return (one.series.location_id, one.date, one.details.service_id, one.details.staff_id)


def _heirs(votes: _Votes, gone: set[str], come: set[str]) -> dict[str, str]:
    """Which new series each vanished one became, most votes first; of equal votes the first by address."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for before, after in _by_votes(votes):
        if before in gone and after in come and before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return found


def _by_votes(votes: _Votes) -> Iterator[tuple[str, str]]:
    return (pair for pair, _ in sorted(votes.items(), key=lambda entry: (-entry[1], entry[0])))

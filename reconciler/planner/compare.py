"""Finds the declared fields in which pairs differ. The only home of deepdiff.

Takes pairs, gives each back as it is, or as `Differing` with its changes. A field counts only
if the files declare it and the answer of the booking system has it. Details come in series, so
each distinct couple of them is compared once; deepdiff is imported only when one really
differs, and then sees all that differ in one go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import FieldChange
from reconciler.planner.cases import Differing, Pair, PairedBy

_Facts = dict[str, object]
_Changes = tuple[FieldChange, ...]
_Couple = tuple[ClassDetails, ClassDetails]
"""What the files want, and what the booking system has."""


def compare(pairs: Sequence[Pair]) -> list[Pair | Differing]:
    """Each pair in its place, as `Differing` where something declared differs.

    Changes stand in the order of ClassDetails, a changed start first; `before` is what the
    booking system has, `after` what the files want. Where the files leave the break to the
    location, `length_s` is the lesson alone on both sides. Where any of several rooms will do, the one
    that the booking system has is right: a class that is there is not to wander because another came.
    """
    numbers: dict[_Couple, int] = {}
    couples = [
        numbers.setdefault((_wished(occurrence, activity), activity.details), len(numbers))
        for occurrence, activity, _ in pairs
    ]
    changes = _changes_by_number(numbers)
    return [_compared(pair, changes.get(number, ())) for pair, number in zip(pairs, couples, strict=True)]


def _wished(occurrence: Occurrence, activity: Activity) -> ClassDetails:
    """What the files want; of several rooms of which any will do, the one that the activity has."""
    wished, choice, found = occurrence.details, occurrence.series.room_choice, activity.details.room_ids
    if choice is None or found is None or found == wished.room_ids:
        return wished
    fixed = {room_id for room_id in wished.room_ids or () if room_id not in choice.room_ids}
    chosen = set(found) - fixed
    if fixed.issubset(found) and len(chosen) == 1 and chosen.issubset(choice.room_ids):
        return wished._replace(room_ids=found)
    return wished


def differing(occurrence: Occurrence, activity: Activity) -> tuple[FieldChange, ...]:
    """The declared fields in which this activity is not as its occurrence says, as `compare` finds them."""
    (found,) = compare([Pair(occurrence, activity, PairedBy.MARKER)])
    return found.changes if isinstance(found, Differing) else ()


def _compared(pair: Pair, changes: _Changes) -> Pair | Differing:
    desired, observed = pair.occurrence.start, pair.activity.start
    if desired != observed:
        return Differing(pair, (FieldChange(field="start", before=observed, after=desired), *changes))
    return Differing(pair, changes) if changes else pair


def _changes_by_number(numbers: Mapping[_Couple, int]) -> dict[int, _Changes]:
    """The changes of each couple that differs, none for the others."""
    facts: dict[int, tuple[_Facts, _Facts]] = {}
    for (desired, observed), number in numbers.items():
        if desired != observed:
            before, after = _comparable(desired, observed)
            if _plain(before) != _plain(after):
                facts[number] = (before, after)
    if not facts:
        return {}
    differing = _differing_fields(facts)
    return {
        number: tuple(
            FieldChange(field=field, before=before[field], after=after[field])
            for field in after
            if field in differing[number]
        )
        for number, (before, after) in facts.items()
    }


def _differing_fields(facts: Mapping[int, tuple[_Facts, _Facts]]) -> Mapping[int, set[str]]:
    """The names of the fields that differ, by number of the couple."""
    from deepdiff import DeepDiff

    # One flat comparison: the price of deepdiff lies in each call and each level.
    before = {(n, field): fact for n, (old, _) in facts.items() for field, fact in _plain(old).items()}
    after = {(n, field): fact for n, (_, new) in facts.items() for field, fact in _plain(new).items()}
    fields: defaultdict[int, set[str]] = defaultdict(set)
    for number, field in DeepDiff(before, after).affected_root_keys:
        fields[number].add(field)
    return fields


def _comparable(desired: ClassDetails, observed: ClassDetails) -> tuple[_Facts, _Facts]:
    """Both sides, `before` and `after`, of the fields that are declared and known."""
    after = desired._asdict()
    before = observed._asdict()
    if desired.break_s is None:
        before["length_s"] = _lesson_s(observed)
    both = [name for name in after if after[name] is not None and before[name] is not None]
    return {name: before[name] for name in both}, {name: after[name] for name in both}


def _lesson_s(observed: ClassDetails) -> int | None:
    # Left to the location, the break was appended by the server: only the lesson is declared.
    if observed.length_s is None or observed.break_s is None:
        return None
    return observed.length_s - observed.break_s


def _plain(facts: _Facts) -> _Facts:
    return {name: _PLAIN[name](fact) if name in _PLAIN else fact for name, fact in facts.items()}


def _text(fact: object) -> object:
    # Web forms send CRLF, and the note is trimmed where the marker is cut off.
    return fact.replace("\r\n", "\n").strip() if isinstance(fact, str) else fact


def _color(fact: object) -> object:
    # Colour pickers write #FFAA00, people #ffaa00.
    return fact.strip().lower() if isinstance(fact, str) else fact


def _ids(fact: object) -> object:
    # The booking system keeps rooms and labels as sets and lists them in any order.
    return frozenset(fact) if isinstance(fact, tuple) else fact


_PLAIN: Mapping[str, Callable[[object], object]] = {
    "room_ids": _ids,
    "label_ids": _ids,
    "comment": _text,
    "color": _color,
    "instructions": _text,
    "link": _text,
}

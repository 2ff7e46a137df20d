"""Finds the declared fields in which a pair differs. The only home of deepdiff.

Takes pairs, gives each back as it is, or as `Differing` with its changes. A field counts only
if the files declare it and the answer of the booking system has it. Equal details are the rule
and come in series, so each distinct couple of details is compared once, and deepdiff is
imported only when one really differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from reconciler.model.details import ClassDetails
from reconciler.model.plan import FieldChange
from reconciler.planner.cases import Differing, Pair

_Facts = dict[str, object]
_Changes = tuple[FieldChange, ...]


def compare(pairs: Iterable[Pair]) -> list[Pair | Differing]:
    """Each pair in its place, as `Differing` where something declared differs."""
    known: dict[tuple[ClassDetails, ClassDetails], _Changes] = {}
    compared: list[Pair | Differing] = []
    for pair in pairs:
        occurrence, activity, _ = pair
        couple = (occurrence.details, activity.details)
        changes = known.get(couple)
        if changes is None:
            changes = known[couple] = detail_changes(*couple)
        if occurrence.start != activity.start:
            changes = (FieldChange(field="start", before=activity.start, after=occurrence.start), *changes)
        compared.append(Differing(pair, changes) if changes else pair)
    return compared


def detail_changes(desired: ClassDetails, observed: ClassDetails) -> tuple[FieldChange, ...]:
    """The declared and known fields that differ, in the order of ClassDetails.

    `before` is what the booking system has, `after` what the files want. Where the files leave
    the break to the location, `length_s` is the lesson alone on both sides.
    """
    if desired == observed:
        return ()
    after, before = _comparable(desired, observed)
    plain_after, plain_before = _plain(after), _plain(before)
    if plain_after == plain_before:
        return ()
    differing = _differing_fields(plain_before, plain_after)
    return tuple(
        FieldChange(field=name, before=before[name], after=after[name]) for name in after if name in differing
    )


def _comparable(desired: ClassDetails, observed: ClassDetails) -> tuple[_Facts, _Facts]:
    after = desired._asdict()
    before = observed._asdict()
    if desired.break_s is None:
        before["length_s"] = _lesson_s(observed)
    both = [name for name in after if after[name] is not None and before[name] is not None]
    return {name: after[name] for name in both}, {name: before[name] for name in both}


def _lesson_s(observed: ClassDetails) -> int | None:
    # Left to the location, the break was appended by the server: only the lesson is declared.
    if observed.length_s is None or observed.break_s is None:
        return None
    return observed.length_s - observed.break_s


def _plain(facts: _Facts) -> _Facts:
    return {name: _PLAIN[name](fact) if name in _PLAIN else fact for name, fact in facts.items()}


def _text(fact: object) -> object:
    # Web forms send CRLF, and the note is trimmed where the marker is cut off.
    return "\n".join(line.rstrip() for line in fact.splitlines()).strip() if isinstance(fact, str) else fact


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


def _differing_fields(before: _Facts, after: _Facts) -> frozenset[str]:
    from deepdiff import DeepDiff

    return frozenset(str(name) for name in DeepDiff(before, after).affected_root_keys)

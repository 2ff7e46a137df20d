"""Classes that are alike: their days are worked out for the first of them alone.

A chain has thousands of classes and a few dozen ways to share out a week. Takes classes, returns
their runs; those that differ in nothing that days depend on share them, and what later steps
know of these days. And it says for which classes closed days are the only rule there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple, cast

from reconciler.expand.effective import details_of
from reconciler.expand.recurrence import at_in_words, days_in_words
from reconciler.expand.segments import Run, runs_of, series_of
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import (
    Dates,
    GroupClass,
    IsoWeeks,
    Monthly,
    Period,
    Rule,
    Settings,
    Timetable,
    Weekly,
)

_COUNTED: Final = attrgetter("course", "expected_sessions", "model_week")
_OF_A_PERIOD: Final = attrgetter(*(field.name for field in fields(Period)))
"""A tuple is hashed in C, a dataclass is not: this runs for every class."""

_UNSEEN: Final = -1
"""Instead of the number of a likeness."""
_DAYS_OF_A_SLOT: Final = attrgetter("name", "weekdays")
"""Times of day may differ."""


def likenesses(classes: Iterable[GroupClass]) -> list[int | None]:
    """A number for each class, the same for those that are alike; None for one that goes by itself."""
    known: dict[object, int | None] = {}
    likes: list[int | None] = []
    for group in classes:
        like = None
        if not _goes_alone(group):
            settings, recurrence = group.settings, group.settings.recurrence
            key = (  # what days depend on, and the words for them
                group.because,
                settings.weeks,
                settings.waitlist,
                recurrence.weekdays if isinstance(recurrence, Weekly) else recurrence,
                tuple(map(_OF_A_PERIOD, group.periods)),
                tuple(map(_DAYS_OF_A_SLOT, settings.slots or ())),
            )
            like = known.get(key, _UNSEEN)
            if like == _UNSEEN:
                like = known[key] = _number(group, len(known))
        likes.append(like)
    return likes


def _goes_alone(group: GroupClass) -> object:
    """True if something makes it unlike any other."""
    settings = group.settings
    return (
        group.parts
        or group.changes
        or group.course
        or group.expected_sessions
        or group.model_week
        or settings.turns
        or settings.room_choice
    )


def patterns_of(timetable: Timetable, likes: Sequence[int | None]) -> list[tuple[GroupClass, list[Run]]]:
    """Every class of the timetable with its runs."""
    first: dict[int, list[_Known]] = {}
    patterns: list[tuple[GroupClass, list[Run]]] = []
    for group, like in zip(timetable.classes, likes, strict=True):
        if like in first:
            runs = [_like(known, timetable, group) for known in first[like]]
        else:
            runs = runs_of(timetable, group)
            if like is not None:
                first[like] = [_known(group, run) for run in runs]
        patterns.append((group, runs))
    return patterns


def closed_days_alone(timetable: Timetable) -> bool:
    """Whether closed days are the only rule of a timetable that takes a class away or moves it."""
    return (
        timetable.staffing is None
        and timetable.special is None
        and all(policy.move_to is None for policy in timetable.policies)
    )


def is_simple(group: GroupClass) -> bool:
    """Whether nothing of a class is counted, chosen, taken turns in or written date by date."""
    settings = [group.settings]
    settings += [part.settings for part in group.parts]
    settings += [change.settings for change in group.changes]
    return not (
        any(_COUNTED(group))
        or any(period.copied for period in group.periods)
        or any(map(_is_involved, settings))
    )


def _is_involved(settings: Settings) -> bool:
    return (
        settings.turns is not None
        or settings.room_choice is not None
        or isinstance(settings.recurrence, (Dates, Rule))
        or isinstance(settings.weeks, IsoWeeks)
    )


def _number(group: GroupClass, number: int) -> int | None:
    return number if is_simple(group) else None


_RUN = cast("Callable[[tuple[object, ...]], Run]", partial(tuple.__new__, Run))
_STEP = cast("Callable[[tuple[object, ...]], Step]", partial(tuple.__new__, Step))
"""Every field of them, without a Python frame for each: they are made for every class."""


class _Known(NamedTuple):
    """One run of a class, for those like it."""

    days: Sequence[int]
    place: int
    """Of its slot among those of the class."""
    before: str
    """What is said of it before its time of day, and after it."""
    after: str


def _known(group: GroupClass, run: Run) -> _Known:
    recurrence = group.settings.recurrence
    assert isinstance(recurrence, (Weekly, Monthly)), "others go by themselves"
    before = days_in_words(recurrence, run.slot)
    place = (group.settings.slots or ()).index(run.slot)
    after = run.trace[0].text.removeprefix(before + at_in_words(run.slot.start_min))
    return _Known(run.days, place, before, after)


def _like(known: _Known, timetable: Timetable, group: GroupClass) -> Run:
    """The run of a class, by that of another one that is like it."""
    days, place, before, after = known
    settings = group.settings
    slot = (settings.slots or ())[place]
    lesson_s = slot.lesson_s or settings.lesson_s or 0
    trace = (_STEP((StepKind.PATTERN, before + at_in_words(slot.start_min) + after, group.span, False)),)
    series = series_of(timetable, group, slot.name, "")
    return _RUN((series, days, slot, settings, lesson_s, details_of(settings, lesson_s), trace, 0))

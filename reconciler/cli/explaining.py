"""From a question about a date to its answer: what runs, what was moved or removed, what is near.

Takes a question, a schedule and its expansion; returns an `Answer`. Nothing is read or written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from reconciler.cli.absence import Given, class_absence, location_absence
from reconciler.cli.meant import Choice, Named, chosen, class_in, no_series
from reconciler.cli.question import Question
from reconciler.cli.usual import TOUCHING, usual_classes
from reconciler.expand import Expansion
from reconciler.model.occurrence import Occurrence, Removal, Series, Step, StepKind
from reconciler.model.schedule import FOREVER, SINCE_EVER, Schedule
from reconciler.model.window import Window
from reconciler.render.explain_view import Absence, Answer, Fate, State

REACH = timedelta(days=100)
"""How far around the date classes without an end are looked at: a fifth Monday comes within it."""
_NOTHING = Given([], [])


def horizons_around(day: date, schedule: Schedule | None) -> dict[str, Window]:
    """How far classes without an end are expanded, by key of location."""
    first = day - REACH if day - SINCE_EVER > REACH else SINCE_EVER
    last = day + REACH if FOREVER - day > REACH else FOREVER
    timetables = schedule.timetables if schedule else ()
    return {timetable.location.key: Window(first=first, last=last) for timetable in timetables}


def answer_to(
    question: Question, schedule: Schedule, expansion: Expansion, horizons: Mapping[str, Window]
) -> Answer:
    """What is to be said.

    Raises:
        Stop: if no class, or no series of the class, is meant.
    """
    choice, day = chosen(question.classes, schedule), question.day
    given = Given(
        [one for one in expansion.occurrences if choice.fits(one.series)],
        [one for one in expansion.removals if choice.fits(one.series)],
    )
    _refuse_unknown_series(question, choice, given, expansion)
    runs = [one for one in given.occurrences if day in {one.date, one.start.date()}]
    gone = [one for one in given.removals if one.date == day]
    touched = [one for one in runs if any(step.kind in TOUCHING for step in one.trace)]
    usual = usual_classes(schedule, [*touched, *gone], horizons)
    told = (_with_publishing(one, schedule) for one in runs)
    fates = [*(_fate(one, usual) for one in told), *(_loss(one, usual) for one in gone)]
    return Answer(
        question=question.text,
        classes=question.classes,
        day=day,
        fates=sorted(fates, key=lambda fate: (_start(fate), fate.outcome.address)),
        absences=list(_absences(choice, given, day, fates)),
    )


def _refuse_unknown_series(question: Question, choice: Choice, given: Given, expansion: Expansion) -> None:
    """A slot or part that the class does not have is a misspelling, not an empty date."""
    if choice.named is not Named.SERIES or given.all():
        return
    classes = {one.address for one in choice.classes}
    every = Given([*expansion.occurrences], [*expansion.removals]).all()
    known = {one.series.address for one in every if _class_of(one.series) in classes}
    raise no_series(question.classes, known or classes)


def _with_publishing(occurrence: Occurrence, schedule: Schedule) -> Occurrence:
    """With the step that says from when on a plan creates it, if its location does not publish at once."""
    key = occurrence.series.location
    publish = next(one.publish for one in schedule.timetables if one.location.key == key)
    since = publish.since(occurrence.start.date()) if publish else None
    if publish is None or since is None:
        return occurrence
    because = f": {publish.because}" if publish.because else ""
    step = Step(StepKind.PUBLISHING, f"created from {since.isoformat()} on{because}", publish.span)
    return occurrence._replace(trace=(*occurrence.trace, step))


def _fate(occurrence: Occurrence, usual: Mapping[str, Occurrence]) -> Fate:
    before = usual.get(occurrence.address)
    moved = before is not None and before.start != occurrence.start
    return Fate(State.MOVED if moved else State.RUNS, occurrence, before)


def _loss(removal: Removal, usual: Mapping[str, Occurrence]) -> Fate:
    return Fate(State.REMOVED, removal, usual.get(removal.address))


def _start(fate: Fate) -> datetime:
    shown = fate.outcome if isinstance(fate.outcome, Occurrence) else fate.usual
    return datetime.combine(fate.outcome.date, time.min) if shown is None else shown.start


def _absences(choice: Choice, given: Given, day: date, fates: Sequence[Fate]) -> Iterator[Absence]:
    """What was named and has nothing on the date; a location only if all is quiet."""
    if choice.named is Named.LOCATION:
        if not fates:
            yield from _quiet_locations(choice, given, day)
        return
    key = _class_of if choice.named is Named.CLASS else _address_of
    there = {key(fate.outcome.series) for fate in fates}
    meant = {one.address: one for one in choice.classes}
    found = _grouped(given, key)
    for address in meant if choice.named is Named.CLASS else sorted(found):
        if address not in there:
            timetable, group = meant[class_in(address)]
            yield class_absence(address, group, found.get(address, _NOTHING), day, timetable.seasons)


def _quiet_locations(choice: Choice, given: Given, day: date) -> Iterator[Absence]:
    found = _grouped(given, _location_of)
    timetables = {one.timetable.location.key: one.timetable for one in choice.classes}
    for key, timetable in timetables.items():
        yield location_absence(timetable, found.get(key, _NOTHING), day)


def _grouped(given: Given, key: Callable[[Series], str]) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for occurrence in given.occurrences:
        found.setdefault(key(occurrence.series), Given([], [])).occurrences.append(occurrence)
    for removal in given.removals:
        found.setdefault(key(removal.series), Given([], [])).removals.append(removal)
    return found


def _address_of(series: Series) -> str:
    return series.address


def _class_of(series: Series) -> str:
    return class_in(series.address)


def _location_of(series: Series) -> str:
    return series.location

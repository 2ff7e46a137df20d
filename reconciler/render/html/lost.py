"""What the files take out of their own patterns, and what they put on another date.

Takes a `PlanView`; returns blocks for each rule, and the moved classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from reconciler.model.occurrence import StepKind
from reconciler.render.class_shape import NamesView
from reconciler.render.dates import full_day, stretch
from reconciler.render.html.groups import why
from reconciler.render.html.shapes import LostBlock, LostDay, Moved
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView, RemovalView, RemovedDayView

_Known = Mapping[str, NamesView]


def known_series(view: PlanView) -> _Known:
    """The names of every series of which the plan has a class that takes place."""
    known: dict[str, NamesView] = {}
    for change in view["resource_changes"]:
        details = change["change"]["after"]
        if details is not None:
            known.setdefault(series_of(change["address"]), details["names"])
    for held in (*view["held_back"], *view["conflicts"]):
        known.setdefault(series_of(held["address"]), held["after"]["names"])
    return known


def lost_blocks(view: PlanView) -> Iterator[LostBlock]:
    """One block for each rule; exceptions that cancel one date each stand together."""
    known = known_series(view)
    together: dict[tuple[str, str, str, int], list[RemovalView]] = {}
    for removal in view["removals"]:
        if removal["days"]:
            one_off = removal["kind"] == StepKind.EXCEPTION.value
            place = ("", 0) if one_off else (removal["origin"]["file"], removal["origin"]["line"])
            together.setdefault((removal["location"], removal["kind"], *place), []).append(removal)
    for (location, kind, *_), removals in together.items():
        yield _block(location, kind, removals, known)


def _block(location: str, kind: str, removals: list[RemovalView], known: _Known) -> LostBlock:
    days = sorted((day for each in removals for day in each["days"]), key=lambda day: day["date"])
    texts = {day["text"] for day in days}
    origins = {(each["origin"]["file"], each["origin"]["line"]) for each in removals}
    file, line = origins.pop()
    first, last = date.fromisoformat(days[0]["date"]), date.fromisoformat(days[-1]["date"])
    differ = len(texts) > 1
    several = "cancelled one by one" if kind == StepKind.EXCEPTION.value else f"{kind}s"
    return LostBlock(
        words=several if differ else texts.pop(),
        place="" if origins else f"{file}:{line}",
        location=location,
        number=sum(len(day["addresses"]) for day in days),
        span=stretch(first, last),
        days=tuple(_day(day, known, told=differ) for day in days),
    )


def _day(day: RemovedDayView, known: _Known, *, told: bool) -> LostDay:
    """One day; what the rule says about it stands there if the rule says different things."""
    names = [known[series] for series in map(series_of, day["addresses"]) if series in known]
    words = full_day(date.fromisoformat(day["date"]))
    return LostDay(
        date=day["date"],
        words=f"{words}: {day['text']}" if told else words,
        classes=tuple(_words(series_of(address), known) for address in day["addresses"]),
        services=tuple(each["service"] or "" for each in names),
        staff=tuple(each["staff"] or "" for each in names),
        rooms=tuple(room for each in names for room in each["rooms"] or ()),
    )


def _words(series: str, known: _Known) -> str:
    """`Yoga Flow (yoga-evening)`, or the class alone if nothing else is left of it."""
    name = series.partition("/")[2] or series
    names = known.get(series)
    return f"{names['service']} ({name})" if names and names["service"] else name


def moved_classes(view: PlanView) -> Iterator[Moved]:
    """Classes on another date or at another time than their pattern says, in the order of the plan."""
    known = known_series(view)
    for move in view["moves"]:
        start = datetime.fromisoformat(move["start"])
        yield Moved(
            series=_words(series_of(move["address"]), known),
            before=full_day(date.fromisoformat(move["date"])),
            date=move["start"][:10],
            after=f"{full_day(start.date())} {start:%H:%M}",
            why=why(move["trace"]),
        )

"""Draws the answer of `explain` for people: each class, and its rules in the order of evaluation.

Takes the view and the texts of the files; returns text. Every rule is followed by its place and
the line that stands there, which is cut to the width of a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from reconciler.render.dates import classes, full_day, stretch
from reconciler.render.details_words import main_words
from reconciler.render.explain_view import ExplainView, NearestView, State, TraceView
from reconciler.render.layout import (
    BLUE,
    BOLD_GREEN,
    BOLD_RED,
    BOLD_YELLOW,
    Style,
    cut,
    indented,
    painted,
    plain,
    show,
)
from reconciler.render.lesson_times import lesson_of, lesson_words

_COLOURS: Final = {State.RUNS: BOLD_GREEN, State.MOVED: BOLD_YELLOW, State.REMOVED: BOLD_RED}
_LONGEST: Final = 500
"""Characters of a line of a file that are looked at."""
_SHORTEST: Final = 20
"""Columns of it that are shown, however little room there is."""


def explain_to_text(view: ExplainView, sources: Mapping[str, str], style: Style) -> str:
    """All of the answer. `sources` maps a file's name to its text."""
    files = {step["file"] for each in view["found"] for step in each["trace"]}
    lines = {name: text.split("\n") for name, text in sources.items() if name in files}
    blocks = [_fate(each, lines, style) for each in view["found"]]
    blocks += [_nearest(each, view["query"]["date"], style) for each in view["nearest"]]
    if len(view["found"]) > 1 or not view["query"]["classes"]:
        blocks.insert(0, _summary(view, style))
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks)


def _summary(view: ExplainView, style: Style) -> list[str]:
    """`Wed 24 Feb 2027: 12 classes run, 1 class was moved to another day, 2 classes do not run.`"""
    day = view["query"]["date"]
    kinds = [_kind(each, day) for each in view["found"]]
    numbers = (
        (kinds.count("here"), "runs", "run"),
        (kinds.count("away"), "was moved to another day", "were moved to another day"),
        (kinds.count("gone"), "does not run", "do not run"),
    )
    counts = [f"{classes(count)} {one if count == 1 else many}" for count, one, many in numbers if count]
    return indented(f"{_day(day)}: {', '.join(counts) or 'no class'}.", 0, style)


def _kind(found: Mapping[str, Any], day: str) -> str:
    if found["state"] == State.REMOVED:
        return "gone"
    return "here" if found["start"][:10] == day else "away"


def _fate(found: Mapping[str, Any], lines: Mapping[str, list[str]], style: Style) -> list[str]:
    state = State(found["state"])
    words = painted(_state_words(state, found), _COLOURS[state], style)
    text = [f"{show(found['address'], style)}  {words}"]
    if found["start"] is not None:
        would = "it would be " if state is State.REMOVED else ""
        text += indented(f"{would}{_start_words(found)}  {main_words(found, style)}", 2, style)
        text += [line for each in _clock_words(found) for line in indented(each, 2, style)]
    for number, step in enumerate(found["trace"], 1):
        text += _step(number, step, lines, style)
    return text


def _state_words(state: State, found: Mapping[str, Any]) -> str:
    match state:
        case State.RUNS:
            return "runs"
        case State.MOVED:
            before, after = found["moved_from"], found["start"]
            return f"moved from {_day(before)} {before[11:16]} to {_day(after)} {after[11:16]}"
        case State.REMOVED:
            return "does not run"


def _step(number: int, step: TraceView, lines: Mapping[str, list[str]], style: Style) -> list[str]:
    kind, text = step["kind"], step["text"]
    words = text if text.startswith(kind) else f"{kind}: {text}"
    head = f"  {number}. "
    margin = " " * len(head)
    shown = indented(show(words, style), len(head), style)
    place = f"{show(step['file'], style)}:{step['line']}"
    source = _line(lines.get(step["file"], ()), step["line"])
    return [head + shown[0].lstrip(" "), *shown[1:], *_quoted(place, source, margin, style)]


def _quoted(place: str, source: str, margin: str, style: Style) -> list[str]:
    """The place and its line; below each other where a terminal is too narrow for both."""
    painted_place = f"{margin}{painted(place, BLUE, style)}"
    if not source:
        return [painted_place]
    room = style.columns - len(margin) - len(place) - 3 if style.terminal else _LONGEST
    if room >= _SHORTEST:
        return [f"{painted_place} | {cut(show(source, style), room, style)}"]
    return [painted_place, f"{margin}| {cut(show(source, style), style.columns - len(margin) - 2, style)}"]


def _line(lines: Any, number: int) -> str:
    return lines[number - 1][:_LONGEST].strip() if 0 < number <= len(lines) else ""


def _start_words(details: Mapping[str, Any]) -> str:
    """`Mon 7 Sep 2026 18:30-19:25`."""
    start = details["start"]
    lesson = lesson_of(
        start, details["timezone"], details["length_s"], details["break_s"], utc=details["utc"]
    )
    return f"{_day(start)} {lesson_words(lesson)}"


def _clock_words(details: Mapping[str, Any]) -> Iterator[str]:
    """What the clock does on the day of the class, if it changes then."""
    midnight = datetime.fromisoformat(details["start"][:10]).replace(tzinfo=ZoneInfo(details["timezone"]))
    before, after = midnight.utcoffset(), (midnight + timedelta(days=1)).utcoffset()
    if before is not None and after is not None and before != after:
        way = "forward" if after > before else "back"
        yield (
            f"the clocks go {way} on this day: it starts at {details['utc'][11:16]} UTC "
            f"(UTC{details['utc_offset']})"
        )


def _nearest(absent: NearestView, day: str, style: Style) -> list[str]:
    place = f"{show(absent['file'], style)}:{absent['line']}"
    nothing = painted(f"has nothing on {_day(day)}", BOLD_YELLOW, style)
    text = [f"{show(absent['address'], style)}  {nothing}"]
    text += indented(f"{show(absent['text'], style)}  ({place})", 2, style)
    for rule in absent["rules"]:
        dates = stretch(date.fromisoformat(rule["first"]), date.fromisoformat(rule["last"]))
        text += indented(f"{show(rule['text'], style)}{plain(' · ', style)}{dates}", 4, style)
    for when, nearest in (("before", absent["before"]), ("after", absent["after"])):
        if nearest is not None:
            address = f"  {show(nearest['address'], style)}"
            text += indented(f"the nearest {when}: {_start_words(nearest)}{address}", 2, style)
    return text


def _day(text: str) -> str:
    return full_day(date.fromisoformat(text[:10]))

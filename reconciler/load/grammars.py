"""The small grammars as a JSON Schema names them: `"$comment": "grammar: time"`.

Takes a part of a schema and a text that does not fit it; returns what is wrong with the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from reconciler.load import values
from reconciler.load.instances import parse_instances
from reconciler.load.move_rules import parse_move_rule
from reconciler.load.spelling import Wrong


def called(part: dict[str, Any]) -> str:
    """What a scalar of this part of the schema is, with its article: "a time"."""
    return _GRAMMARS.get(_grammar(part), ("a text", _no_opinion))[0]


def mend(part: dict[str, Any], text: object, examples: Sequence[object] = ()) -> Wrong | None:
    """What is wrong with a text; None if its grammar has no objection, or there is none.

    `examples` are those of the key: a length of time without a unit is meant in theirs.
    """
    result = _GRAMMARS.get(_grammar(part), ("", _no_opinion))[1](str(text))
    if not isinstance(result, Wrong):
        return None
    counted = _grammar(part) == "duration" and _with_unit(str(text), examples)
    return Wrong(result.problem, f"write {counted}", counted) if counted else result


def _with_unit(number: str, examples: Sequence[object]) -> str:
    """`48` in the unit of the first example: `48h` after `2h`, `48 weeks` after `6 weeks`; else ""."""
    unit = re.fullmatch(r"[0-9]+(h|m| days?| weeks?)", str(examples[0])) if examples else None
    if not unit or not re.fullmatch(r"[1-9][0-9]{0,2}", number):
        return ""
    return number + (unit[1].rstrip("s") if number == "1" else unit[1])


def _grammar(part: dict[str, Any]) -> str:
    comment = part.get("$comment", "")
    return comment.removeprefix("grammar: ") if isinstance(comment, str) else ""


def _no_opinion(_text: str) -> object:
    return None


def _time_or_span(text: str) -> object:
    time = values.parse_time(text)
    if not isinstance(time, Wrong) or time.fix or not re.search("[-\u2010-\u2015\u2212]", text):
        return time
    return values.parse_time_span(text)


def _key(longest: int) -> Callable[[str], object]:
    def check(text: str) -> object:
        problem = "no key: small letters, digits and hyphens"
        slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:longest].strip("-")
        if slug == text:
            return None
        return Wrong(problem, f"write {slug}" if slug else "write, for example, yoga-evening", slug)

    return check


def _break(text: str) -> object:
    if "default" in text.lower():
        return Wrong("no break", "write `location default`", "location default")
    return values.parse_duration(text)


def _single_weekday(text: str) -> object:
    found = values.parse_weekdays(text)
    if isinstance(found, Wrong) or len(found) == 1:
        return found
    return Wrong("no single weekday", "write, for example, sun")


def _policy(text: str) -> object:
    if re.fullmatch("run *", text.strip()):
        return Wrong("no policy", "name the timetable that runs, for example: run short-day")
    return Wrong("no policy", "write skip, keep, move, or run with the key of a timetable: run short-day")


def _week_name(text: str) -> object:
    if re.fullmatch("[A-Za-z0-9][A-Za-z0-9-]{0,15}", text):
        return None
    return Wrong("no name of a week", "write letters, digits and hyphens, for example A")


def _timeout(text: str) -> object:
    seconds = re.match(r"[1-9][0-9]{0,2}(?![0-9:])", text)
    return Wrong("no time-out", f"write {seconds[0]}s" if seconds else "write, for example, 30s")


def _calendar(text: str) -> object:
    upper = text.strip().upper().replace("_", "-")
    if re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", upper) and upper != text:
        return Wrong("no calendar", f"write {upper}", upper)
    return Wrong(
        "no calendar",
        "write the country's two letters, with its region if need be (DE or DE-BE), or the key of an own one",
    )


def _category(_text: str) -> object:
    return Wrong("no category", "write a name in small letters, for example public", "")


def _link(_text: str) -> object:
    return Wrong("no address", "write it in full, for example https://example.com/live")


def _api(text: str) -> object:
    if text.startswith("http://"):
        return Wrong("an address without encryption", "write https://…; http is for loopback only")
    return Wrong("no address of a booking system", "write `sandbox`, or https://api.alteg.io/api/v2")


def _zone(_text: str) -> object:
    return Wrong("no name of a time zone", "write an IANA name such as Europe/Berlin")


def _then(_text: str) -> object:
    return Wrong("no answer", "write `cancel`, or `move to` and the name of a room")


_GRAMMARS: dict[str, tuple[str, Callable[[str], object]]] = {
    "number": ("a whole number", values.parse_number),
    "truth": ("true or false", values.parse_bool),
    "weekday": ("a weekday", values.parse_weekdays),
    "single weekday": ("one weekday", _single_weekday),
    "pattern day": ("a weekday or a day of the month", values.parse_every),
    "time": ("a time", values.parse_time),
    "time or span": ("a time", _time_or_span),
    "hours": ("opening hours", values.parse_hours),
    "time span": ("a time span", values.parse_time_span),
    "duration": ("a duration", values.parse_duration),
    "time-out": ("a duration", _timeout),
    "break": ("a duration", _break),
    "date": ("a date", values.parse_date),
    "days": ("a date or a range of dates", values.parse_days),
    "weeks": ("a choice of weeks", values.parse_weeks),
    "start": ("a date and time", values.parse_move),
    "move rule": ("a way to move a class", parse_move_rule),
    "policy": ("a policy", _policy),
    "moment": ("a date, or a date and time", parse_instances),
    "colour": ("a colour", values.parse_color),
    "key": ("a key", _key(64)),
    "short key": ("a key", _key(32)),
    "tag": ("a tag", _key(32)),
    "week name": ("the name of a week", _week_name),
    "name": ("a name", _no_opinion),
    "answer": ("an answer", _then),
    "calendar": ("a calendar", _calendar),
    "category": ("a category of holidays", _category),
    "link": ("an address", _link),
    "api": ("an address", _api),
    "zone": ("a time zone", _zone),
    "version": ("a version", lambda _text: Wrong("no known version", "write `version: 1`", "1")),
}

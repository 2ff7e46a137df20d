"""Where a class moves that meets a holiday: the small grammar of `move_to` in a policy.

<day> [, same time | <time>]
<day> = next open day | previous open day | same week <weekday> | next week <weekday>
"""

from __future__ import annotations

import re

from reconciler.load.spelling import LONGEST, Wrong
from reconciler.load.values import parse_time, parse_weekdays
from reconciler.model.calendars import MoveRule, MoveWay

HINT = "write `next open day, same time`, or a weekday: `same week sat 10:00`"
_WAYS: dict[str, MoveWay] = {
    "next open day": "next open day",
    "previous open day": "previous open day",
    "same week": "same week",
    "next week": "next week",
}
_RULE = re.compile(
    r"(next open day|previous open day|same week|next week)(?: ([a-z]+))??"
    r"(?:,? (?:same time|(?:at )?\"?([0-9]{1,2}:[0-9]{2})\"?))?"
)


def parse_move_rule(text: str) -> MoveRule | Wrong:
    """`next open day, same time`, `same week sat "10:00"` and the like -> the rule."""
    written = " ".join(text.strip().lower().split())
    found = _RULE.fullmatch(written) if len(text) <= LONGEST else None
    if found is None:
        return Wrong("no way to move a class", HINT)
    way, word, at = found.groups()
    if (word is None) == way.endswith("week"):
        named = f"leave `{word}` out, or write `same week {word}`"
        return Wrong("no way to move a class", f"name the weekday: {way} sat" if word is None else named)
    weekdays = parse_weekdays(word) if word else frozenset[int]()
    if isinstance(weekdays, Wrong):
        return weekdays
    if len(weekdays) > 1:
        return Wrong("no way to move a class", f"name one weekday: {way} sat")
    start_min = parse_time(at) if at else None
    if isinstance(start_min, Wrong):
        return start_min
    weekday = next(iter(weekdays), None)
    return MoveRule(way=_WAYS[way], weekday=weekday, start_min=start_min, text=written)

"""How an activity is in the way of a class, in words.

Takes an entry of the view and one of its others; returns phrases such as `takes big hall` and
`leaves big hall 5 min of the 15 min it needs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reconciler.render.dates import duration
from reconciler.render.shape import CauseView, HeldView, OtherView


def cause_words(held: HeldView, other: OtherView, show: Callable[[str], str]) -> str:
    """How `other` is in the way of `held`, "" if nothing is known; `show` makes names safe."""
    causes = [each for each in held.get("causes", ()) if each["activity_id"] == other["activity_id"]]
    taken = [show(each["name"]) for each in causes if each["kind"] in ("teacher", "room")]
    phrases = [f"takes {_all(list(dict.fromkeys(taken)))}"] if taken else []
    return "; ".join((*phrases, *_time_left(causes, show)))


def _time_left(causes: list[CauseView], show: Callable[[str], str]) -> Iterator[str]:
    for each in causes:
        name, needed, left = show(each["name"]), each["needed_s"], each["between_s"]
        if each["kind"] == "buffer" and needed is not None and left is not None:
            yield f"leaves {name} {duration(left)} of the {duration(needed)} it needs"
        elif each["kind"] == "way" and needed is not None and left is not None:
            yield f"leaves {name} {duration(left)} for a way of {duration(needed)}"
        elif each["kind"] == "way":
            yield f"has {name} at the same time"


def _all(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

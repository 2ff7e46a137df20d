"""Teachers who take turns, and the first free room of several.

Takes the value of a key, returns the choice, or None where there is none.
"""

from __future__ import annotations

from reconciler.load.document import Mapping, Path
from reconciler.load.looking_up import look_up
from reconciler.load.scope import FileScope, as_list
from reconciler.load.values import parse_date
from reconciler.model.schedule import RoomChoice, Rotation


def build_turns(scope: FileScope, node: Mapping, path: Path) -> Rotation | None:
    """The teachers who take turns under `staff`; None if it is one teacher, or nonsense."""
    turns = node.get("staff")
    if not isinstance(turns, Mapping):
        return None
    at = (*path, "staff")
    found = [look_up(scope, "staff", name, (*at, "rotate", n)) for n, name in enumerate(turns["rotate"])]
    first = scope.value(parse_date, turns["from"], (*at, "from"))
    known = tuple(entry.id for entry in found if entry is not None)
    if first is None or len(known) < len(found):
        return None
    return Rotation(staff_ids=known, each=turns["each"], first=first, span=scope.here(turns))


def build_choice(scope: FileScope, node: Mapping, path: Path) -> RoomChoice | None:
    """The rooms of which the first free one is taken; None if `room` says something else, or nonsense."""
    choice = node.get("room")
    if not isinstance(choice, Mapping):
        return None
    at = (*path, "room", "first_free")
    found = [look_up(scope, "rooms", name, (*at, n)) for n, name in enumerate(choice["first_free"])]
    known = tuple(entry.id for entry in found if entry is not None)
    twice = [name for name in as_list(node.get("also_needs")) if name in choice["first_free"]]
    if twice or len(set(known)) < len(known):
        scope.wrong(
            "CHK062",
            at,
            f"{twice[0]} is needed anyway, and cannot be chosen as well"
            if twice
            else "one room stands here under two names",
            hint="take it out of one of the lists" if twice else "keep one of them",
        )
        return None
    return RoomChoice(known, scope.here(choice)) if len(known) == len(found) else None

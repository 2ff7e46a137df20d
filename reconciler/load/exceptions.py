"""One-off exceptions of a file: cancel, keep, move, change, or add one class on one date."""

from __future__ import annotations

from reconciler.load.document import Mapping, Path
from reconciler.load.fields import build_settings, over
from reconciler.load.scope import FileScope
from reconciler.load.values import parse_bool, parse_date, parse_move
from reconciler.model.schedule import MoveTo, ScheduleException, Settings

DEEDS = ("cancel", "keep", "move_to", "change", "add")
DETAILS = (
    "service", "staff", "room", "rooms", "also_needs", "label", "labels", "duration", "break", "capacity",
    "comment", "color", "instructions", "link", "online",
)  # fmt: skip


def build_exception(scope: FileScope, node: Mapping, path: Path) -> ScheduleException | None:
    """The exception at `path`; None, and findings, if it does not say exactly one thing."""
    before = len(scope.findings)
    added = "add" in node
    cancel, keep = _cancels(node), _keeps(scope, node, path)
    if not _says_one_thing(scope, node, path, cancel=cancel, keep=keep):
        return None
    inside: Mapping = node.get("change") or Mapping()
    settings = over(
        build_settings(scope, inside, (*path, "change")) if inside else Settings(),
        build_settings(scope, _without_date(node), path),
    )
    date_key = "add" if added else "on"
    moment = scope.value(parse_move, node[date_key], (*path, date_key)) if added else None
    day = moment.date if moment else scope.value(parse_date, node["on"], (*path, "on")) if not added else None
    move = (
        moment
        if added
        else scope.value(parse_move, node["move_to"], (*path, "move_to"))
        if "move_to" in node
        else None
    )
    if added and moment is not None and moment.date is None:
        scope.wrong(
            "CHK019", (*path, "add"), "an added class needs a date", hint="write add: 2026-12-05 10:00"
        )
    if settings.slots is not None:
        move, settings = _time_of_change(scope, path, move, settings)
    if day is None or len(scope.findings) > before:
        return None
    return ScheduleException(
        class_id=node["class"],
        date=day,
        slot=node.get("slot"),
        part=node.get("part"),
        cancel=cancel,
        keep=keep,
        added=added,
        move_to=move,
        settings=settings,
        because=_because(node),
        span=scope.here(node),
    )


def _without_date(node: Mapping) -> Mapping:
    """`on` is the date of the exception, not days on which the class would run."""
    rest = Mapping(node)
    rest.pop("on", None)
    return rest


def _cancels(node: Mapping) -> bool:
    return "cancel" in node and str(node["cancel"] or "true").lower() not in ("false", "no")


def _keeps(scope: FileScope, node: Mapping, path: Path) -> bool:
    return "keep" in node and bool(scope.value(parse_bool, node["keep"], (*path, "keep")))


def _because(node: Mapping) -> str:
    said = node.get("because") or node.get("cancel") or ""
    return "" if str(said).lower() in ("true", "yes") else str(said)


def _says_one_thing(scope: FileScope, node: Mapping, path: Path, *, cancel: bool, keep: bool) -> bool:
    details = [key for key in DETAILS if key in node]
    deeds = [key for key in DEEDS if key in node]
    if ("on" in node) == ("add" in node):
        scope.wrong(
            "CHK019",
            path,
            "an exception has either `on` (the date of a class that is there) or `add`",
            hint="write `on: 2026-10-14`, or `add: 2026-12-05 10:00`",
        )
        return False
    if not deeds:
        hint = (
            "write `change: {" + details[0] + ": …}`"
            if details
            else "write `cancel: why`, `move_to:`, `change:` or `keep: true`"
        )
        scope.wrong("CHK019", path, "this exception does not say what happens", hint=hint)
        return False
    if details and not ({"move_to", "add"} & set(deeds)):
        scope.wrong(
            "CHK019",
            (*path, details[0]),
            f"`{details[0]}` belongs under `change:` here",
            hint="write `change: {" + details[0] + ": …}`",
            key=True,
        )
        return False
    if (cancel and len(deeds) > 1) or ("add" in deeds and {"move_to", "keep"} & set(deeds)):
        scope.wrong(
            "CHK019",
            path,
            "this exception says two things at once: " + " and ".join(f"`{deed}`" for deed in deeds),
            hint="keep the one you mean",
        )
        return False
    if not cancel and not keep and deeds in (["cancel"], ["keep"]):
        scope.wrong("CHK019", path, "this exception says that nothing happens", hint="take it out")
        return False
    return True


def _time_of_change(
    scope: FileScope, path: Path, move: MoveTo | None, settings: Settings
) -> tuple[MoveTo | None, Settings]:
    """A changed `at` is a move within the day; its end, if written, is a changed duration."""
    slots = settings.slots or ()
    if move is not None:
        scope.wrong(
            "CHK019",
            (*path, "change", "at"),
            "`move_to` and the `at` under `change` both say when this class starts",
            hint="write date and time after `move_to`, and take `at` out",
        )
        return move, settings
    if len(slots) != 1 or slots[0].name or slots[0].weekdays:
        scope.wrong("CHK019", (*path, "change", "at"), "a changed time is one time", hint='write at: "19:00"')
        return move, settings
    slot = slots[0]
    changed = over(Settings(lesson_s=slot.lesson_s), settings)
    values = {name: getattr(changed, name) for name in Settings.__dataclass_fields__}
    return MoveTo(None, slot.start_min), Settings(**{**values, "slots": None})

"""Reads a saved plan back, as data and nothing else.

Takes the text of a file that anybody may have written; returns a `PlanView` whose shape has
been checked and whose parts agree with each other, or raises `PlanFileError`. Nothing in it
is executed, and no address or token is taken from it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NoReturn, cast

from reconciler.render.numbers_view import numbers_view
from reconciler.render.operation_digest import operations, operations_digest
from reconciler.render.series import fold
from reconciler.render.shape import TOOL, PlanView, ResourceChange

LIMIT_BYTES = 64 * 1024 * 1024
"""More than a plan of a hundred thousand classes; a larger file is not one of ours."""
LIMIT_DEPTH = 32
_MAJOR = "1"
_AGAIN = "Make a new one: reconciler plan --out FILE"

Validate = Callable[[object], list[str]]
"""Checks parsed JSON against the plan's schema; one sentence for each finding, [] if it fits."""


class PlanFileError(Exception):
    """This is not a plan that can be used. `code` is stable: PLN001 to PLN007.

    001 not JSON, 002 somebody else's JSON, 003 an unknown major version, 004 wrong shape,
    005 too large, 006 nested too deep, 007 changed after it was written.
    """

    def __init__(self, code: str, summary: str, hint: str) -> None:
        super().__init__(f"{code}: {summary}. {hint}")
        self.code = code
        self.summary = summary
        self.hint = hint


def load_plan_view(text: str, validate: Validate) -> PlanView:
    """The view in the file. Raises `PlanFileError`, and nothing else, for any text."""
    if len(text) > LIMIT_BYTES:
        raise PlanFileError("PLN005", "The plan file is larger than 64 MiB", _AGAIN)
    loaded = _parsed(text)
    _check_ours(loaded)
    _check_depth(loaded)
    _check_unicode(loaded, text)
    findings = validate(loaded)
    if findings:
        raise PlanFileError("PLN004", f"The plan file has the wrong shape: {findings[0]}", _AGAIN)
    view = cast("PlanView", loaded)
    try:
        _check_dates(view)
    except ValueError:
        summary = "The plan file has the wrong shape: a date or time in it does not exist"
        raise PlanFileError("PLN004", summary, _AGAIN) from None
    if not _agrees(view):
        summary = "The plan file was changed after it was written: its parts contradict each other"
        raise PlanFileError("PLN007", summary, _AGAIN)
    # Whatever the file says here, people see what the operations say.
    view["series_changes"] = fold(view["resource_changes"])
    held = (*view["held_back"], *view["conflicts"])
    view["numbers"] = numbers_view(view["resource_changes"], held, view["drift"])
    return view


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise PlanFileError("PLN006", "The plan file is nested too deep", _AGAIN) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise PlanFileError("PLN001", f"The plan file is not JSON ({where})", _AGAIN) from None
    except ValueError as error:
        raise PlanFileError("PLN001", f"The plan file is not JSON: {error}", _AGAIN) from None


def _check_unicode(loaded: object, text: str) -> None:
    """JSON can spell halves of characters, which no text can hold."""
    if "\\ud" not in text and "\\uD" not in text:
        return
    try:
        json.dumps(loaded, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        summary = "The plan file has the wrong shape: a text in it has half of a character"
        raise PlanFileError("PLN004", summary, _AGAIN) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"it says {name}")


def _check_ours(loaded: object) -> None:
    known = loaded if isinstance(loaded, Mapping) else {}
    tool = known.get("tool")
    if not isinstance(tool, Mapping) or tool.get("name") != TOOL:
        whose = "is a plan of Terraform" if "terraform_version" in known else "was not written by this tool"
        raise PlanFileError("PLN002", f"The file {whose}", _AGAIN)
    version = known.get("format_version")
    if not isinstance(version, str) or version.partition(".")[0] != _MAJOR:
        shown = ascii(version)[:40]
        summary = f"The plan file has the format version {shown}; this release reads 1.x"
        raise PlanFileError("PLN003", summary, f"{_AGAIN}, or use the release that wrote it.")


def _check_depth(loaded: object) -> None:
    level: list[object] = [loaded]
    for _ in range(LIMIT_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise PlanFileError("PLN006", "The plan file is nested too deep", _AGAIN)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return [each for each in value.values() if isinstance(each, dict | list)]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, dict | list)]
    return []


def _check_dates(view: PlanView) -> None:
    """Raises ValueError if a date that will be shown is none."""
    held = [*view["held_back"], *view["conflicts"]]
    shown = [each["change"]["before"] for each in view["resource_changes"]]
    shown += [each["change"]["after"] for each in view["resource_changes"]]
    shown += [each["after"] for each in held]
    shown += [other["before"] for each in held for other in each["others"]]
    shown += [each["before"] for each in view["drift"]]
    for details in shown:
        if details is not None:
            datetime.fromisoformat(details["start"])
    for move in view["moves"]:
        datetime.fromisoformat(move["start"])
    told = [day["date"] for removal in view["removals"] for day in removal["days"]]
    told += [move["date"] for move in view["moves"]]
    for instant in (view["live"]["read_at"], view["expires_at"]):
        if instant is not None:
            datetime.fromisoformat(instant)
    for day in (view["window"]["from"], view["window"]["to"], *told):
        if day is not None:
            date.fromisoformat(day)


def _agrees(view: PlanView) -> bool:
    """Whether the counts and the digest are those of the operations."""
    changes, summary = view["resource_changes"], view["summary"]
    creates = operations(view)
    counts = Counter(each["change"]["actions"][0] for each in changes)
    return (
        all(map(_has_its_sides, changes))
        and ("comparison" in view or not (summary["change"] or summary["destroy"]))
        and len({each["address"] for each in changes}) == len(changes)
        and summary["add"] == counts["create"]
        and summary["no_op"] == counts["no-op"]
        and summary["change"] == counts["update"]
        and summary["destroy"] == counts["delete"]
        and summary["held_back"] == len(view["held_back"])
        and summary["conflicts"] == len(view["conflicts"])
        and summary["drift"] == len(view["drift"])
        and summary["removed"] == sum(each["count"] for each in view["removals"])
        and all(
            each["count"] == sum(len(day["addresses"]) for day in each["days"]) for each in view["removals"]
        )
        and summary["moved"] == len(view["moves"])
        and _traces_agree(view)
        and view["operations_digest"] == operations_digest(creates)
    )


def _has_its_sides(change: ResourceChange) -> bool:
    """Whether what is created or changed has an after, and what is changed or gone a before."""
    (action,) = change["change"]["actions"]
    before, after = change["change"]["before"], change["change"]["after"]
    return (after is not None or action not in ("create", "update")) and (
        before is not None or action not in ("update", "delete")
    )


def _traces_agree(view: PlanView) -> bool:
    """Whether every class points at a trace that is there."""
    number = len(view.get("traces", []))
    classes = (*view["resource_changes"], *view["held_back"], *view["conflicts"], *view["drift"])
    return all("trace" not in each or 0 <= each["trace"] < number for each in classes)

"""Reads a saved plan for `show` and `apply`, with the shape checks that make it safe to look at."""

from __future__ import annotations

from pathlib import Path

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop
from reconciler.load.schema import check
from reconciler.render import PlanFileError, PlanView, load_plan_view
from reconciler.render.planfile import LIMIT_BYTES


def read_plan_file(path: Path) -> PlanView:
    """The view in a plan file.

    Raises:
        Stop: if the file cannot be read, or is no plan of this tool.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
    except FileNotFoundError:
        raise Stop(
            Exit.ERROR, f"there is no file {path}", hint="make a plan: reconciler plan --out FILE"
        ) from None
    except OSError as error:
        raise Stop(Exit.ERROR, f"{path} cannot be read: {error.strerror}") from error
    try:
        return load_plan_view(raw.decode("utf-8", errors="replace"), _shape_errors)
    except PlanFileError as error:
        raise Stop(Exit.STALE, f"{error.summary} [{error.code}]", hint=error.hint) from error


def _shape_errors(parsed: object) -> list[str]:
    """What is wrong with the shape of a plan, a sentence each."""
    if not isinstance(parsed, dict):
        return ["it is no object"]
    return [f"{'.'.join(map(str, wrong.path)) or 'top'}: {wrong.summary}" for wrong in check(parsed, "plan")]

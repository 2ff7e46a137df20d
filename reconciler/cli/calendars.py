"""`--calendars DIR`: a calendar file for each studio, teacher and room; for plan, show and expand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from reconciler.cli.output import note, write_file
from reconciler.cli.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def calendars_option(command: F) -> F:
    """`--calendars`."""
    return click.option(
        "--calendars",
        "calendars",
        metavar="DIR",
        help="Write an .ics file for each studio, teacher and room into this folder.",
    )(command)


def write_calendars(folder: str | None, texts: Callable[[], Mapping[str, str]], settings: Settings) -> None:
    """Write the files; `texts` gives path -> text, and is not asked without a folder.

    Files of people and rooms that are no longer there stay: what else is in the folder is not ours.

    Raises:
        OSError: when the disk does not take them.
    """
    if folder is None:
        return
    root = settings.folder / folder
    written = texts()
    for path, text in written.items():
        whole = root / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        write_file(whole, text)
    note(f"Wrote {len(written)} calendars into {_shown(root)}.", settings)


def _shown(root: Path) -> str:
    from reconciler.render.escape import for_terminal

    return for_terminal(str(root))

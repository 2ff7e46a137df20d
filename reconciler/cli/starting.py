"""The files of a new project, and laying them out: all of them or none.

Takes a day; returns texts by path. The season begins on the Monday after that day.
"""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Final

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop
from reconciler.load.schema import schema_text
from reconciler.model.schedule import FOREVER

ZONE: Final = "Europe/Berlin"
"""The zone of the location in the project file."""
RECIPES: Final = {"github": ".github/workflows/timetable.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each CI system looks for its recipe."""
_SEASONS: Final = ("winter", "spring", "summer", "autumn")
_LENGTH: Final = 12 * 7
_DAYS: Final = {
    "first": 0,
    "cancelled": 9,
    "closed": 19,
    "moved": 24,
    "moved_to": 25,
    "break_first": 35,
    "break_last": 41,
    "substituted": 47,
    "changed": 56,
    "last": _LENGTH - 1,
}
"""Dates in the schedule, in days after the season's first Monday."""


def starter(today: date, recipe: str | None) -> dict[str, str]:
    """Path -> text of every file, paths with forward slashes; with a CI recipe if one is named.

    Raises:
        Stop: if the clock stands where no season can begin.
    """
    if FOREVER - today <= timedelta(days=_LENGTH + 7):
        raise Stop(Exit.ERROR, f"no season can begin after {today.isoformat()}", hint="set the clock right")
    first = today + timedelta(days=7 - today.weekday())
    middle = first + timedelta(days=_LENGTH // 2)
    season = f"{_SEASONS[middle.month % 12 // 3]}-{middle.year}"
    dates = {name: (first + timedelta(days=days)).isoformat() for name, days in _DAYS.items()}
    files = {
        "reconciler.yaml": _text("reconciler.yaml"),
        f"schedules/{season}.yaml": Template(_text("schedule.yaml")).substitute(dates, season=season),
        "schemas/project.schema.json": schema_text("project"),
        "schemas/schedule.schema.json": schema_text("schedule"),
        ".gitignore": _text("gitignore"),
    }
    if recipe is not None:
        files[RECIPES[recipe]] = _text(f"{recipe}.yml")
    return files


def lay_out(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files into `folder`, which is made if need be; whatever goes wrong, none is left.

    Raises:
        Stop: if one of them is there already, or the disk does not take them.
    """
    taken = [name for name in files if os.path.lexists(folder / name)]
    if taken:
        raise Stop(
            Exit.ERROR,
            f"there is already {', '.join(taken)} in {folder.as_posix()}; nothing was written",
            hint="choose an empty folder, as in `reconciler init studio`, or move these away",
        )
    made: list[Path] = []
    try:
        for name, text in files.items():
            _make_folders((folder / name).parent, made)
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                made.append(folder / name)
                file.write(text)
    except OSError as error:
        _unmake(made)
        raise Stop(
            Exit.ERROR,
            f"the project cannot be written: {error.strerror or error}: {error.filename or folder}",
            detail="Nothing was left behind.",
        ) from error
    except BaseException:
        _unmake(made)
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
        made.append(each)


def _unmake(made: list[Path]) -> None:
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def _text(name: str) -> str:
    text = pkgutil.get_data("reconciler.cli", f"starter/{name}")
    assert text is not None, "the package has its own files"
    return text.decode("utf-8")

"""The folder of `--calendars`: which of its files are ours, and what becomes of those nobody needs now.

Takes the folder and the texts of a run; writes them, and a list of them beside them (`calendars.json`), so
that a later run knows its own files from those of others. Nothing is deleted, and no file of others touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from reconciler.cli.exits import Exit
from reconciler.cli.output import write_file
from reconciler.cli.stop import Stop

LIST = "calendars.json"
"""Stands in the folder: every calendar that was written into it, with the SHA-256 of its bytes."""
_MADE_BY = "schedule-reconciler"
_OURS = b"PRODID:-//schedule-reconciler//EN\r\n"
_HEAD = 200
"""Octets at the start of a calendar in which its maker is named."""

Withdrawn = Callable[[str], str | None]
"""Text of a calendar -> the same with all that is to come taken off; None if nothing of it is to come."""


class Written(NamedTuple):
    """What became of the folder."""

    written: int
    withdrawn: tuple[str, ...]
    """Files of earlier runs that take off their classes now."""
    foreign: tuple[str, ...]
    """Files of earlier runs that somebody else has changed since, and that are left alone."""


def refuse_impossible(root: Path) -> None:
    """Raises `Stop` if calendars can surely not be written there, before anything is read."""
    nearest = next(path for path in (root, *root.parents) if _exists(path))
    if not nearest.is_dir():
        raise Stop(
            Exit.USAGE,
            f"{nearest} is a file, so no calendars can be written into it",
            hint="name a folder after --calendars; it is made if it is not there",
        )
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise Stop(
            Exit.USAGE,
            f"the folder {nearest} takes no files: permission denied",
            hint="name a folder after --calendars that you may write into",
        )


def _exists(path: Path) -> bool:
    try:
        return path.exists() or path == path.parent
    except OSError:  # a name that no disk takes
        return False


def write_folder(
    root: Path, texts: Mapping[str, str], withdrawn: Withdrawn, whole: frozenset[str]
) -> Written:
    """Write the calendars. `texts` are by path below `root`.

    Of the folders in `whole` the texts are all that there is: what an earlier run wrote there for somebody
    else takes off its classes, by `withdrawn`.

    Raises:
        Stop: if a file that is not ours stands where a calendar belongs; nothing was written.
        OSError: when the disk does not take them.
    """
    known = _listed(root)
    for path in texts:
        _refuse_foreign(root / path, path)
    for path, text in texts.items():
        whole_path = root / path
        whole_path.parent.mkdir(parents=True, exist_ok=True)
        write_file(whole_path, text)
    stale = [path for path in known if path not in texts and path.partition("/")[0] in whole]
    foreign: list[str] = []
    changed: dict[str, str] = {}
    for path in stale:
        earlier = _as_we_wrote_it(root, path, known[path])
        if earlier is None:
            foreign += [path] if os.path.lexists(root / path) else []
        elif (new := withdrawn(earlier)) is not None:
            write_file(root / path, new)
            changed[path] = new
    known = {path: digest for path, digest in known.items() if os.path.lexists(root / path)}
    _keep(root, known | {path: _digest(text) for path, text in (*texts.items(), *changed.items())})
    return Written(len(texts), tuple(changed), tuple(foreign))


def _refuse_foreign(path: Path, name: str) -> None:
    try:
        with path.open("rb") as file:
            ours = _OURS in file.read(_HEAD)
    except FileNotFoundError:
        return
    if not ours:
        raise Stop(
            Exit.ERROR,
            f"{path} is not a calendar of this tool, so it is not overwritten; no calendar was written",
            hint=f"move it away, or name another folder after --calendars ({name} is needed there)",
        )


def _listed(root: Path) -> dict[str, str]:
    """Path -> digest of what earlier runs wrote; what is not a list of ours says nothing."""
    try:
        told = json.loads((root / LIST).read_text(encoding="utf-8"))
        return dict(_fitting(told["calendars"])) if told["made_by"] == _MADE_BY else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _fitting(entries: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    """The entries that name a calendar below the folder: the list may have been forged."""
    for path, digest in sorted(entries.items(), key=str):
        if not isinstance(path, str) or not isinstance(digest, str) or not path.endswith(".ics"):
            continue
        parts = path.split("/")
        if len(parts) > 1 and path.isprintable() and not {"", ".", ".."} & set(parts) and "\\" not in path:
            yield path, digest


def _as_we_wrote_it(root: Path, path: str, digest: str) -> str | None:
    """The text of one of our files; None if it is not there, or is not what we wrote."""
    file = root / path
    try:
        if file.resolve() != root.resolve() / path:
            return None
        octets = file.read_bytes()
        return octets.decode() if sha256(octets).hexdigest() == digest else None
    except (OSError, ValueError):
        return None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _keep(root: Path, files: Mapping[str, str]) -> None:
    """Write the list, unless somebody else's file has its name."""
    path = root / LIST
    if path.exists() and not _is_list(path):
        return
    told = {
        "made_by": _MADE_BY,
        "about": "Calendars that `reconciler --calendars` wrote into this folder, each with its SHA-256.",
        "calendars": dict(sorted(files.items())),
    }
    root.mkdir(parents=True, exist_ok=True)
    write_file(path, json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def _is_list(path: Path) -> bool:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("made_by") == _MADE_BY

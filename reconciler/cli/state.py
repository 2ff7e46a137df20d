"""The folder `.reconciler/` beside the project file: the only place where the tool keeps things.

Everything in it can be deleted at any time: what remains true is what the booking system says.
Folders are 0700, files 0600.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from errno import ENOENT
from itertools import count
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the last complete read of a location found."""

    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFolder:
    """Paths and small files of one project's `.reconciler/`."""

    root: Path

    def sandbox_database(self) -> Path:
        """The embedded sandbox's store."""
        path = self._made("sandbox") / "sandbox.db"
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return path

    def journal(self, at: datetime, identity: str) -> Path:
        """A new journal's path, for an apply of the plan of this identity at `at` (aware)."""
        stem = f"{_stamp(at)}-{identity[:16]}-{os.getpid()}"
        return _unused(self._made("journal"), stem, ".jsonl")

    def journals(self) -> Path:
        """Where the journals are; the folder need not exist."""
        return self.root / "journal"

    def lock(self, environment: str, location: str) -> Path:
        """The lock file of one environment and location."""
        return self._made("locks") / f"{environment}@{location}.lock"

    def receipt(self, at: datetime, identity: str) -> Path:
        """A new receipt's path."""
        return _unused(self._made("receipts"), f"{_stamp(at)}-{identity[:16]}", ".json")

    def receipts(self, identity: str) -> tuple[Path, ...]:
        """The receipts of exactly this plan, oldest first; none if it was never applied from here."""
        folder = self.root / "receipts"
        return tuple(sorted(folder.glob(f"*-{identity[:16]}*.json"))) if folder.is_dir() else ()

    def seen(self, environment: str, location: str) -> Seen | None:
        """What the last complete read found, None if there was none or the file is unreadable."""
        try:
            raw = json.loads(self._seen_path(environment, location).read_text(encoding="utf-8"))
            return Seen(
                count=int(raw["count"]),
                first=date.fromisoformat(raw["first"]),
                last=date.fromisoformat(raw["last"]),
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def remember_seen(self, environment: str, location: str, seen: Seen) -> None:
        """Keep what a complete read found. Failing to keep it is no reason to fail the plan."""
        text = json.dumps(
            {"count": seen.count, "first": seen.first.isoformat(), "last": seen.last.isoformat()}
        )
        try:
            self._made("seen")
            write_whole(self._seen_path(environment, location), text + "\n")
        except OSError:
            return

    def _seen_path(self, environment: str, location: str) -> Path:
        return self.root / "seen" / f"{environment}@{location}.json"

    def _made(self, name: str) -> Path:
        folder = self.root / name
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


def _unused(folder: Path, stem: str, suffix: str) -> Path:
    """A name that is still free: under a rehearsed clock, and in containers, names come again."""
    names = (f"{stem}{f'-{number}' if number else ''}{suffix}" for number in count())
    return next(path for name in names if not (path := folder / name).exists())


def write_whole(path: Path, text: str) -> None:
    """Replace a file by `text` (0600): a reader sees the old one or the new one, never half.

    Raises:
        OSError: when the disk does not take it.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(ENOENT, "there is no such folder", str(path.parent))
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%S")

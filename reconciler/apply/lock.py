"""One apply at a time for an environment and a location on this machine.

The kernel holds the lock, so it is free the moment its holder dies, however it dies. Between
machines there is no lock: use the concurrency group of your CI, as the documentation shows.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockHeldError(Exception):
    """Somebody else is applying; `holder` says who, as far as the file tells."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock file for the length of the block.

    Raises:
        LockHeldError: at once, if another process holds it.
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    note = path.with_suffix(".holder")
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockHeldError(_read(note)) from error
    try:
        _write(note, f"process {os.getpid()} on {socket.gethostname()}")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _read(note: Path) -> str:
    """Who holds the lock; the note may be gone or half written by now."""
    try:
        return note.read_text(encoding="utf-8") or "another process"
    except (OSError, UnicodeDecodeError):
        return "another process"


def _write(note: Path, text: str) -> None:
    descriptor = os.open(note, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)

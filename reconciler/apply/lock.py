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
        holder = note.read_text(encoding="utf-8") if note.exists() else "another process"
        raise LockHeldError(holder) from error
    try:
        note.write_text(f"process {os.getpid()} on {socket.gethostname()}", encoding="utf-8")
        note.chmod(0o600)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()

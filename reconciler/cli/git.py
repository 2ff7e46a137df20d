"""Asks git which revision the files are at; that is all it is asked."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

PATIENCE_S = 5
_SAFE = ("-c", "core.fsmonitor=false")
"""What a repository may name as a helper is not run."""


class Revision(NamedTuple):
    """A commit, and whether the folder differs from it. None: not in git, or git does not say."""

    commit: str | None
    dirty: bool | None


def revision_of(folder: Path, *, leave_out: tuple[str, ...] = ()) -> Revision:
    """The revision of the checkout around `folder`; `leave_out` names files that do not count."""
    commit = _git(folder, "rev-parse", "HEAD")
    if commit is None:
        return Revision(None, None)
    excluded = [f":(exclude){name}" for name in leave_out]
    status = _git(folder, "status", "--porcelain", "--untracked-files=normal", "--", ".", *excluded)
    return Revision(commit, None if status is None else bool(status))


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, no shell
            ["git", "-C", str(folder), "--no-optional-locks", *_SAFE, *arguments],  # noqa: S607 - git of the PATH
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def ignores(folder: Path, name: str) -> bool | None:
    """Whether git leaves a file or folder in `folder` alone; None outside of git."""
    if _git(folder, "rev-parse", "--git-dir") is None:
        return None
    return _git(folder, "check-ignore", "--quiet", name) is not None

"""Reads the files of a revision out of git, without touching the working tree.

Takes a folder inside of a repository and the name of a revision; returns commits, listings and
bytes. Only objects are read: no checkout, no hook, no filter, nothing fetched, and nothing that a
repository's own settings could make git run.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop
from reconciler.load.files import MAX_FILES, PROJECT_FILE
from reconciler.load.guards import MAX_BYTES
from reconciler.load.patterns import SUFFIXES

PATIENCE_S = 60
_READ = (*SUFFIXES, ".ics")
_PLAIN_MODES = ("100644", "100755")
"""Files; links and submodules are not followed."""
_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat")
_SURROUNDINGS = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class Commit(NamedTuple):
    """One revision that exists."""

    name: str
    """As people wrote it."""
    id: str
    at: datetime
    """When it was committed, in UTC."""


class Entry(NamedTuple):
    """One file of a revision."""

    path: str
    """From the top of the repository, with forward slashes."""
    blob: str


class Repository(NamedTuple):
    """The repository around a folder."""

    folder: Path
    prefix: str
    """Way from the top of the repository to the folder: "" or `studio/`."""


def repository_of(folder: Path) -> Repository:
    """The repository around `folder`.

    Raises:
        Stop: if there is none, or no git.
    """
    prefix = _git(folder, "rev-parse", "--show-prefix")
    if prefix is None:
        raise Stop(
            Exit.USAGE,
            "this folder is not in a git repository",
            detail="Two revisions can only be compared where git knows them.",
            hint="go to the checkout, or compare with the booking system: reconciler plan",
        )
    return Repository(folder, prefix.decode(errors="surrogateescape").rstrip("\n"))


def commit_of(repository: Repository, name: str) -> Commit:
    """The commit that a revision means.

    Raises:
        Stop: if there is none, with the command that fetches it into a shallow clone.
    """
    folder = repository.folder
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found is None:
        raise _unknown(folder, name)
    number = found.decode("ascii").strip()
    seconds = _git(folder, "show", "--no-patch", "--no-show-signature", "--format=%ct", number)
    at = datetime.fromtimestamp(int(seconds or b"0"), UTC)
    return Commit(name, number, at)


def fork_of(repository: Repository, one: Commit, other: Commit) -> Commit:
    """Where two revisions parted.

    Raises:
        Stop: if their histories do not meet as far as this clone goes.
    """
    found = _git(repository.folder, "merge-base", one.id, other.id)
    if found is None:
        shallow = _shallow(repository.folder)
        raise Stop(
            Exit.USAGE,
            f"{one.name} and {other.name} have no commit in common"
            + (" as far as this shallow clone goes" if shallow else ""),
            hint="fetch more: git fetch --unshallow" if shallow else "name two revisions of one history",
        )
    return commit_of(repository, found.decode("ascii").strip())._replace(name=f"{one.name} (fork)")


def listing(repository: Repository, commit: Commit) -> tuple[Entry, ...]:
    """The files of a revision that a project can be made of, over the whole repository.

    Raises:
        Stop: if the revision cannot be listed.
    """
    told = _git(repository.folder, "ls-tree", "-r", "-z", "--full-tree", commit.id)
    if told is None:
        raise _lacking(repository.folder, commit)
    entries = []
    for line in told.decode(errors="surrogateescape").split("\0"):
        facts, _, path = line.partition("\t")
        mode, _, rest = facts.partition(" ")
        if mode in _PLAIN_MODES and path.endswith(_READ) and _harmless(path):
            entries.append(Entry(path, rest.partition(" ")[2]))
    return tuple(entries)


def project_in(entries: Iterable[Entry], prefix: str) -> str | None:
    """The project file for a folder: in it, in one above it, or else the only one of the revision."""
    known = {entry.path for entry in entries if PurePosixPath(entry.path).name == PROJECT_FILE}
    folder = PurePosixPath(prefix)
    for candidate in (folder, *folder.parents):
        path = (candidate / PROJECT_FILE).as_posix()
        if path in known:
            return path
    return known.pop() if len(known) == 1 else None


def write_out(repository: Repository, commit: Commit, entries: Sequence[Entry], target: Path) -> None:
    """Write files of a revision below `target`, an empty folder.

    Raises:
        Stop: if there are too many of them, or some are not in this clone.
    """
    if len(entries) > MAX_FILES:
        raise Stop(Exit.INVALID, f"{commit.name} has more than {MAX_FILES} YAML files here")
    for entry, text in zip(entries, _blobs(repository.folder, commit, entries), strict=True):
        path = target / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def _blobs(folder: Path, commit: Commit, entries: Sequence[Entry]) -> list[bytes]:
    told = _git(folder, "cat-file", "--batch", given="".join(f"{entry.blob}\n" for entry in entries))
    if told is None:
        raise _lacking(folder, commit)
    found: list[bytes] = []
    start = 0
    for entry in entries:
        end = told.find(b"\n", start)
        head = told[start:end].split(b" ")
        if len(head) != 3 or head[0].decode("ascii", "replace") != entry.blob:
            raise _lacking(folder, commit)
        size = int(head[2])
        # One byte more than may be is enough for the reader to refuse it.
        found.append(told[end + 1 : end + 1 + min(size, MAX_BYTES + 1)])
        start = end + 1 + size + 1
    return found


def _harmless(path: str) -> bool:
    """Whether it stays below the folder that it is written to: trees can be forged."""
    parts = path.split("/")
    return "\\" not in path and not any(part in ("", ".", "..") or ":" in part for part in parts)


def _unknown(folder: Path, name: str) -> Stop:
    shallow = _shallow(folder)
    remote, _, branch = name.rpartition("/")
    fetch = f"git fetch --depth=1 {remote or 'origin'} {branch}"
    return Stop(
        Exit.USAGE,
        f'git knows no revision "{name}" here',
        detail="This clone is shallow: it has only the newest commits." if shallow else "",
        hint=f"fetch it: {fetch} (then compare with FETCH_HEAD), or all: git fetch --unshallow"
        if shallow
        else "`git branch --all` and `git log --oneline` list what there is",
    )


def _lacking(folder: Path, commit: Commit) -> Stop:
    """Objects are missing: a partial clone, which git would otherwise fill over the network."""
    partial = _git(folder, "config", "--get-regexp", r"^remote\..*\.promisor$") is not None
    return Stop(
        Exit.ERROR,
        f"git cannot read the files of {commit.name}",
        detail="This clone is partial, and nothing is fetched while comparing." if partial else "",
        hint="fetch the rest: git fetch --refetch --no-filter"
        if partial
        else "`git fsck` tells what is missing",
    )


def _shallow(folder: Path) -> bool:
    return _git(folder, "rev-parse", "--is-shallow-repository") == b"true\n"


def _git(folder: Path, *arguments: str, given: str = "") -> bytes | None:
    """What git says; None if it refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and a name that cannot be an option, no shell
            ["git", "-C", str(folder), *_SAFE, *arguments],  # noqa: S607 - git of the PATH
            input=given.encode(),
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env={**os.environ, **_SURROUNDINGS},
        )
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return done.stdout if done.returncode == 0 else None

"""Carries out a page of the documentation: writes its files, edits them, runs its commands.

A page is read from top to bottom. Three kinds of fenced blocks do something:

- `yaml` whose first line is a comment with a file name writes that file;
- `diff` whose first line is `--- NAME` changes a file that the page has written;
- `console` that starts with `$ reconciler` or `$ git` runs its commands and is compared with their output.

`2>&1` behind a command shows what it says on stderr too, `$ echo $?` the status of the last one.
An ellipsis in the page stands for any text of one line.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
NOW = "2026-12-01T09:00:00+01:00"
"""The rehearsal clock of all pages: the one that `make plan` and docs/getting-started.md set."""

_FENCE = re.compile(r"^```([a-z]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE_NAME = re.compile(r"# ((?:[a-z0-9-]+/)*[a-z0-9-]+\.yaml)\n")

_WHO = ("-c", "user.name=Studio", "-c", "user.email=studio@example.org", "-c", "init.defaultBranch=main")
"""Who commits on a page."""


class Block(NamedTuple):
    """One fenced block of a page."""

    line: int
    """Line of its opening fence."""
    language: str
    text: str

    @property
    def writes(self) -> str:
        """Name of the file that it writes, "" if it writes none."""
        found = _FILE_NAME.match(self.text) if self.language == "yaml" else None
        return found[1] if found else ""

    @property
    def edits(self) -> str:
        """Name of the file that it changes, "" if it changes none."""
        first = self.text.partition("\n")[0]
        return first[4:] if self.language == "diff" and first.startswith("--- ") else ""

    @property
    def runs(self) -> bool:
        """Whether it runs commands."""
        return self.language == "console" and self.text.startswith(("$ reconciler ", "$ git "))


class Difference(NamedTuple):
    """A console block that prints something else than the page shows."""

    line: int
    shown: list[str]
    printed: list[str]


@dataclass(slots=True)
class Session:
    """A folder with the examples in it, and the status of the last command that ran there."""

    folder: Path
    status: int = field(default=0)

    def follow(self, blocks: list[Block]) -> list[Difference]:
        """Do what the blocks say, in their order; what does not agree."""
        found = []
        for block in blocks:
            if block.writes:
                path = self.folder / block.writes
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
            elif block.edits:
                self._edit(block)
            elif block.runs:
                shown, printed = block.text.splitlines(), self._printed(block)
                if not _agree(shown, printed):
                    found.append(Difference(block.line, shown, printed))
        return found

    def run(self, line: str) -> str:
        """What a command line prints."""
        both = line.endswith(" 2>&1")
        words = shlex.split(line.removesuffix(" 2>&1"))
        assert words[0] in ("reconciler", "git"), line
        started = ["git", *_WHO] if words[0] == "git" else [sys.executable, "-m", "reconciler"]
        done = subprocess.run(
            [*started, *words[1:]],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "RECONCILER_NOW": NOW,
                "GIT_AUTHOR_DATE": NOW,
                "GIT_COMMITTER_DATE": NOW,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if both else subprocess.DEVNULL,
            text=True,
            timeout=60,
            check=False,
        )
        self.status = done.returncode
        return done.stdout

    def _printed(self, block: Block) -> list[str]:
        printed: list[str] = []
        for line in block.text.splitlines():
            if line == "$ echo $?":
                printed += [line, str(self.status)]
            elif line.startswith("$ "):
                printed += [line, *self.run(line[2:]).splitlines()]
        return printed

    def _edit(self, block: Block) -> None:
        lines = block.text.splitlines(keepends=True)[1:]
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        path = self.folder / block.edits
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"line {block.line}: its context is not once in {block.edits}"
        path.write_text(text.replace(before, after), encoding="utf-8")


def as_printed(page: Path, found: list[Difference]) -> str:
    """The text of the page with what was really printed; blocks that agree stay as they are."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for difference in reversed(found):
        start = difference.line
        lines[start : start + len(difference.shown)] = difference.printed
    return "\n".join(lines) + "\n"


def _agree(shown: list[str], printed: list[str]) -> bool:
    if len(shown) != len(printed):
        return False
    patterns = (re.escape(line).replace("…", ".+") for line in shown)
    return all(re.fullmatch(*both) for both in zip(patterns, printed, strict=True))


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page, from top to bottom."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(text.count("\n", 0, found.start()) + 1, found[1], found[2]) for found in _FENCE.finditer(text)
    ]

"""What the documentation shows is what happens: its commands run, its files load."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
SCHEDULE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def _sessions() -> list[tuple[str, str]]:
    return [
        (page.name, block)
        for page in PAGES
        for block in CONSOLE.findall(page.read_text(encoding="utf-8"))
        if block.startswith("$ reconciler ")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".reconciler"))
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return tmp_path


@pytest.mark.parametrize(("page", "session"), _sessions())
def test_commands_print_what_the_page_shows(page: str, session: str, folder: Path) -> None:
    shown, printed = [], []
    for line in session.splitlines():
        if line.startswith("$ "):
            printed.append(line)
            printed += _run(line[2:], folder).splitlines()
        shown.append(line)
    assert printed == shown


def test_the_readme_shows_the_minimal_example() -> None:
    blocks = SCHEDULE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks[0] == (ROOT / "examples" / "minimal.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    targets = [page.parent / target for target in LINK.findall(page.read_text(encoding="utf-8"))]
    assert [target for target in targets if not target.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_whole_schedules_in_the_pages_are_valid(page: Path, folder: Path) -> None:
    blocks = SCHEDULE.findall(page.read_text(encoding="utf-8"))
    for number, block in enumerate(block for block in blocks if "version: 1\nlocation" in block):
        path = folder / f"block-{number}.yaml"
        path.write_text(block, encoding="utf-8")
        assert _run(f"reconciler validate {path.name}", folder).startswith("Valid.")


def _run(line: str, folder: Path) -> str:
    words = shlex.split(line)
    assert words[0] == "reconciler"
    done = subprocess.run(
        [sys.executable, "-m", "reconciler", *words[1:]],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "RECONCILER_NOW": "2026-12-01T09:00:00+01:00",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout

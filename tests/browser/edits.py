"""The five edits of the golden cases, each planned by the real command over a season that was applied."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from browser.seasons import NOW, STUDIO, Season

from reconciler.render.html import to_html

CASES = Path(__file__).parents[1] / "golden" / "cases"
EDITS = sorted(path.name for path in CASES.glob("9[0-4]-edit-*"))


def applied(folder: Path) -> Path:
    """The example studio, applied to its sandbox."""
    project = folder / "project"
    shutil.copytree(STUDIO, project, ignore=shutil.ignore_patterns(".reconciler", "plan.json"))
    _reconciler(project, "apply", "--auto-approve")
    return project


def edited(name: str, season: Path, folder: Path) -> Season:
    """What the plan says after one edit; `season` stays as it is."""
    project, page = folder / "project", folder / "report.html"
    shutil.copytree(season, project)
    for edit in yaml.safe_load((CASES / name / "case.yaml").read_text("utf-8"))["edit"]:
        _change(project / edit["file"], edit)
    _reconciler(project, "plan", "--out", "plan.json")
    view: Any = json.loads((project / "plan.json").read_text("utf-8"))
    page.write_text(to_html(view), encoding="utf-8")
    return Season(view=view, page=page)


def _change(path: Path, edit: dict[str, str]) -> None:
    text = path.read_text("utf-8")
    assert text.count(edit["old"]) == 1, f"not once in {path.name}: {edit['old']}"
    path.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")


def _reconciler(project: Path, *arguments: str) -> None:
    # In a process of its own, so that its database is whole when it is copied.
    subprocess.run(
        [sys.executable, "-m", "reconciler", "--quiet", *arguments],
        cwd=project,
        env={**os.environ, "RECONCILER_NOW": NOW},
        capture_output=True,
        check=True,
        timeout=120,
    )

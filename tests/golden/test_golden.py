"""Walks cases/: files and what the booking system has in, what the command says out, compared exactly.

A case is a folder that somebody from a studio could review:

- case.yaml: `title`; `now`, the moment of the plan; and where they differ from the usual:
  `environment` (of studio.yaml), `options` of the plan, its exit `status` (0), `example` (a folder or file
  below examples/ in place of an own schedule), `apply: true` to apply the plan and plan again,
  `expand` options to list the classes as well, `json: true` to keep the plan as JSON as well
- `edit` of an example that was applied: a list of {file, old, new}; then `diff` against the files as they
  were is kept too, both as Markdown, and the week of the difference, with the options `diff`; `columns`,
  the width of the terminal
- schedule.yaml, the timetable, and .ics files that it names; before.yaml, an earlier one that was applied
- observed.yaml, what the front desk entered: by location, with names in place of ids, and
  `mark` for the address whose mark the comment carries
- reconciler.yaml in place of the usual studio (studio.yaml)
- system.yaml, all that the booking system holds, where its names differ from those of the files
- plan.txt, diagnostics.txt, again.txt, expanded.txt, plan.json, plan.md, diff.txt, diff.md, diff-grid.txt:
  what was said

GOLDEN_WRITE=1 rewrites what was said; git shows what changed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reconciler.cli.root import run
from reconciler.cli.state import StateFolder
from reconciler.model.marker import marker_of, with_marker
from reconciler.sandbox import parse_fixtures, start

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = sorted(path.parent for path in HERE.glob("cases/*/case.yaml"))
SAID = (
    *("plan.txt", "diagnostics.txt", "again.txt", "expanded.txt", "plan.json", "plan.md", "diff.txt"),
    *("diff.md", "diff-grid.txt"),
)
KEYS = {
    "title",
    "now",
    "environment",
    "options",
    "status",
    "example",
    "apply",
    "expand",
    "json",
    "edit",
    "columns",
    "diff",
}
WRITING = os.environ.get("GOLDEN_WRITE") == "1"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_says_what_it_always_said(
    case: Path,
    tmp_path: Path,
    applied: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    facts = _facts(case)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RECONCILER_NOW", facts["now"])
    if "columns" in facts:
        monkeypatch.setenv("COLUMNS", str(facts["columns"]))
    if "edit" in facts:
        project = tmp_path / "project"
        shutil.copytree(applied(facts["example"], facts["now"]), project)
        said = _said_of_edit(facts, _Command(project, capfd))
    else:
        said = _said(case, facts, tmp_path / "project", capfd)
    if WRITING:
        _write(case, said)
    for name in SAID:
        expected = _read(case / name) if (case / name).is_file() else ""
        assert expected == said.get(name, ""), f"{case.name}/{name}"


@pytest.mark.parametrize("example", ["minimal.yaml", "studio", "swim-school", "chain"])
def test_example_is_without_a_complaint(example: str, capfd: pytest.CaptureFixture[str]) -> None:
    status = run(["--color", "never", "validate", "--format", "json", str(ROOT / "examples" / example)])
    report = json.loads(capfd.readouterr().out)
    expected = {"valid": True, "error_count": 0, "warning_count": 0, "diagnostics": []}
    assert expected == {key: report[key] for key in expected}
    assert status == 0


@pytest.mark.parametrize("example", ["minimal.yaml", "studio", "swim-school", "chain"])
def test_every_class_of_an_example_is_planned(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECONCILER_NOW", "2026-12-01T09:00:00+01:00")
    command = _Command(_copied(ROOT / "examples" / example, tmp_path / "project"), capfd)
    expanded = json.loads(command.run(0, "expand", "--format", "json")[0])["occurrences"]
    planned = json.loads(command.run(0, "plan", "--format", "json")[0])["resource_changes"]
    assert sorted(o["address"] for o in expanded) == sorted(change["address"] for change in planned)
    assert {("create",)} == {tuple(change["change"]["actions"]) for change in planned}


@pytest.fixture(scope="session")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Examples that were committed and applied, each once."""

    @cache
    def apply(example: str, now: str) -> Path:
        project = _copied(ROOT / "examples" / example, tmp_path_factory.mktemp("applied") / "project")
        _git(project, "init", "--quiet", "--initial-branch=main")
        (project / ".gitignore").write_text(".reconciler/\n", encoding="utf-8")
        _git(project, "add", ".")
        _git(project, "commit", "--quiet", "--message", "The season")
        # In a process of its own, so that its database is whole when it is copied.
        subprocess.run(
            [sys.executable, "-m", "reconciler", "--quiet", "apply", "--auto-approve"],
            cwd=project,
            env={**os.environ, "RECONCILER_NOW": now},
            capture_output=True,
            check=True,
            timeout=120,
        )
        return project

    return apply


def _git(project: Path, *arguments: str) -> str:
    at = "2026-12-01T09:00:00+01:00"
    done = subprocess.run(
        ["git", "-c", "user.name=Studio", "-c", "user.email=studio@example.org", *arguments],
        cwd=project,
        env={"PATH": os.environ["PATH"], "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


def _said_of_edit(facts: Mapping[str, Any], command: _Command) -> dict[str, str]:
    for edit in facts["edit"]:
        path = command.project / edit["file"]
        text = _read(path)
        assert text.count(edit["old"]) == 1, f"not once in {edit['file']}: {edit['old']}"
        path.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
    saved = "the-plan.json"
    plan, diagnostics = command.run(facts.get("status", 0), "plan", *facts.get("options", []), "--out", saved)
    _checked_json(command.project / saved)
    week = ("diff", "HEAD", *facts.get("diff", []), "--format")
    said = {
        "plan.txt": plan,
        "diagnostics.txt": "".join(
            line for line in diagnostics.splitlines(keepends=True) if saved not in line
        ).strip("\n"),
        "plan.md": command.run(0, "show", "--format", "markdown", saved)[0],
        "diff.txt": command.run(0, "diff", "HEAD")[0],
        "diff.md": command.run(0, *week, "markdown")[0],
        "diff-grid.txt": command.run(0, *week, "grid")[0],
    }
    # The commit is another one whenever anything of the example is.
    commit = _git(command.project, "rev-parse", "HEAD")
    return {name: _nameless(text, commit) for name, text in said.items() if text}


def _nameless(text: str, commit: str) -> str:
    return text.replace(commit[:12], "0" * 12).replace(commit[:10], "0" * 10)


class _Command:
    """The real command, in this process, working in one folder."""

    def __init__(self, project: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.project, self._capfd = project, capfd
        single = project / "minimal.yaml"
        self._files = [single.name] if single.is_file() else []

    def run(self, status: int, name: str, *options: str) -> tuple[str, str]:
        """What it says on stdout and on stderr."""
        chdir = ["--color", "never", "--chdir", str(self.project)]
        found = run([*chdir, name, *options, *self._files])
        out, err = self._capfd.readouterr()
        assert found == status, f"{name} ended with {found}: {out}{err}"
        return out, err


def _facts(case: Path) -> dict[str, Any]:
    facts: dict[str, Any] = yaml.safe_load(_read(case / "case.yaml"))
    assert set(facts) <= KEYS, f"unknown keys in {case.name}: {set(facts) - KEYS}"
    return facts


def _said(
    case: Path, facts: Mapping[str, Any], project: Path, capfd: pytest.CaptureFixture[str]
) -> dict[str, str]:
    example = facts.get("example")
    command = _Command(_copied(ROOT / "examples" / example, project) if example else project, capfd)
    if not example:
        _build(case, project)
    environment = ["--env", facts["environment"]] if "environment" in facts else []
    options = [*environment, *facts.get("options", [])]
    if (case / "before.yaml").is_file():
        command.run(0, "apply", "--auto-approve", *environment)
        shutil.copy(case / "schedule.yaml", project / "schedule.yaml")
    said: dict[str, str] = {}
    plan = project / "the-plan.json"
    said["plan.txt"], said["diagnostics.txt"] = command.run(
        facts.get("status", 0), "plan", *options, "--json-into", plan.name
    )
    if plan.is_file():
        checked = _checked_json(plan)
        said["plan.json"] = checked if facts.get("json") else ""
    if "expand" in facts:
        said["expanded.txt"] = command.run(0, "expand", *facts["expand"])[0]
    if facts.get("apply"):
        command.run(0, "apply", "--auto-approve", *options)
        said["again.txt"] = command.run(0, "plan", *options)[0]
    return {name: text for name, text in said.items() if text}


def _build(case: Path, project: Path) -> None:
    """A project folder out of a case."""
    project.mkdir()
    for path in (*case.glob("*.yaml"), *case.glob("*.ics")):
        if path.name not in ("case.yaml", "before.yaml", "observed.yaml", "system.yaml"):
            shutil.copy(path, project)
    if (case / "before.yaml").is_file():
        shutil.copy(case / "before.yaml", project / "schedule.yaml")
    if not (case / "reconciler.yaml").is_file():
        shutil.copy(HERE / "studio.yaml", project / "reconciler.yaml")
    locations = yaml.safe_load(_read(project / "reconciler.yaml"))["locations"]
    observed = yaml.safe_load(_read(case / "observed.yaml")) if (case / "observed.yaml").is_file() else {}
    stock = {"locations": [_location(key, names, observed.get(key, [])) for key, names in locations.items()]}
    (project / "sandbox.yaml").write_text(json.dumps(stock), encoding="utf-8")
    if (case / "system.yaml").is_file():
        _stock_directly(case, project)


def _stock_directly(case: Path, project: Path) -> None:
    """Fill the booking system past the loader of fixtures, which refuses hostile characters."""
    fixtures = parse_fixtures(yaml.safe_load(_read(case / "system.yaml")))
    database = StateFolder(root=project / ".reconciler").sandbox_database()
    start(database, fixtures, now=lambda: datetime(2026, 1, 1, tzinfo=UTC)).close()


def _id(said: Any) -> int:
    """The id of a name, which may stand beside more about it."""
    return int(said["id"] if isinstance(said, dict) else said)


def _location(key: str, names: Mapping[str, Any], observed: list[dict[str, Any]]) -> dict[str, Any]:
    """The fixtures of one location: the names of the project file, and what was entered."""
    listed = {
        kind: [(name, _id(said)) for name, said in names.get(kind, {}).items()]
        for kind in ("staff", "services", "rooms", "labels")
    }
    return {
        "id": names["id"],
        "title": key,
        "timezone": names["timezone"],
        "staff": [{"id": number, "name": name} for name, number in listed["staff"]],
        "services": [{"id": number, "title": name, "capacity": 40} for name, number in listed["services"]],
        "resources": [
            {
                "id": 1,
                "title": "Rooms",
                "instances": [{"id": number, "title": name} for name, number in listed["rooms"]],
            }
        ],
        "labels": [{"id": number, "title": name} for name, number in listed["labels"]],
        "activities": [_activity(names, dict(entered)) for entered in observed],
    }


def _activity(names: Mapping[str, Any], entered: dict[str, Any]) -> dict[str, Any]:
    mark = entered.pop("mark", None)
    if mark:
        entered["comment"] = with_marker(entered.get("comment", ""), marker_of(names["id"], mark))
    for one, many in (("service", "services"), ("staff", "staff")):
        entered[one] = names[many][entered[one]]
    for many in ("rooms", "labels"):
        entered[many] = [names[many][name] for name in entered.get(many, [])]
    return entered


def _copied(example: Path, project: Path) -> Path:
    """A copy of an example without what earlier runs left behind in it."""
    if example.is_dir():
        shutil.copytree(example, project, ignore=shutil.ignore_patterns(".reconciler", "plan.json"))
    else:
        project.mkdir()
        shutil.copy(example, project)
    return project


def _checked_json(path: Path) -> str:
    """The plan as JSON, held against its schema; without what differs between machines."""
    plan = json.loads(_read(path))
    schema = json.loads(_read(ROOT / "schemas" / "plan.schema.json"))
    jsonschema.Draft7Validator(schema).validate(plan)
    for key in ("tool", "inputs"):
        plan.pop(key)
    return json.dumps(plan, indent=2, ensure_ascii=False) + "\n"


def _write(case: Path, said: Mapping[str, str]) -> None:
    for name in SAID:
        if name in said:
            (case / name).write_text(said[name], encoding="utf-8", newline="\n")
        else:
            (case / name).unlink(missing_ok=True)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")

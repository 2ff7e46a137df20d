"""How much a finding weighs: as the project file says, in every command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reconciler.cli.root import run
from reconciler.load import Source, load_project
from reconciler.model.diagnostic import JUDGEMENTS, Diagnostic, Severity, judged

PROJECT = """\
version: 1
schedules: [mitte.yaml]
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
"""
SCHEDULE = """\
version: 1
staff: {Anna: 11}
services: {Yoga: 501}
seasons: {autumn: {from: 2026-09-07, to: 2026-12-20}}
limits: {hours_a_day: 1h}
classes:
  - {id: yoga, service: Yoga, staff: Anna, capacity: 9, every: mon, at: {a: "07:00-08:00", b: "18:30-19:30"}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "reconciler.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "mitte.yaml").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path


def weigh(project: Path, word: str) -> None:
    (project / "reconciler.yaml").write_text(f"{PROJECT}severity: {{EXP072: {word}}}\n", encoding="utf-8")


def found(
    project: Path, capfd: pytest.CaptureFixture[str], *options: str
) -> tuple[int, list[tuple[str, str]]]:
    status = run(["--chdir", str(project), "validate", "--format", "json", *options])
    diagnostics = json.loads(capfd.readouterr().out)["diagnostics"]
    return status, [(one["code"], one["severity"]) for one in diagnostics]


def test_a_finding_weighs_what_it_weighs(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert found(project, capfd) == (0, [("EXP072", "warning")])


@pytest.mark.parametrize(
    ("word", "status", "said"),
    [
        ("error", 65, [("EXP072", "error")]),
        ("notice", 0, [("EXP072", "notice")]),
        ("off", 0, []),
    ],
)
def test_the_project_raises_and_lowers_it(
    project: Path,
    capfd: pytest.CaptureFixture[str],
    word: str,
    status: int,
    said: list[tuple[str, str]],
) -> None:
    weigh(project, word)
    assert found(project, capfd) == (status, said)


def test_a_raised_finding_stops_other_commands_as_well(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    weigh(project, "error")
    for command in ("expand", "plan"):
        assert run(["--chdir", str(project), command]) == 65
        assert "error[EXP072]" in capfd.readouterr().err


def test_a_silenced_finding_is_said_nowhere(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    weigh(project, "off")
    assert run(["--chdir", str(project), "expand", "--format", "json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["diagnostics"] == []
    assert err == ""


def test_strict_lets_warnings_count(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert found(project, capfd, "--strict") == (65, [("EXP072", "warning")])
    weigh(project, "notice")
    assert found(project, capfd, "--strict") == (0, [("EXP072", "notice")])


def test_only_judgements_can_be_weighed() -> None:
    source = Source("reconciler.yaml", f"{PROJECT}severity: {{EXP010: warning}}\n".encode())
    (wrong,) = load_project(source).diagnostics
    assert wrong.code == "CHK082"


def test_without_a_word_of_the_project_nothing_changes() -> None:
    one = Diagnostic(code="EXP072", severity=Severity.WARNING, summary="x")
    assert judged([one], {}) == (one,)
    assert judged([one], {"EXP073": Severity.ERROR}) == (one,)


def test_the_documentation_names_exactly_the_judgements() -> None:
    text = (Path(__file__).parents[2] / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    section = text.split("## How much a finding weighs")[1].split("\n## ")[0].split("are possible for")[1]
    named: set[str] = set()
    for family, first, last in re.findall(r"([A-Z]{3})(\d{3})(?:\s+to\s+[A-Z]{3}(\d{3}))?", section):
        named |= {f"{family}{number:03}" for number in range(int(first), int(last or first) + 1)}
    assert named == JUDGEMENTS


def test_whoever_asks_expand_for_json_reads_what_is_wrong_as_json(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    weigh(project, "error")
    assert run(["--chdir", str(project), "expand", "--format", "json"]) == 65
    view = json.loads(capfd.readouterr().out)
    assert view["occurrences"] == []
    assert [(one["code"], one["severity"]) for one in view["diagnostics"]] == [("EXP072", "error")]

"""The recipes for CI systems, the action and the hook: they parse, say what exists, and ask for little."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from docs.sessions import NOW, ROOT

from reconciler.cli.root import root
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.render import to_codequality

CI = ROOT / "examples" / "ci"
FILES = {
    "github": CI / "github.yml",
    "gitlab": CI / "gitlab.yml",
    "action": ROOT / "action.yml",
    "hooks": ROOT / ".pre-commit-hooks.yaml",
    "page": ROOT / "docs" / "ci.md",
}
TOKENS = {"ALTEGIO_PARTNER_TOKEN", "ALTEGIO_USER_TOKEN"}


def read(name: str) -> Any:
    return yaml.load(FILES[name].read_text("utf-8"), Loader=yaml.BaseLoader)


def commands_in(text: str) -> Iterator[list[str]]:
    """The arguments of each `reconciler …` in a script."""
    joined = re.sub(r"\\\n\s*", " ", text)
    joined = re.sub(r">-\n\s+(reconciler[^\n]*)\n\s+", r"\1 ", joined)
    for found in re.finditer(r"(?<![\w/.-])reconciler ([^\n|>`]*)", joined):
        words = shlex.split(found[1].partition(" || ")[0].partition("#")[0], comments=True)
        if {"plan", "validate", "show", "apply"} & set(words):
            yield [word.removesuffix(";") for word in words]


def problems(words: list[str]) -> list[str]:
    """What the command line does not know of a command."""
    context = click.Context(root)
    words = [word for word in words if word != "${options[@]}"]
    found: list[str] = []
    try:
        parsed = root.make_context("reconciler", list(words), resilient_parsing=False, parent=None)
        assert isinstance(root, click.Group)
        name, *rest = [*parsed._protected_args, *parsed.args]
        command = root.get_command(context, name)
        assert command is not None, f"there is no command {name}"
        command.make_context(name, rest, parent=parsed)
    except click.ClickException as error:
        found.append(f"{words}: {error.format_message()}")
    return found


@pytest.mark.parametrize("name", ["github", "gitlab", "action", "page"])
def test_every_command_exists_with_its_options(name: str) -> None:
    commands = list(commands_in(FILES[name].read_text("utf-8")))
    assert len(commands) >= 4
    assert [problem for words in commands for problem in problems(words)] == []


def test_a_wrong_command_is_found() -> None:
    (words,) = commands_in('run: reconciler --chdir "$PROJECT" plan --detailed-exit > x\n')
    assert len(problems(words)) == 1


def scripts(job: Any) -> str:
    return json.dumps(job)


def test_the_workflow_reads_and_nothing_more_but_for_the_comment() -> None:
    workflow = read("github")
    assert workflow["permissions"] == {"contents": "read"}
    asking = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert asking == {"comment": {"pull-requests": "write"}}
    assert "pull_request_target" not in FILES["github"].read_text("utf-8")


def test_tokens_are_only_where_they_are_needed_and_forks_only_validate() -> None:
    jobs = read("github")["jobs"]
    holders = {name for name, job in jobs.items() if "secrets." in scripts(job)}
    assert holders == {"plan", "plan-main", "apply", "drift-plan"}
    assert {name: jobs[name]["environment"] for name in holders} == {
        "plan": "timetable-plan",
        "plan-main": "timetable-plan",
        "apply": "timetable",
        "drift-plan": "timetable-plan",
    }
    for job in jobs.values():
        for step in job["steps"]:
            if "secrets." in scripts(step):
                assert set(step["env"]) == TOKENS
    assert "head.repo.full_name == github.repository" in jobs["plan"]["if"]
    assert jobs["comment"]["needs"] == "plan"
    assert "actions/checkout" not in scripts(jobs["comment"]), "it may write, so nothing of the branch runs"


def test_applies_wait_for_each_other_and_are_never_broken_off() -> None:
    job = read("github")["jobs"]["apply"]
    assert job["concurrency"] == {"group": "timetable-apply", "cancel-in-progress": "false"}
    gitlab = read("gitlab")["apply"]
    assert (gitlab["resource_group"], gitlab["interruptible"]) == ("timetable", "false")
    assert gitlab["rules"][0]["when"] == "manual"


@pytest.mark.parametrize("name", ["github", "action"])
def test_actions_are_pinned_by_commit_and_scripts_get_values_from_their_environment(name: str) -> None:
    text = FILES[name].read_text("utf-8")
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    pinned = re.findall(r"uses: \S+@[0-9a-f]{40}  # v\d+\.\d+\.\d+\n", text)
    assert len(pinned) == len(uses)
    assert len(set(uses)) == len({each.partition("@")[0] for each in uses}), "one version of each action"
    content = read(name)
    steps = (
        content["runs"]["steps"]
        if name == "action"
        else [step for job in content["jobs"].values() for step in job["steps"]]
    )
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_the_action_says_what_it_takes() -> None:
    action, page = read("action"), FILES["page"].read_text("utf-8")
    assert action["runs"]["using"] == "composite"
    assert all(each.get("description") for each in (*action["inputs"].values(), *action["outputs"].values()))
    assert all("default" in each or each.get("required") for each in action["inputs"].values())
    assert [name for name in action["inputs"] if f"`{name}`" not in page] == []
    assert [step for step in action["runs"]["steps"] if "run" in step and step.get("shell") != "bash"] == []


def test_the_action_validates_plans_and_says_whether_there_is_something_to_do(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "examples" / "studio", tmp_path / "studio", ignore=shutil.ignore_patterns(".reconciler")
    )
    (script,) = (step["run"] for step in read("action")["runs"]["steps"] if step.get("id") == "run")
    told = {name: tmp_path / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}

    def run(command: str) -> int:
        variables = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COMMAND": command, "PROJECT": "studio", "TARGET": "", "PLAN": "plan.json", "RECONCILER_NOW": NOW,
            **{name: str(path) for name, path in told.items()},
        }  # fmt: skip
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(shell, cwd=tmp_path, env=variables, check=False, capture_output=True).returncode

    assert run("validate") == 0
    assert run("plan") == 0
    assert run("apply") == 0
    assert run("plan") == 0
    assert told["GITHUB_OUTPUT"].read_text("utf-8") == "changes=true\nchanges=false\n"
    assert told["GITHUB_STEP_SUMMARY"].read_text("utf-8").count("### Timetable plan") == 2
    assert run("destroy") == 64


def test_the_hook_looks_at_the_files_of_a_timetable_and_needs_no_network() -> None:
    (hook,) = read("hooks")
    assert hook["entry"] == "reconciler validate"
    assert hook["pass_filenames"] == "false"
    looks = re.compile(hook["files"])
    for path in (
        "reconciler.yaml",
        "berlin/reconciler.yml",
        "schedules/autumn.yaml",
        "a/mitte.schedule.yaml",
    ):
        assert looks.search(path)
    for path in ("docs/readme.md", ".github/workflows/timetable.yml"):
        assert not looks.search(path)
    assert f"id: {hook['id']}" in FILES["page"].read_text("utf-8")


def test_the_pipeline_of_gitlab_hands_over_its_reports() -> None:
    pipeline = read("gitlab")
    assert pipeline["validate"]["artifacts"]["reports"] == {"codequality": "codequality.json"}
    assert pipeline["plan"]["artifacts"]["reports"] == {"terraform": "timetable.json"}
    for name, job in pipeline.items():
        if isinstance(job, dict) and "artifacts" in job:
            assert job["artifacts"]["access"] == "developer", f"guests may read what {name} keeps"


def test_findings_fit_the_report_of_code_quality() -> None:
    span = Span("schedules/a.yaml", 7, 3, 7, 9)
    twice = Diagnostic(code="EXP016", severity=Severity.ERROR, summary="overlap", hint="move one", span=span)
    found = [
        twice,
        twice,
        Diagnostic(code="EXP072", severity=Severity.WARNING, summary="w\x1b[2J"),
        Diagnostic(code="EXP079", severity=Severity.NOTICE, summary="n", span=span),
    ]
    entries = json.loads(to_codequality(found))
    assert len(entries) == 4
    assert {each["severity"] for each in entries} == {"major", "minor", "info"}
    assert len({each["fingerprint"] for each in entries}) == 4
    for each in entries:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["location"]["path"]
        assert isinstance(each["location"]["lines"]["begin"], int)
        assert "\x1b" not in each["description"]
    moved = to_codequality(
        [Diagnostic(code="A", severity=Severity.ERROR, summary="s", span=span._replace(line=9))]
    )
    there = to_codequality([Diagnostic(code="A", severity=Severity.ERROR, summary="s", span=span)])
    assert json.loads(moved)[0]["fingerprint"] == json.loads(there)[0]["fingerprint"]
    assert json.loads(to_codequality([])) == []

"""The recipes for CI systems, run: their keywords are documented ones, and their scripts do what they say.

Against the example studio and its sandbox, with a stand-in for the client of GitHub.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from docs.sessions import NOW, ROOT

GITHUB, GITLAB = ROOT / "examples" / "ci" / "github.yml", ROOT / "examples" / "ci" / "gitlab.yml"

# From the "Workflow syntax" and "Metadata syntax" references of GitHub Actions.
WORKFLOW = {"name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs"}
JOB = {
    "name", "permissions", "needs", "if", "runs-on", "environment", "concurrency", "outputs", "env",
    "defaults", "steps", "timeout-minutes", "strategy", "continue-on-error", "container", "services", "uses",
    "with", "secrets",
}  # fmt: skip
STEP = {
    "id", "if", "name", "uses", "run", "working-directory", "shell", "with", "env", "continue-on-error",
    "timeout-minutes",
}  # fmt: skip
ACTION = {"name", "author", "description", "inputs", "outputs", "runs", "branding"}
# From the "CI/CD YAML syntax reference" of GitLab.
PIPELINE = {"stages", "variables", "workflow", "default", "include", "spec"}
GITLAB_JOB = {
    "after_script", "allow_failure", "artifacts", "before_script", "cache", "coverage", "dependencies",
    "environment", "extends", "hooks", "id_tokens", "identity", "image", "inherit", "interruptible",
    "manual_confirmation", "needs", "pages", "parallel", "release", "resource_group", "retry", "rules", "run",
    "script", "secrets", "services", "stage", "tags", "timeout", "trigger", "variables", "when",
}  # fmt: skip
ARTIFACTS = {
    "paths",
    "exclude",
    "expire_in",
    "expose_as",
    "name",
    "public",
    "access",
    "reports",
    "untracked",
    "when",
}
ENVIRONMENT = {"name", "url", "on_stop", "action", "auto_stop_in", "kubernetes", "deployment_tier"}
ACCESS = {"start", "prepare", "stop", "verify", "access"}
RULE = {"if", "changes", "exists", "when", "allow_failure", "needs", "variables", "interruptible"}
# From the documentation of pre-commit: "Creating new hooks".
HOOK = {
    "id", "name", "entry", "language", "files", "exclude", "types", "types_or", "exclude_types", "always_run",
    "fail_fast", "verbose", "pass_filenames", "require_serial", "description", "language_version",
    "minimum_pre_commit_version", "args", "stages", "additional_dependencies",
}  # fmt: skip


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def unknown(things: Iterable[Mapping[str, Any]], known: set[str]) -> set[str]:
    return {key for thing in things for key in thing} - known


def test_the_keywords_for_github_are_documented_ones() -> None:
    workflow, action = read(GITHUB), read(ROOT / "action.yml")
    jobs = list(workflow["jobs"].values())
    assert unknown([workflow], WORKFLOW) == set()
    assert unknown(jobs, JOB) == set()
    assert unknown((step for job in jobs for step in job["steps"]), STEP) == set()
    assert [job for job in jobs if "timeout-minutes" not in job] == []
    assert unknown([action], ACTION) == set()
    assert unknown(action["runs"]["steps"], STEP) == set()
    assert (
        unknown(action["inputs"].values(), {"description", "required", "default", "deprecationMessage"})
        == set()
    )
    assert unknown(action["outputs"].values(), {"description", "value"}) == set()


def test_the_keywords_for_gitlab_are_documented_ones() -> None:
    pipeline = read(GITLAB)
    jobs = [job for name, job in pipeline.items() if name not in PIPELINE]
    assert len(jobs) == 5
    assert unknown(jobs, GITLAB_JOB) == set()
    assert unknown((job.get("artifacts", {}) for job in jobs), ARTIFACTS) == set()
    assert unknown((job.get("environment", {}) for job in jobs), ENVIRONMENT) == set()
    assert unknown((rule for job in jobs for rule in job["rules"]), RULE) == set()
    assert {job["environment"]["action"] for job in jobs if "action" in job.get("environment", {})} <= ACCESS
    assert {job["stage"] for job in jobs} == set(pipeline["stages"])
    assert [job for job in jobs if "timeout" not in job] == []


def test_the_keywords_of_the_hook_are_documented_ones() -> None:
    assert unknown(read(ROOT / ".pre-commit-hooks.yaml"), HOOK) == set()


class Runner:
    """A machine of a CI system: a folder, and what a step may write to."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tools = folder, folder / "tools"
        self.tools.mkdir()
        ignored = shutil.ignore_patterns(".reconciler", "plan.json")
        shutil.copytree(ROOT / "examples" / "studio", folder / "studio", ignore=ignored)
        # Keeps what it is asked, and answers a question with what GH_KNOWN says.
        self.tool("gh", 'echo "$@" >> gh.txt; case "$*" in *--jq*) echo "$GH_KNOWN";; esac')
        self.tool("pip", "true")

    def tool(self, name: str, script: str) -> None:
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)

    def run(self, script: str, shell: tuple[str, ...], **variables: str) -> int:
        places = (self.tools, Path(sys.executable).parent, os.environ["PATH"])
        surroundings = {
            "PATH": os.pathsep.join(map(str, places)), "CI": "true", "RECONCILER_NOW": NOW,
            "PROJECT": "studio", "TARGET": "sandbox", "RECONCILER": "schedule-reconciler",
            "GITHUB_OUTPUT": "output.txt", "GITHUB_STEP_SUMMARY": "summary.md", **variables,
        }  # fmt: skip
        done = subprocess.run(
            [*shell, script], cwd=self.folder, env=surroundings, check=False, capture_output=True
        )
        return done.returncode

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def job_of_github(runner: Runner, name: str, **variables: str) -> int:
    """Run the scripts of a job as GitHub does; the first that fails ends it."""
    for step in read(GITHUB)["jobs"][name]["steps"]:
        own = {key: value for key, value in step.get("env", {}).items() if "${{" not in value}
        if "run" in step and (status := runner.run(step["run"], ("bash", "-ec"), **own, **variables)):
            return status
    return 0


def job_of_gitlab(runner: Runner, name: str) -> int:
    """Run the lines of a job as GitLab does; the first that fails ends it."""
    pipeline = read(GITLAB)
    lines = [*pipeline["default"]["before_script"], *pipeline[name]["script"]]
    return runner.run("\n".join(lines), ("bash", "-eo", "pipefail", "-c"))


def test_the_workflow_for_github_plans_comments_applies_and_watches(runner: Runner) -> None:
    assert job_of_github(runner, "validate") == 0
    assert job_of_github(runner, "drift-plan") == 2
    assert job_of_github(runner, "plan") == 0
    assert runner.text("studio/plan.html").startswith("<!doctype html>")
    assert runner.text("studio/comment.md").startswith("<!-- reconciler:plan:sandbox -->\n")
    assert job_of_github(runner, "comment", PULL="pull", ALL="all") == 0
    assert job_of_github(runner, "comment", PULL="pull", ALL="all", GH_KNOWN="77") == 0
    asked = [line for line in runner.text("gh.txt").splitlines() if "--method" in line]
    assert asked == [
        "api --silent --method POST pull --field body=@./studio/comment.md",
        "api --silent --method PATCH all/77 --field body=@./studio/comment.md",
    ]
    assert job_of_github(runner, "plan-main") == 0
    assert job_of_github(runner, "apply") == 0
    assert job_of_github(runner, "plan-main") == 0
    assert runner.text("output.txt") == "changes=true\nchanges=false\n"
    assert job_of_github(runner, "drift-plan") == 0
    assert job_of_github(runner, "apply") == 0, "there is nothing left in the last plan"


def test_the_pipeline_for_gitlab_plans_applies_and_watches(runner: Runner) -> None:
    assert job_of_gitlab(runner, "validate") == 0
    assert runner.text("codequality.json").strip() == "[]"
    assert job_of_gitlab(runner, "drift-plan") == 2
    assert job_of_gitlab(runner, "plan") == 0
    assert '"create":' in runner.text("timetable.json").replace(" ", "")
    assert job_of_gitlab(runner, "plan-main") == 0
    assert job_of_gitlab(runner, "apply") == 0
    assert job_of_gitlab(runner, "drift-plan") == 0


def test_a_mistake_in_the_files_ends_each_job_with_its_own_status(runner: Runner) -> None:
    (runner.folder / "studio" / "schedules" / "evening.yaml").write_text("version: 1\nclases: []\n", "utf-8")
    for name in ("validate", "plan", "plan-main", "drift-plan"):
        assert job_of_github(runner, name) == 65, name
        assert job_of_gitlab(runner, name) == 65, name
    assert "clases" in runner.text("codequality.json")

"""`reconciler validate`: is what is written right? No network, no token."""

from __future__ import annotations

import sys

import click

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.output import style_of, write, write_json

HELP = """Check project and schedule files: spelling, names, exceptions that hit nothing, clashes.

PATH is a project file, a schedule file or a folder; without it, the project file
reconciler.yaml is found upwards from the current folder.

\b
Examples:
  reconciler validate
  reconciler validate schedules/autumn.yaml
  reconciler validate --format github
  reconciler validate --strict

Exit statuses: 0 valid, 65 invalid (with --strict also if there are warnings).
"""
FORMATS = ("text", "json", "github", "sarif", "junit", "codequality")


@click.command("validate", help=HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="How to show the findings."
)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@global_flags
@click.pass_context
def command(context: click.Context, paths: tuple[str, ...], *, form: str, strict: bool) -> int:
    """See HELP."""
    from reconciler import render
    from reconciler.cli.workspace import open_workspace
    from reconciler.model.diagnostic import Severity, has_errors

    settings = settings_of(context)
    workspace = open_workspace(paths, settings)
    expanded = () if workspace.schedule is None else workspace.expansion(settings).diagnostics
    findings = workspace.judged(expanded)
    names = [source.name for source in workspace.sources]
    match form:
        case "json":
            write_json(render.diagnostics_to_json(findings))
        case "github":
            write(render.to_github(findings))
        case "sarif":
            write_json(render.to_sarif(findings))
        case "codequality":
            write_json(render.to_codequality(findings))
        case "junit":
            write(render.to_junit(findings, names))
        case _:
            text = render.diagnostics_to_text(findings, workspace.texts(), style_of(settings, sys.stdout))
            write(text or _valid(len(names), settings.quiet))
    wrong = has_errors(findings) or (strict and any(one.severity is Severity.WARNING for one in findings))
    return Exit.INVALID if wrong else Exit.DONE


def _valid(files: int, quiet: bool) -> str:
    return (
        ""
        if quiet
        else f"Valid. {files} {'file' if files == 1 else 'files'} read, nothing to complain about.\n"
    )

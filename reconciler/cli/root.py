"""The command with its sub-commands, and the one place where every ending becomes a status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags
from reconciler.cli.stop import Stop

COMMANDS = {
    "init": "Write a small commented project to start from.",
    "validate": "Check the files: spelling, names, exceptions, clashes. No network.",
    "expand": "List every class that the files want, date by date. No network.",
    "explain": "Tell why a class is there, moved, changed or gone. No network.",
    "plan": "Show what would be created, and what deviates. Only reads.",
    "diff": "Show what a change of the files does to the timetable. No network.",
    "show": "Show a saved plan again, offline.",
    "apply": "Create what a plan shows.",
    "sandbox": "Serve the local stand-in for the booking system.",
    "doctor": "Check the surroundings: clock, tokens, reach, folders, git.",
    "schema": "Print a JSON Schema, for editors and for checks.",
    "completion": "Print the completion script of a shell.",
}
"""Name -> short help; the module `reconciler.cli.<name>` holds the command."""


class Commands(click.Group):
    """Sub-commands that are imported when they are run, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        import_module("reconciler.cli.zones").use_own_zones()
        command = import_module(f"reconciler.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of sub-commands, from COMMANDS alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


HELP = """Keep group-class timetables as code.

YAML files say which classes recur. `plan` shows what the booking system lacks, `apply` creates
exactly that: never a class twice.

\b
Start here:
  reconciler init studio              write a small project
  reconciler validate                 check the files
  reconciler plan --out plan.json     see what would be created
  reconciler apply plan.json          create exactly that
"""


@click.command(
    cls=Commands,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit statuses: 0 done, 1 error, 2 changes (--detailed-exitcode), 3 stale plan, 4 partly applied, "
    "5 look at it, 6 guard, 64 usage, 65 invalid schedule, 70 defect, 75 try later, 77 not allowed.",
)
@global_flags
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda c, _, v: _version(c, given=v),
    help="Show versions and exit.",
)
def root() -> None:
    """The command itself does nothing."""


def _version(context: click.Context, *, given: bool) -> None:
    if given:
        from reconciler.cli.version import version_text

        click.echo(version_text())
        context.exit(0)


def run(arguments: Sequence[str]) -> int:
    """Run the command; every way of ending becomes words on stderr and an exit status."""
    try:
        status = root.main(args=list(arguments), prog_name="reconciler", standalone_mode=False)
        sys.stdout.flush()
        return int(status or 0)
    except click.exceptions.Abort:
        return Exit.INTERRUPTED
    except click.UsageError as error:
        error.show()
        return Exit.USAGE
    except click.ClickException as error:
        _complain(error.format_message())
        return Exit.ERROR
    except Stop as stop:
        _complain(stop.summary, detail=stop.detail, hint=stop.hint)
        return stop.status
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except SystemExit:
        # click's own way out when the reader of a help text went away
        return Exit.DONE
    except OSError as error:
        _give_up_on_stdout()
        _complain(f"{error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
        return Exit.ERROR
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a user
        return _defect(error, verbose="-v" in arguments or "--verbose" in arguments)


def _complain(summary: str, *, detail: str = "", hint: str = "") -> None:
    """Say why the command ends; only then the means to say it are loaded."""
    from reconciler.cli.output import complain

    complain(summary, detail=detail, hint=hint)


def _give_up_on_stdout() -> None:
    """If what waits in the buffer cannot be written, drop it: the interpreter would try again at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        from reconciler.cli.output import drop_stdout

        drop_stdout()


def _defect(error: Exception, *, verbose: bool) -> int:
    from pathlib import Path
    from traceback import extract_tb

    frames = extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    _complain(
        f"this is a defect in reconciler, not in your files: {type(error).__name__} at {place}",
        hint="please report it with the command that you ran; -v shows the whole trace",
    )
    if verbose:
        # Only code positions: the exception's own words may quote what must not be shown.
        for entry in frames:
            _complain(f"  {entry.filename}:{entry.lineno} in {entry.name}")
    return Exit.DEFECT

"""`reconciler sandbox`: serves the stand-in for the booking system on loopback."""

from __future__ import annotations

from pathlib import Path

import click

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.output import note
from reconciler.cli.settings import read_clock
from reconciler.cli.stop import Stop

HELP = """Serve the local stand-in for the booking system, until Ctrl-C.

It speaks the same API over real HTTP, on loopback only. Its tokens are sandbox-partner-token and
sandbox-user-token; it refuses all others.

\b
Example:
  reconciler sandbox --port 8080 --fixtures sandbox.yaml
"""


@click.command("sandbox", help=HELP)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port on loopback."
)
@click.option("--db", metavar="FILE", help="Keep the state in this file (default: in memory).")
@click.option("--fixtures", metavar="FILE", help="What it holds at first; see docs/sandbox.md.")
@click.option(
    "--rows",
    type=click.Choice(["documented", "full"]),
    default="documented",
    help="Fields of list rows of the activities edition.",
)
@click.option("--faults", metavar="FILE", help="What goes wrong, and when; see docs/sandbox.md.")
@global_flags
@click.pass_context
def command(
    context: click.Context, *, port: int, db: str | None, fixtures: str | None, rows: str, faults: str | None
) -> int:
    """See HELP."""
    from reconciler.cli.stock import read_faults, read_fixtures
    from reconciler.sandbox import FixtureError, Fixtures, SandboxOptions, StoreError, serve

    settings = settings_of(context)
    held = read_fixtures(settings.folder / fixtures, settings.folder, settings) if fixtures else Fixtures()
    trouble = read_faults(settings.folder / faults, settings.folder, settings) if faults else ()
    try:
        serve(
            None if db is None else Path(settings.folder / db),
            held,
            port=port,
            now=read_clock(settings.variables, sandbox=True).now,
            options=SandboxOptions(rows="full" if rows == "full" else "documented", faults=trouble),
            ready=lambda url: note(_greeting(url, len(trouble)), settings),
        )
    except FixtureError as error:
        raise Stop(
            Exit.INVALID,
            f"{fixtures}: {error.path}: {error.message}",
            hint="docs/sandbox.md shows the form of fixtures",
        ) from error
    except StoreError as error:
        raise Stop(Exit.ERROR, str(error)) from error
    except OSError as error:
        raise Stop(
            Exit.ERROR, f"port {port} cannot be used: {error.strerror}", hint="name another one with --port"
        ) from error
    return Exit.DONE


def _greeting(url: str, faults: int) -> str:
    trouble = f", with {faults} fault{'s' if faults > 1 else ''}" if faults else ""
    return f"The sandbox listens on {url}{trouble} (Ctrl-C ends it)"

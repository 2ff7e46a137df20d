"""The flags that every command knows, before or after the command's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop

if TYPE_CHECKING:
    from reconciler.cli.settings import Settings

_FLAGS: dict[str, dict[str, Any]] = {
    "--env": {"metavar": "NAME", "help": "Environment to plan against (default: the project's)."},
    "--chdir": {"metavar": "DIR", "help": "Work as if started in DIR."},
    "--color": {"type": click.Choice(["auto", "always", "never"]), "help": "When to use colours."},
    "--quiet -q": {"is_flag": True, "help": "Say only results and errors."},
    "--verbose -v": {"count": True, "help": "Say more; twice for every request."},
    "--no-input": {"is_flag": True, "help": "Never ask; refuse instead."},
}

F = TypeVar("F", bound=Callable[..., Any])
_PREFIX = "reconciler.flag."


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Note a flag that was given; the one nearest to the command wins."""
    if value not in (None, False, 0):
        context.meta[_PREFIX + str(parameter.name)] = value


def global_flags(command: F) -> F:
    """Add the global flags to a command; `settings_of` reads them."""
    for name, facts in reversed(_FLAGS.items()):
        command = click.option(*name.split(), expose_value=False, callback=_keep, **facts)(command)
    return command


def settings_of(context: click.Context) -> Settings:
    """The global flags and the environment, as given to this run.

    Raises:
        Stop: if the folder to work in does not exist.
    """
    from pathlib import Path

    from reconciler.cli.settings import Settings, environment_variables

    def flag(name: str, default: Any) -> Any:
        return context.meta.get(_PREFIX + name, default)

    folder = Path(flag("chdir", "."))
    if not folder.is_dir():
        raise Stop(Exit.USAGE, f"there is no folder {folder}")
    return Settings(
        environment=flag("env", None),
        folder=folder,
        color=flag("color", "auto"),
        quiet=bool(flag("quiet", False)),
        verbose=int(flag("verbose", 0)),
        ask=not flag("no_input", False),
        variables=environment_variables(),
    )

"""The only reader of environment variables and of the clock.

Flags and variables become frozen values here; everything further in takes them as arguments.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop

PARTNER_TOKEN = "ALTEGIO_PARTNER_TOKEN"  # noqa: S105 - the name of a variable, not a token
USER_TOKEN = "ALTEGIO_USER_TOKEN"  # noqa: S105 - the name of a variable, not a token
REHEARSAL_CLOCK = "RECONCILER_NOW"
ALLOWED_HOSTS = "RECONCILER_API_HOSTS"
OWN_HOSTS = frozenset({"api.alteg.io", "api.yclients.com"})
"""Hosts of the booking system and of its twin, as their documentation names them."""
TOKEN_FILE_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for every command, from its global flags and the environment."""

    environment: str | None
    """Name of the environment asked for, None for the project's default."""
    folder: Path
    """The folder to start from: the current one, or that of `--chdir`."""
    color: str
    """`auto`, `always` or `never`."""
    quiet: bool
    verbose: int
    ask: bool
    """Whether questions may be asked."""
    variables: Mapping[str, str]
    """The process's environment variables at the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What time it is, for the tool and for the embedded sandbox alike."""

    now: Callable[[], datetime]
    """Gives the present moment, aware."""
    rehearsed: bool
    """Whether RECONCILER_NOW sets it."""
    real: Callable[[], float] = time.time
    """Unix seconds of the machine, in a rehearsal too: how long ago something was sent."""


def read_clock(variables: Mapping[str, str], *, sandbox: bool) -> Clock:
    """The clock of a run: the machine's, or, against the sandbox only, RECONCILER_NOW.

    A rehearsed clock stands still, so that a run is the same however long it takes.

    Raises:
        Stop: if RECONCILER_NOW is set for another environment, or is no time with an offset.
    """
    text = variables.get(REHEARSAL_CLOCK, "")
    if not text:
        return Clock(now=lambda: datetime.now(UTC), rehearsed=False)
    if not sandbox:
        raise Stop(
            Exit.USAGE,
            f"{REHEARSAL_CLOCK} is set, but this environment is not the sandbox",
            detail="The rehearsal clock is for the sandbox alone: with a wrong clock, classes of the "
            "past would be planned against a real booking system.",
            hint=f"unset {REHEARSAL_CLOCK}, or plan with --env sandbox",
        )
    moment = _moment(text)
    return Clock(now=lambda: moment, rehearsed=True)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - a naive value, refused just below
    if moment.tzinfo is None:
        raise Stop(
            Exit.USAGE,
            f"{REHEARSAL_CLOCK} is not a local date and time with an offset",
            hint=f"write it like {REHEARSAL_CLOCK}=2026-12-01T09:00:00+01:00",
        )
    return moment


def refuse_strange_host(url: str, variables: Mapping[str, str]) -> None:
    """Send tokens only to the booking system's own hosts, or where the environment allows it.

    The address stands in a file of the repository, the tokens in the surroundings of the run: a
    branch that anybody can push must not be able to bring the two together.

    Raises:
        Stop: for any other host that is not this machine and that RECONCILER_API_HOSTS does not name.
    """
    host = urlsplit(url).hostname or ""
    allowed = {name.strip().lower() for name in variables.get(ALLOWED_HOSTS, "").split(",")}
    if host in OWN_HOSTS or host in allowed or _is_this_machine(host):
        return
    raise Stop(
        Exit.NOT_ALLOWED,
        f'tokens are not sent to "{host}"',
        detail="It is none of the booking system's own hosts, and its address comes from the project file.",
        hint=f"if it is right, allow it outside of the repository: {ALLOWED_HOSTS}={host}",
    )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The two tokens of the booking system. Never shown: its text form hides them."""

    partner: str
    user: str

    def __repr__(self) -> str:
        return "Tokens(***)"


def read_tokens(variables: Mapping[str, str]) -> Tokens:
    """Both tokens, from the variables or from the files that the `_FILE` variables name.

    Raises:
        Stop: if one is missing, empty or unreadable; the words name the variable only.
    """
    return Tokens(partner=_token(variables, PARTNER_TOKEN), user=_token(variables, USER_TOKEN))


def _token(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name, "")
    from_file = variables.get(f"{name}_FILE", "")
    if not value and from_file:
        try:
            with Path(from_file).open(encoding="utf-8") as file:
                value = file.read(TOKEN_FILE_LIMIT).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Stop(
                Exit.NOT_ALLOWED,
                f"the file that {name}_FILE names cannot be read",
                hint="check the path and its permissions",
            ) from error
    if not value:
        raise Stop(
            Exit.NOT_ALLOWED,
            f"{name} is not set",
            detail="The booking system wants a partner token and a user token with every request.",
            hint=f"set {name}, or {name}_FILE with the path of a file that holds it",
        )
    return value


def environment_variables() -> Mapping[str, str]:
    """A copy of the process's environment variables."""
    return dict(os.environ)

"""Opens the booking system of an environment, or starts the embedded sandbox in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from reconciler.altegio import (
    BookingSystem,
    Pace,
    ReadClient,
    Secret,
    Timeouts,
    Timing,
    WriteClient,
    make_pacer,
)
from reconciler.altegio.errors import (
    AltegioError,
    BadAddressError,
    BadTokenError,
    BusyError,
    NotAllowedError,
    UnreachableError,
)
from reconciler.altegio.pacing import Pacer
from reconciler.cli.exits import Exit
from reconciler.cli.progress import Reading
from reconciler.cli.settings import (
    Clock,
    Settings,
    Tokens,
    read_clock,
    read_tokens,
    refuse_strange_host,
)
from reconciler.cli.stop import Stop
from reconciler.cli.workspace import Workspace
from reconciler.load import Environment
from reconciler.model.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An open environment. The planner gets `reader`, which cannot write."""

    environment: Environment
    clock: Clock
    system: BookingSystem
    pacer: Pacer
    """Shared by reads and writes: the booking system counts them together."""
    reader: ReadClient

    @contextmanager
    def writer(self) -> Iterator[WriteClient]:
        """The client that creates; made only when an apply has passed every check."""
        with WriteClient(self.system, pacer=self.pacer) as client:
            yield client


@contextmanager
def open_session(workspace: Workspace, schedule: Schedule, settings: Settings) -> Iterator[Session]:
    """Open the environment that was asked for.

    Raises:
        Stop: if tokens, address, clock or fixtures are not usable; also for every AltegioError
            that the block lets out, with the words of the error.
    """
    environment = workspace.environment(settings)
    clock = read_clock(settings.variables, sandbox=environment.is_sandbox)
    with ExitStack() as stack:
        try:
            url, tokens = environment.api, None
            if environment.is_sandbox:
                url, tokens = stack.enter_context(
                    _embedded(workspace, schedule, environment, clock, settings)
                )
            if tokens is None:
                refuse_strange_host(url, settings.variables)
                tokens = read_tokens(settings.variables)
            system = system_of(environment, url, tokens)
            pacer = make_pacer(system.pace, Timing())
            reading = Reading(settings)
            reader = stack.enter_context(ReadClient(system, pacer=pacer, observe=reading.heard))
            stack.callback(reading.done)
            yield Session(environment=environment, clock=clock, system=system, pacer=pacer, reader=reader)
        except AltegioError as error:
            raise told(error) from error


def told(error: AltegioError) -> Stop:
    """The end that an error of the booking system means for a command."""
    match error:
        case NotAllowedError() | BadTokenError():
            status = Exit.NOT_ALLOWED
        case UnreachableError() | BusyError():
            status = Exit.TRY_LATER
        case BadAddressError():
            status = Exit.INVALID
        case _:
            status = Exit.ERROR
    return Stop(status, error.summary, detail=error.detail, hint=error.hint)


def system_of(environment: Environment, url: str, tokens: Tokens) -> BookingSystem:
    """How an environment is spoken to at an address."""
    pace = None
    if environment.per_second is not None or environment.per_minute is not None:
        pace = Pace(per_second=environment.per_second, per_minute=environment.per_minute)
    total = float(environment.timeout_s)
    return BookingSystem(
        base_url=url,
        partner_token=Secret(tokens.partner),
        user_token=Secret(tokens.user),
        edition="events" if environment.edition == "events" else "activities",
        pace=pace,
        timeouts=Timeouts(connect_s=min(5.0, total), read_s=min(15.0, total), total_s=total),
    )


@contextmanager
def _embedded(
    workspace: Workspace,
    schedule: Schedule,
    environment: Environment,
    clock: Clock,
    settings: Settings,
) -> Iterator[tuple[str, Tokens]]:
    """The sandbox in this process; its database outlives it, under the state folder."""
    from reconciler.cli.stock import faults_for, fixtures_for
    from reconciler.sandbox import (
        PARTNER_TOKEN,
        USER_TOKEN,
        FixtureError,
        SandboxOptions,
        StoreError,
        start,
    )

    fixtures = fixtures_for(workspace, schedule, environment, settings)
    options = SandboxOptions(faults=faults_for(workspace, environment, settings))
    try:
        running = start(workspace.state.sandbox_database(), fixtures, now=clock.now, options=options)
    except ImportError as error:
        raise Stop(
            Exit.ERROR,
            "the sandbox is not installed",
            hint="install it with: pip install 'schedule-reconciler[sandbox]'",
        ) from error
    except FixtureError as error:
        raise Stop(
            Exit.INVALID,
            f"{environment.fixtures}: {error.path}: {error.message}",
            hint="docs/sandbox.md shows the form of fixtures",
        ) from error
    except StoreError as error:
        raise Stop(Exit.ERROR, str(error)) from error
    with running:
        yield running.url, Tokens(partner=PARTNER_TOKEN, user=USER_TOKEN)

"""What `doctor` finds out about the surroundings of a run: one finding for each thing, with its remedy.

Takes settings, an environment and a workspace; returns `Check`s. Nothing here shows a token, and
nothing is written.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from reconciler.cli.git import ignores, revision_of
from reconciler.cli.settings import (
    PARTNER_TOKEN,
    REHEARSAL_CLOCK,
    USER_TOKEN,
    read_clock,
    read_tokens,
    refuse_strange_host,
)
from reconciler.cli.stop import Stop
from reconciler.cli.version import holidays_version, tzdata_version

if TYPE_CHECKING:
    from reconciler.load import Environment

SKEW_WARNS, SKEW_FAILS = timedelta(seconds=20), timedelta(seconds=60)
"""The booking system refuses lists that start in its past, and lists begin a minute ahead of our clock."""
_OLD_ZONES = 2
"""Years after which a zone database is worth a word."""


class Check(NamedTuple):
    """What is to be said about one thing."""

    name: str
    state: Literal["ok", "warn", "fail"]
    text: str
    remedy: str = ""


def refused(name: str, stop: Stop) -> Check:
    """The check of something that would end a plan, in the same words."""
    text = f"{stop.summary}. {stop.detail}" if stop.detail else stop.summary
    return Check(name, "fail", text, stop.hint)


def zone_check(now: datetime) -> Check:
    """The zone rules and holiday tables that every plan depends on."""
    version = tzdata_version()
    text = f"zone data {version}, holiday data {holidays_version()}"
    if version[:4].isdigit() and int(version[:4]) + _OLD_ZONES <= now.year:
        return Check("zones", "warn", f"{text}: old", "pip install --upgrade tzdata holidays")
    return Check("zones", "ok", text)


def clock_check(environment: Environment, variables: Mapping[str, str]) -> Check:
    """Whose clock it is; how right it is, only the booking system can tell."""
    try:
        clock = read_clock(variables, sandbox=environment.is_sandbox)
    except Stop as stop:
        return refused("clock", stop)
    moment = clock.now().astimezone().isoformat(timespec="seconds")
    if clock.rehearsed:
        return Check(
            "clock", "warn", f"stands still at {moment}", f"unset {REHEARSAL_CLOCK} if it is no rehearsal"
        )
    return Check("clock", "ok", moment)


def skew_check(date: str, now: datetime) -> Check | None:
    """How far our clock (aware) is from the server's `Date`; None if it sent none."""
    try:
        skew = now - parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    seconds = round(abs(skew.total_seconds()))
    behind = "behind" if skew < timedelta(0) else "ahead of"
    if abs(skew) < SKEW_WARNS:
        return Check("clock", "ok", f"agrees with the booking system's within {seconds} s")
    state: Literal["warn", "fail"] = "warn" if abs(skew) < SKEW_FAILS else "fail"
    return Check(
        "clock", state, f"{seconds} s {behind} the booking system's", "let the machine set its clock by NTP"
    )


def token_checks(environment: Environment, variables: Mapping[str, str]) -> Iterator[Check]:
    """Whether there are tokens, and whether they may go where they would."""
    if environment.is_sandbox:
        yield Check("tokens", "ok", "the sandbox needs none")
        return
    try:
        refuse_strange_host(environment.api, variables)
    except Stop as stop:
        yield refused("host", stop)
    try:
        read_tokens(variables)
    except Stop as stop:
        yield refused("tokens", stop)
        return
    names = (PARTNER_TOKEN, USER_TOKEN)
    files = [variables[f"{name}_FILE"] for name in names if not variables.get(name)]
    exposed = [path for path in files if _mode(Path(path)) & (stat.S_IRGRP | stat.S_IROTH)]
    if exposed:
        yield Check("tokens", "warn", "others can read the file of a token", f"chmod 600 {' '.join(exposed)}")
    else:
        yield Check("tokens", "ok", "both are set" + (", from files" if files else ""))


def proxy_check(environment: Environment) -> Check:
    """Which way requests go. Credentials in the address of a proxy are not shown."""
    host = urlsplit(environment.api).hostname or ""
    proxies = getproxies()
    address = proxies.get("https") or proxies.get("all") or ""
    local = environment.is_sandbox or host in {"localhost", "127.0.0.1", "::1"}
    if local or not address or proxy_bypass(host):
        return Check("proxy", "ok", "none")
    name = urlsplit(address if "://" in address else f"http://{address}").hostname or "a proxy"
    return Check(
        "proxy", "warn", f"requests go through {name}", f"name {host} in NO_PROXY if they should not"
    )


def folder_check(root: Path) -> Check:
    """Whether the folder of locks, journals and receipts is there for its owner alone."""
    if not root.exists():
        if os.access(root.parent, os.W_OK):
            return Check("folder", "ok", f"{root.name} will be made when it is needed")
        return Check("folder", "fail", f"{root.name} cannot be made", f"make {root.parent} writable")
    if not root.is_dir() or not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return Check("folder", "fail", f"{root.name} cannot be used", f"chmod -R u+rwX {root}")
    if os.name == "posix" and _mode(root) & 0o077:
        return Check("folder", "warn", f"others can look into {root.name}", f"chmod -R go= {root}")
    return Check("folder", "ok", f"{root.name} is its owner's alone")


def git_check(root: Path, state_folder: str) -> Check:
    """Whether a plan can say which revision it was made from."""
    revision = revision_of(root, leave_out=(state_folder,))
    if revision.commit is None:
        return Check(
            "git",
            "warn",
            "the files are in no git repository, or it has no commit",
            "git init; git add; git commit",
        )
    if ignores(root, f"{state_folder}/journal") is False:
        return Check(
            "git", "warn", f"git does not ignore {state_folder}", f"add {state_folder}/ to .gitignore"
        )
    if revision.dirty:
        return Check(
            "git",
            "warn",
            f"files differ from commit {revision.commit[:12]}",
            "commit them before a plan is reviewed",
        )
    return Check("git", "ok", f"at commit {revision.commit[:12]}")


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0

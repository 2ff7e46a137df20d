"""For every test: what it prints, and what the processes that it starts print, holds no token."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Generator, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from secrecy import tokens_in

# Shells start background jobs with Ctrl-C ignored, and processes hand that down to those they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


class LeakError(AssertionError):
    """A token was about to be shown."""


def _checked(*texts: Any) -> None:
    for text in texts:
        found = tokens_in(text) if isinstance(text, str | bytes) else []
        if found:
            raise LeakError(f"an output holds a token, as {found}")


@pytest.fixture(autouse=True, scope="session")
def _outputs_are_searched() -> Iterator[None]:
    """Whatever a test reads of a process or of its own streams is searched first."""
    communicate, read = subprocess.Popen.communicate, pytest.CaptureFixture.readouterr

    def communicate_checked(self: Any, *arguments: Any, **facts: Any) -> Any:
        streams = communicate(self, *arguments, **facts)
        _checked(*streams)
        return streams

    def read_checked(self: Any) -> Any:
        streams = read(self)
        _checked(*streams)
        return streams

    with (
        patch.object(subprocess.Popen, "communicate", communicate_checked),
        patch.object(pytest.CaptureFixture, "readouterr", read_checked),
    ):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test has printed, and did not read itself, is searched when it ends."""
    report = yield
    found = [form for _, text in report.sections for form in tokens_in(text)]
    if found and report.passed:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} printed a token, as {found} ({call.when})"
    return report

"""Opens a report in the browser and takes down all that goes wrong there, the network included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report that is open, and what the browser said about it."""

    page: Page
    said: list[str] = field(default_factory=list)
    """Messages of the console, errors of scripts, dialogs."""
    asked: list[str] = field(default_factory=list)
    """Requests beyond the file itself."""


@contextmanager
def opened(browser: Browser, path: Path, size: ViewportSize = DESKTOP, **context: Any) -> Iterator[Reading]:
    """The report in a window of its own."""
    window = browser.new_context(viewport=size, **context)
    page = window.new_page()
    page.set_default_timeout(20_000)
    reading = Reading(page=page)
    page.on("console", lambda message: reading.said.append(message.text))
    page.on("pageerror", lambda error: reading.said.append(str(error)))
    page.on("request", lambda request: reading.asked.append(request.url))
    page.on("dialog", lambda dialog: (reading.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(path.as_uri())
    reading.asked.clear()
    yield reading
    window.close()

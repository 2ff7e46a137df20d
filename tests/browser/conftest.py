"""A real browser for the tests of the report: the machine's own Chromium, driven by playwright.

Where there is none, CI fails and a developer's machine skips, both with the reason. `BROWSER`
names another Chromium than the ones that are looked for.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.edits import EDITS, applied, edited
from browser.seasons import NOW, Season, planned
from playwright.sync_api import Browser, expect, sync_playwright

SCREENSHOTS = Path(__file__).parent / "screenshots"
expect.set_options(timeout=20_000)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
_ALONE = ("--disable-background-networking", "--disable-component-update", "--disable-default-apps")


def _chromium() -> str:
    asked = os.environ.get("BROWSER")
    found = asked or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        missing = "there is no Chromium on this machine: install Debian's package `chromium`, or set BROWSER"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = _chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*_QUIET, *_ALONE])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECONCILER_NOW", NOW)
        return planned(tmp_path_factory.mktemp("season"))


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Season]:
    season = applied(tmp_path_factory.mktemp("applied"))
    return {name: edited(name, season, tmp_path_factory.mktemp("edited")) for name in EDITS}


@pytest.fixture(scope="session")
def screenshots() -> Path:
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS

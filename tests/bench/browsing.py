"""Opens and filters the report of a plan in Chromium: `python -m tests.bench.browsing FOLDER RUNS`.

FOLDER is a project with one location. Prints a JSON object: name -> {"count", "ours"}, seconds of
several runs by the page's own clock until it is painted; null where there is no Chromium.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.stages import report

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_PAINTED = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
_OPENED = f"async () => {{ {_PAINTED} return performance.now(); }}"
_FILTERED = f"""async () => {{
  const began = performance.now(), staff = document.querySelector("#staff");
  staff.selectedIndex = staff.options.length - 1;
  for (const kind of ["input", "change"]) staff.dispatchEvent(new Event(kind, {{bubbles: true}}));
  {_PAINTED}
  return performance.now() - began;
}}"""


def measured(folder: Path, runs: int) -> dict[str, dict[str, Any]] | None:
    """Opening the page, and choosing one teacher on it."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        return None
    from playwright.sync_api import sync_playwright

    html, count = report(folder)
    opened, filtered = [], []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        path = Path(scratch) / "report.html"
        path.write_text(html, encoding="utf-8")
        chromium = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        for _ in range(runs + 1):  # the first one also warms the browser up
            page = chromium.new_page()
            page.goto(path.as_uri())
            opened.append(page.evaluate(_OPENED) / 1000)
            before = page.locator("#shown").inner_text()
            filtered.append(page.evaluate(_FILTERED) / 1000)
            assert page.locator("#shown").inner_text() != before, "the filter did nothing"
            page.close()
        chromium.close()
    return {
        "open the report in Chromium": {"count": count, "ours": opened[1:]},
        "choose a teacher there": {"count": count, "ours": filtered[1:]},
    }


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), int(sys.argv[2]))))

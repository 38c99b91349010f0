"""Where Chromium is, and how it is started for tests."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

HOW_TO_GET_CHROMIUM = (
    "The browser tests need Chromium. Debian, Ubuntu: apt-get install chromium fonts-noto-color-emoji."
    " Elsewhere: install it or Chrome, or name the program in YABOT_TEST_CHROMIUM."
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""It runs as root in CI, without a screen, and has nobody to call."""


def find_chromium() -> Path | None:
    """The Chromium of this machine; None where there is none."""
    named = os.environ.get("YABOT_TEST_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and not named and MAC.is_file():
        return MAC
    return Path(found) if found else None

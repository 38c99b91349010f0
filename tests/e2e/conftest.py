"""What tests of the whole program share: a client of its API, and the browser."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.application import bearer
from tests.browser import FLAGS
from tests.dev import DevProcess


@pytest.fixture
def api(dev_process: DevProcess) -> Iterator[httpx.Client]:
    """The API of the `yabot dev` of this session, with a key that may do everything."""
    facts = dev_process.facts
    with httpx.Client(base_url=facts["http_url"], headers=bearer(facts["api_key"]), timeout=20) as api:
        yield api


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """The browser, started once for each file of tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser's console complained of (errors of scripts, what the content policy stopped): nothing may be."""
    complaints: list[str] = []
    yield complaints
    assert complaints == []

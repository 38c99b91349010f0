"""docs/api.md is true: its requests are made, in their order, against the running program, and answered as it says."""

import json
import re
import shlex
from dataclasses import dataclass, field
from string import Template
from typing import Any

import httpx
import pytest

from adapters.http.refusals import REFUSALS_SAID
from adapters.http.scopes import SCOPES
from tests.dev import ROOT, DevProcess

PAGE = (ROOT / "docs" / "api.md").read_text()
BLOCKS = re.findall(r"^```(sh|json)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@dataclass
class Reader:
    """Somebody who types what the page says. `export NAME=path` keeps a part of the last answer: a field, a header."""

    variables: dict[str, str]
    made: int = 0
    answer: httpx.Response | None = None
    kept: list[httpx.Response] = field(default_factory=list)

    def types(self, block: str) -> None:
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(Template(line).substitute(self.variables))
            if words[0] == "export":
                name, _, part = words[1].partition("=")
                self.variables[name] = self._part(part)
            else:
                assert words.pop(0) == "curl", line
                self.answer = self._curl(words)
                self.made += 1
                self.kept.append(self.answer)

    def _part(self, path: str) -> str:
        assert self.answer is not None
        if path in self.answer.headers:
            return self.answer.headers[path]
        found = self.answer.json()
        for name in path.split("."):
            found = found[name]
        return str(found)

    @staticmethod
    def _curl(words: list[str]) -> httpx.Response:
        method, url, body, streaming = "GET", "", None, False
        headers: dict[str, str] = {}
        while words:
            match words.pop(0):
                case "-X":
                    method = words.pop(0)
                case "-H":
                    name, _, value = words.pop(0).partition(": ")
                    headers[name] = value
                case "--json":
                    method, body = "POST", words.pop(0)
                    headers["Content-Type"] = "application/json"
                case "-N":
                    streaming = True
                case other:
                    url = other
        if not streaming:
            return httpx.request(method, url, headers=headers, content=body, timeout=30)
        with httpx.stream(method, url, headers=headers, timeout=30) as answer:
            lines = answer.iter_lines()
            while not next(lines).startswith("data: {"):
                continue
            return httpx.Response(answer.status_code, json={})


def agrees(said: Any, answered: Any) -> bool:
    """Whether the answer has what the page says; "…" stands for anything, and there may be more than is said."""
    if said == "…":
        return True
    if isinstance(said, dict):
        return isinstance(answered, dict) and all(
            name in answered and agrees(value, answered[name]) for name, value in said.items()
        )
    if isinstance(said, list):
        return isinstance(answered, list) and all(map(agrees, said, answered)) and len(said) <= len(answered)
    return bool(said == answered)


@pytest.mark.timeout(180)
def test_what_the_page_says_is_what_happens(dev_process: DevProcess) -> None:
    facts = dev_process.facts
    reader = Reader({"API": facts["http_url"], "KEY": facts["api_key"]})
    for kind, block in BLOCKS:
        if kind == "sh":
            reader.types(block)
        else:
            assert reader.answer is not None
            said = json.loads(block)
            assert agrees(said, reader.answer.json()), f"the page says {block}but the answer is {reader.answer.text}"
    assert reader.made == PAGE.count("\ncurl ") >= 15
    assert {each.status_code for each in reader.kept} == {200, 201, 402, 404, 409}
    first, again = (each for each in reader.kept if '"result":{"amount":100' in each.text)
    assert again.text == first.text and again.headers["Idempotent-Replayed"] == "true"


def test_the_page_names_every_scope_and_every_status():
    for scope in SCOPES:
        assert f"| `{scope}` |" in PAGE
    for status in {said.status for said in REFUSALS_SAID.values()}:
        assert re.search(rf"^\|[ 0-9,]*\b{status}\b", PAGE, re.MULTILINE), status

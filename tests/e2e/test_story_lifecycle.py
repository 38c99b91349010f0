"""A story's life while the program runs: published, read, published anew, rolled back; and after a restart."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from adapters.ink.compiled import read_compiled
from tests.dev import ROOT, DevProcess, environment, started_dev
from tests.servers import eventually

PATHS = (Path(__file__).parents[1] / "integration" / "ink" / "paths_es.json").read_text(encoding="utf-8")
DESCRIPTION = """
title: {es: El faro, en: The lighthouse}
summary: {es: Un faro., en: A lighthouse.}
languages:
  es: {source: none, compiled: none}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lifecycle") / "data"


@pytest.fixture(scope="module")
def dev(folder: Path) -> Iterator[DevProcess]:
    with started_dev(folder, "--no-demo", settings={"YABOT_LOG_LEVEL": "INFO"}) as dev:
        yield dev


def story(folder: Path, opening: str = "Antes.") -> Path:
    """The story's folder, whose opening says this."""
    folder = folder / "faro"
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "story.yaml").write_text(DESCRIPTION)
    (folder / "faro.es.json").write_text(PATHS.replace("^Antes.", f"^{opening}"))
    return folder


def hash_of(opening: str) -> str:
    return read_compiled(PATHS.replace("^Antes.", f"^{opening}")).hash


class Reader:
    """Somebody who reads the story over HTTP."""

    def __init__(self, dev: DevProcess, telegram_id: int) -> None:
        self._facts = dev.facts
        made = self._asked("POST", "/v1/users", json={"telegram_id": telegram_id, "first_name": "Ana"})
        self.id = made.json()["result"]["id"]

    def text(self) -> str:
        """The present place, or why there is none."""
        answer = self._asked("GET", f"/v1/users/{self.id}/story", params={"story": "faro"})
        return str(answer.json().get("text", answer.json().get("type")))

    def choose(self, choice: int) -> httpx.Response:
        return self._asked("POST", f"/v1/users/{self.id}/story/choices", json={"story": "faro", "choice": choice})

    def _asked(self, method: str, path: str, **content: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._facts['api_key']}", "Idempotency-Key": uuid4().hex}
        return httpx.request(method, f"{self._facts['http_url']}{path}", headers=headers, timeout=30, **content)


def test_a_story_lives_while_the_program_runs(dev: DevProcess, folder: Path, tmp_path: Path) -> None:
    first = dev.ok("story", "publish", story(tmp_path), "--json").json
    assert first["published"] is True
    assert first["check"]["ok"] is True
    ana, bea = Reader(dev, 880_001), Reader(dev, 880_002)
    eventually(lambda: ana.text() == "Antes.")
    assert ana.choose(0).is_success
    again = dev.ok("story", "publish", story(tmp_path))
    assert "is in force already" in again.out

    dev.ok("story", "publish", story(tmp_path, "Ahora.") / "faro.es.json")
    eventually(lambda: bea.text() == "Ahora.")
    assert ana.text() == "Plaza.", "a run goes on with the version it began with"
    assert f"story faro: version {first['version'][:12]} is in force for new readings" in dev.log.read_text()

    def versions() -> list[dict[str, Any]]:
        return list(dev.ok("story", "versions", "faro", "--json").json)

    eventually(lambda: [each["runs"] for each in versions()] == [0, 1])
    newest, oldest = versions()
    assert [newest["in_force"], oldest["in_force"]] == [True, False]
    assert (newest["languages"], oldest["languages"]) == ({"es": hash_of("Ahora.")}, {"es": hash_of("Antes.")})
    assert oldest["version"] == first["version"]
    assert newest["by"] == "admin:cli"
    shown = dev.ok("story", "versions").out
    assert "correo" in shown and "content folder" in shown

    assert dev.ok("story", "rollback", "faro", "--json").json["version"] == first["version"]
    eventually(lambda: bea.text() == "Antes.")
    back = dev.yabot("story", "rollback", "faro")
    assert (back.code, back.out) == (1, "")
    assert back.err == "faro: the version in force is the first one; there is none to return to\n"
    assert dev.yabot("story", "rollback", "nada").err == "there is no story nada\n"


def test_what_is_not_in_order_is_not_published(dev: DevProcess, tmp_path: Path) -> None:
    broken = story(tmp_path)
    (broken / "faro.es.json").write_text(PATHS.replace("costo:5", "costoo:5"))
    before = dev.ok("story", "versions", "--json").json
    refused = dev.yabot("story", "publish", broken, "--walks", "3")
    assert (refused.code, refused.err) == (1, "")
    assert "wrong  es: plaza: #costoo:5 is no tag that the game knows" in refused.out
    assert dev.yabot("story", "publish", broken, "--walks", "3", "--json").json["published"] is False
    unfit = story(tmp_path)
    (unfit / "story.yaml").write_text(DESCRIPTION + "items: [ancla]\n")
    told = dev.yabot("story", "publish", unfit, "--walks", "3")
    assert (told.code, "there is no item 'ancla'" in told.err) == (1, True)
    alone = tmp_path / "nadie.es.json"
    alone.write_text(PATHS)
    assert "publish its folder first" in dev.yabot("story", "publish", alone).err
    assert dev.yabot("story", "publish", broken / "story.yaml").code == 2
    assert dev.ok("story", "versions", "--json").json == before


def test_readings_are_moved_once_where_they_can_be(dev: DevProcess, tmp_path: Path) -> None:
    dev.ok("story", "publish", story(tmp_path, "Uno."))
    ana, bea, carla = (Reader(dev, 880_010 + number) for number in range(3))
    eventually(lambda: ana.text() == "Uno.")
    for reader in (ana, bea, carla):
        assert reader.choose(0).is_success
    assert bea.choose(1).is_success, "hers has ended"
    (tmp_path / "faro" / "faro.es.json").write_text(PATHS.replace("^Plaza.", "^La plaza."))
    dev.ok("story", "publish", tmp_path / "faro")

    def planned() -> dict[str, Any]:
        return dict(dev.ok("story", "migrate", "faro", "--json").json)

    plan = eventually(lambda: (plan := planned())["runs"] >= 2 and plan)
    assert plan["dry_run"] is True
    assert (plan["moved"], plan["stuck"]) == (plan["runs"], [])
    assert ana.text() == "Plaza.", "that was only a look"
    told = dev.ok("story", "migrate", "faro", "--yes").out
    assert f"{plan['runs']} of {plan['runs']} readings moved to version {plan['version'][:12]}." in told
    assert (ana.text(), carla.text()) == ("La plaza.", "La plaza.")
    eventually(lambda: planned()["runs"] == 0)
    assert "Nobody is reading another version" in dev.ok("story", "migrate", "faro", "--yes").out

    (tmp_path / "faro" / "faro.es.json").write_text(PATHS.replace("plaza", "plazuela"))
    dev.ok("story", "publish", tmp_path / "faro")
    (stuck,) = eventually(lambda: planned()["stuck"])
    assert (stuck["place"], stuck["runs"]) == ("plaza", plan["runs"])
    assert stuck["why"]
    assert dev.yabot("story", "migrate", "faro", "--yes", "--dry-run").code == 2


def test_what_is_saved_is_played_at_once_and_a_broken_save_is_told(dev: DevProcess, tmp_path: Path) -> None:
    folder = story(tmp_path, "Primera.")
    ana = Reader(dev, 880_020)
    heard: list[str] = []
    watching = subprocess.Popen(
        [sys.executable, "-m", "yabot", "story", "watch", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=environment(YABOT_DATA_DIR=str(dev.folder), PYTHONUNBUFFERED="1"),
    )
    assert watching.stdout is not None
    listening = threading.Thread(target=heard.extend, args=(watching.stdout,))
    listening.start()
    try:
        eventually(lambda: ana.text() == "Primera.", within=40)
        assert ana.choose(0).is_success
        export = folder / "faro.es.json"
        export.write_text(PATHS.replace("costo:5", "costoo:5"))
        eventually(lambda: any("The last good version stays" in line for line in heard), within=40)
        assert any("#costoo:5 is no tag" in line for line in heard)
        export.write_text(PATHS.replace("^Antes.", "^Segunda."))
        bea = Reader(dev, 880_021)
        eventually(lambda: bea.text() == "Segunda.", within=40)
    finally:
        watching.send_signal(signal.SIGINT)
        watching.wait(20)
        listening.join(20)
        watching.stdout.close()
    assert watching.returncode == 130
    assert not any("Traceback" in line for line in heard)


def test_a_file_is_attached_in_the_simulator_and_checked(dev: DevProcess) -> None:
    writer, telegram_id = Reader(dev, 880_030), 880_030
    url, key = dev.facts["http_url"], dev.facts["api_key"]
    made = httpx.post(
        f"{url}/v1/admin/roles",
        json={"user": writer.id, "role": "writer"},
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": uuid4().hex},
        timeout=30,
    )
    assert made.is_success, made.text
    attached = httpx.post(f"{url}/sim/api/files", params={"name": "faro.es.json"}, content=PATHS.encode(), timeout=30)
    person = {"id": telegram_id, "is_bot": False, "first_name": "Ana", "language_code": "es"}
    message = {
        "message_id": 1,
        "date": 1_770_000_000,
        "chat": {"id": telegram_id, "type": "private", "first_name": "Ana"},
        "from": person,
        **attached.json(),
    }

    def told() -> str:
        update = {"update_id": uuid4().int % 2**31, "message": message}
        calls = httpx.post(f"{url}/sim/api/updates", json=update, timeout=60).json()["calls"]
        return " ".join(str(call["params"].get("text", "")) for call in calls)

    assert eventually(lambda: "está en orden" in told(), within=40)


def test_what_was_published_outlives_a_restart(folder: Path, dev: DevProcess, tmp_path: Path) -> None:
    published = dev.ok("story", "publish", story(tmp_path, "Luego."), "--json").json
    assert dev.stop() == 0
    with started_dev(folder, "--no-demo") as other:
        newest = other.ok("story", "versions", "faro", "--json").json[0]
        assert (newest["version"], newest["in_force"]) == (published["version"], True)
        assert Reader(other, 880_003).text() == "Luego."

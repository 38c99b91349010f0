"""`yabot keys`, `yabot admin`, `yabot migrate`, `yabot doctor`, and what an operator can get wrong with any command."""

import json
from pathlib import Path
from typing import Any

import httpx

from adapters.mongodb.vault_crypto import new_keys
from tests.dev import DevProcess, at_once, run_yabot

NOWHERE = "mongodb://127.0.0.1:9/?replicaSet=yabot&serverSelectionTimeoutMS=300"


def test_a_key_opens_the_api_until_it_is_revoked(dev_process: DevProcess) -> None:
    made = dev_process.ok("keys", "create", "a script", "--scope", "events:read", "--days", "1", "--json").json
    assert (made["scopes"], made["key"].partition(".")[0]) == (["events:read"], made["id"])
    assert feed(dev_process, made["key"]) == 200
    listed = {each["id"]: each for each in dev_process.ok("keys", "list", "--json").json}
    assert listed[made["id"]]["name"] == "a script"
    assert made["key"].partition(".")[2] not in json.dumps(listed)
    assert dev_process.ok("keys", "revoke", made["id"], "--json").json == {"revoked": made["id"]}
    line = next(line for line in dev_process.ok("keys", "list").out.splitlines() if made["id"] in line)
    assert line.endswith("revoked")
    again = dev_process.yabot("keys", "revoke", made["id"])
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith(f"there is no key {made['id']} that could be revoked")


def test_a_key_alone_stands_on_standard_output(dev_process: DevProcess) -> None:
    made = dev_process.ok("keys", "create", "for a variable")
    assert made.out.startswith("yb_") and made.out.count("\n") == 1
    assert made.err == "This is the only time it is shown.\n"
    unknown = dev_process.yabot("keys", "create", "x", "--scope", "everything")
    assert (unknown.code, unknown.out) == (2, "")
    assert "no scope everything; there are read, write" in unknown.err
    for wrong, said in (
        (("a:b",), "'a:b' can't be a key's name: "),
        (("x", "--days", "99999999999"), "less than or equal to 36500"),
    ):
        refused = dev_process.yabot("keys", "create", *wrong)
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
        assert said in refused.err


def test_an_admin_link_opens_the_console_once(dev_process: DevProcess) -> None:
    link = dev_process.ok("admin", "link", "--name", "rosa", "--json").json["link"]
    assert link.startswith(dev_process.facts["http_url"])
    with httpx.Client(timeout=20, follow_redirects=True) as browser:
        assert browser.get(link).status_code == 200  # which uses nothing up: a chat may fetch it for a preview
        form = {"token": link.partition("token=")[2]}
        assert browser.post(link.partition("?")[0], data=form).status_code == 200
        assert browser.post(link.partition("?")[0], data=form).status_code == 403
    assert dev_process.ok("admin", "link").out.startswith(dev_process.facts["http_url"])


def test_doctor_finds_a_running_community_well(dev_process: DevProcess) -> None:
    told = dev_process.ok("doctor", "--json").json
    assert told["ok"] is True
    assert [each["what"] for each in told["findings"]] == [
        "mongodb", "log", "vault", "read models", "reactions", "redis", "content", "disk", "telegram",
    ]  # fmt: skip
    assert all(line.startswith("ok  ") for line in dev_process.ok("doctor").out.splitlines())


def test_doctor_shows_the_content_in_force_and_not_that_of_its_own_folder(
    dev_process: DevProcess, tmp_path: Path
) -> None:
    def content(**settings: str) -> Any:
        told = dev_process.yabot("doctor", "--json", **settings).json
        return next(each for each in told["findings"] if each["what"] == "content")

    found = content()
    assert found["found"].partition(", ")[0].endswith(" missions") and " in force, " in found["found"]
    (tmp_path / "items.yaml").write_text("items: 7\n")
    other = content(YABOT_CONTENT_DIR=str(tmp_path))
    assert other["found"].startswith(f"{found['found']}; the folder {tmp_path} has 1 mistake")
    assert other["advice"] == "yabot content check DIR shows each problem with its file and line"


def test_doctor_says_what_is_away_and_what_to_do(tmp_path: Path) -> None:
    done = run_yabot(
        "doctor",
        YABOT_MONGODB_URI=NOWHERE,
        YABOT_REDIS_URL="redis://127.0.0.1:9",
        YABOT_DATA_DIR=str(tmp_path),
        **new_keys(),
    )
    assert done.code == 1
    assert "!!  mongodb      MongoDB can't be reached (127.0.0.1:9: " in done.out
    assert "-> is it running, is YABOT_MONGODB_URI right?" in done.out
    assert "!!  redis        does not answer: " in done.out
    assert "ok  content      " in done.out and "what is in force can't be looked at before that" in done.out
    assert done.err == ""


def test_a_taken_port_is_said_before_anything_is_served(dev_process: DevProcess) -> None:
    port = dev_process.facts["http_url"].rpartition(":")[2]
    refused = dev_process.yabot("serve", "all", YABOT_HTTP_PORT=port)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        f"can't listen on 127.0.0.1:{port}: Address already in use; choose another with --port or YABOT_HTTP_PORT\n"
    )


def test_migrate_brings_a_new_store_to_this_release_once(mongodb_uri: str, tmp_path: Path) -> None:
    store = {"YABOT_MONGODB_URI": mongodb_uri, "YABOT_DATA_DIR": str(tmp_path), **new_keys()}
    for command in (("projections",), ("events", "tail", "--no-follow"), ("serve", "api")):
        refused = run_yabot(*command, **store)
        assert (refused.code, refused.out) == (1, ""), command
        assert "run `yabot migrate`" in refused.err.splitlines()[-1]
        assert "Traceback" not in refused.err
    assert run_yabot("migrate", "--json", **store).json["applied"][0] == "0001_log"
    assert run_yabot("migrate", **store).out == "Nothing to do: the stores are those of this release.\n"


def test_a_newer_store_is_left_alone(mongodb_uri: str, mongo_client: Any, tmp_path: Path) -> None:
    store = {"YABOT_MONGODB_URI": mongodb_uri, "YABOT_DATA_DIR": str(tmp_path), **new_keys()}
    database = mongodb_uri.partition("?")[0].rpartition("/")[2]
    mongo_client[database]["migrations"].insert_one(
        {"_id": 9_000, "name": "to_come", "checksum": "", "applied_at": None}
    )
    for command in ("migrate", "doctor"):
        refused = run_yabot(command, **store)
        assert refused.code == 1
        assert "the store is at migration 9000, this release knows" in refused.out + refused.err
        assert "Traceback" not in refused.err


def test_roles_are_made_with_a_user_each_and_shown_once(mongodb_uri: str, tmp_path: Path) -> None:
    """Without authentication the users can be made too; that they may do no more is tested where it is switched on."""
    store = {"YABOT_MONGODB_URI": mongodb_uri, "YABOT_DATA_DIR": str(tmp_path), **new_keys()}
    made = run_yabot("migrate", "--roles", "--json", **store).json["users"]
    names = [each["name"] for each in made]
    assert names == ["yabot_app", "yabot_migrator", "yabot_auditor", "yabot_vault", "yabot_eraser", "yabot_migrator"]
    assert all(each["uri"].startswith(f"mongodb://{each['name']}:") for each in made)
    again = run_yabot("migrate", "--roles", **store)
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith("Every role is as this release needs it")


WRONG: list[tuple[dict[str, str], int, str]] = [
    ({}, 2, "YABOT_MONGODB_URI: is missing, and no `yabot dev` runs in {folder}; set it, or start one there"),
    ({"YABOT_MONGODB_URI": NOWHERE, **new_keys()}, 1, "MongoDB can't be reached (127.0.0.1:9: "),
    ({"YABOT_MONGODB_URI": "http://x"}, 2, "YABOT_MONGODB_URI: can't be used: "),
    ({"YABOT_HTTP_PORT": "many"}, 2, "YABOT_HTTP_PORT: "),
    ({"YABOT_TIMEZONE": "Atlantis"}, 2, "YABOT_TIMEZONE: must be an IANA time zone"),
    ({"YABOT_SECRET_KEY": "short"}, 2, "YABOT_SECRET_KEY: must be 32 random bytes in base64"),
]


def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path) -> None:
    answers = at_once(lambda case: run_yabot("keys", "list", **{"YABOT_DATA_DIR": str(tmp_path)} | case[0]), WRONG)
    for (settings, code, told), done in zip(WRONG, answers, strict=True):
        assert (done.code, done.out) == (code, ""), settings
        assert done.err.startswith(told.format(folder=tmp_path))
        assert done.err.count("\n") == 1
        assert "short" not in done.err


def test_a_missing_or_wrong_key_is_named(dev_process: DevProcess, tmp_path: Path) -> None:
    uri = dev_process.facts["mongodb_uri"]
    store = {"YABOT_MONGODB_URI": uri, "YABOT_DATA_DIR": str(tmp_path)}
    missing = run_yabot("user", "show", "1", **store)
    assert (missing.code, missing.err.partition(":")[0]) == (2, "YABOT_SECRET_KEY")
    wrong = run_yabot("user", "show", "1", **store, **new_keys())
    assert (wrong.code, wrong.err.count("\n")) == (1, 1)
    assert "is not the key (" in wrong.err and wrong.err.startswith("YABOT_")


def test_each_group_and_the_program_explain_themselves() -> None:
    program = run_yabot()
    for name in ("dev", "serve", "replay", "events", "parked", "keys", "story", "doctor"):
        assert name in program.out
    assert "New here? yabot dev starts everything" in program.out
    assert program.code == 2
    assert "create" in run_yabot("keys").out
    wrong = run_yabot("keys", "crate")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("yabot keys: No such command 'crate'")
    assert wrong.err.count("\n") == 1


def feed(dev: DevProcess, key: str) -> int:
    url = f"{dev.facts['http_url']}/v1/events?limit=1"
    return httpx.get(url, headers={"Authorization": f"Bearer {key}"}, timeout=20).status_code

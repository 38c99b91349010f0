"""`yabot migrate` and `yabot doctor`: the stores, and what to do about them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import typer
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from adapters.content import load_content
from adapters.mongodb.client import connect_blocking
from adapters.sqlite.read_models import ReadModels
from yabot.cli.opening import Data, read_models_url, settings_of
from yabot.cli.output import Json, console, say_json
from yabot.keys import vault_keys
from yabot.settings import Settings
from yabot.stores import Place

MEGABYTE = 1024 * 1024
LITTLE_ROOM = 500 * MEGABYTE


def migrate(data: Data = None, json: Json = False) -> None:
    """Brings MongoDB's indexes, validators and roles, and the SQL control tables, to this release. Safe to repeat."""
    settings = settings_of(data)
    assert settings.mongodb_uri is not None
    applied = [str(each) for each in Place.of(settings.mongodb_uri, settings.vault_uri).migrate()]
    ReadModels.open(read_models_url(settings)).close()
    if json:
        say_json({"applied": applied})
    else:
        console.print("\n".join(f"applied {each}" for each in applied) or "nothing to do", markup=False)


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` says what to do, None if all is well."""

    what: str
    found: str
    advice: str | None = None


def doctor(data: Data = None, json: Json = False) -> None:
    """What is configured, reachable and behind; and what to do about it."""
    settings = settings_of(data)
    findings = [_look(what, look, settings) for what, look in _LOOKS.items()]
    if json:
        say_json(findings)
    else:
        for each in findings:
            console.print(f"{'!!' if each.advice else 'ok'}  {each.what:<12} {each.found}", markup=False)
            if each.advice:
                console.print(f"    {'':<12} -> {each.advice}", markup=False)
    if any(each.advice for each in findings):
        raise typer.Exit(1)


def _look(what: str, look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return look(settings)
    except Exception as error:  # noqa: BLE001  # whatever goes wrong is the finding
        return Finding(what, f"{type(error).__name__}: {error}".splitlines()[0], _ADVICE[what])


def _mongodb(settings: Settings) -> Finding:
    assert settings.mongodb_uri is not None
    with connect_blocking(settings.mongodb_uri, timeoutMS=3_000) as client:
        info = client.admin.command("hello")
        version = client.server_info()["version"]
    if "setName" not in info:
        return Finding("mongodb", f"{version}, alone", "start it as a replica set (one node will do): rs.initiate()")
    Place.of(settings.mongodb_uri, settings.vault_uri).check_migrated()
    return Finding("mongodb", f"{version}, replica set {info['setName']}, migrated")


def _redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding("redis", "not set", "set YABOT_REDIS_URL, unless nobody outside needs the events")
    with Redis.from_url(settings.redis_url, retry=Retry(NoBackoff(), 0), socket_timeout=2) as client:
        info = client.info("server")
    return Finding("redis", f"answers, {info.get('server_name', 'redis')} {info.get('redis_version')}")


def _read_models(settings: Settings) -> Finding:
    models = ReadModels.open(read_models_url(settings), migrating=False)
    models.close()
    return Finding("read models", f"{models.path.name}, {models.path.stat().st_size / MEGABYTE:.1f} MB, sound")


def _content(settings: Settings) -> Finding:
    pack = load_content(settings.content_dir)
    return Finding("content", f"{len(pack.missions)} missions, {len(pack.achievements)} achievements, {pack.hash[:12]}")


def _keys(settings: Settings) -> Finding:
    keys = vault_keys(settings)
    return Finding("keys", f"master key version {keys.version}, and the HMAC key; whether they fit, the start tells")


def _disk(settings: Settings) -> Finding:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    advice = "make room: nothing can be recorded on a full disk" if free < LITTLE_ROOM else None
    return Finding("disk", f"{free / MEGABYTE:,.0f} MB free in the data folder", advice)


def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("telegram", "no token: no bot on Telegram", None)
    return Finding("telegram", "by webhook" if settings.telegram_webhook_url else "by long polling")


_LOOKS: dict[str, Callable[[Settings], Finding]] = {
    "mongodb": _mongodb,
    "redis": _redis,
    "read models": _read_models,
    "content": _content,
    "keys": _keys,
    "disk": _disk,
    "telegram": _telegram,
}
_ADVICE = {
    "mongodb": "is it running, is YABOT_MONGODB_URI right? After an update: yabot migrate",
    "redis": "is it running, is YABOT_REDIS_URL right? The game goes on meanwhile",
    "read models": "yabot migrate, then yabot serve projector: it fills them from the log",
    "content": "yabot content check DIR shows each problem with its file and line",
    "keys": "set YABOT_SECRET_KEY and YABOT_HMAC_KEY to the keys that this vault was made with",
    "disk": "is YABOT_DATA_DIR a folder that can be written?",
    "telegram": "check YABOT_TELEGRAM_TOKEN",
}

"""`yabot doctor`: what is configured, reachable and behind, and what to do about it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import typer
from pymongo.errors import PyMongoError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rich.text import Text

from adapters.content import ContentError, load_content
from adapters.mongodb.client import connect_blocking
from adapters.mongodb.migrations import StoreNotMigrated
from adapters.mongodb.transfer import ImportUnfinished
from commands.ports import StoreUnavailable
from commands.reactions import reactions_in
from commands.registry import package_modules
from domain.content import ContentPack
from projections.registry import all_projections
from queries.projections import projection_builds
from yabot.cli.errors import explain
from yabot.cli.opening import Data, opened_log, opened_read_models, opened_stores, place_of, settings_of
from yabot.cli.output import Json, say, say_json
from yabot.clock import SystemClock
from yabot.community import pack_in_force
from yabot.keys import vault_keys
from yabot.reactions import NOTIFICATIONS
from yabot.settings import Settings, WrongSetting
from yabot.stores import Stores

MEGABYTE = 1024 * 1024
LITTLE_ROOM = 500 * MEGABYTE
LOOK_MS = 3_000
BEHIND = 1_000
"""Positions from which on somebody counts as behind."""
STREAM = "yabot:events"
WRONG_SETTING = "set it where the program runs, or in .env; `yabot dev` keeps its keys in keys.json of its folder"
NOT_LOOKED = "can't be looked at before that"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` says what to do, None if all is well."""

    what: str
    found: str
    advice: str | None = None


def doctor(data: Data = None, json: Json = False) -> None:
    """What is configured, reachable and behind; and what to do about it. Exit code 1 if there is anything to do."""
    settings = settings_of(data)
    findings: list[Finding] = []
    for what, look in LOOKS.items():
        away = what in ON_MONGODB and findings[0].advice is not None
        findings.append(Finding(what, NOT_LOOKED) if away else _look(what, look, settings))
    if json:
        say_json({"ok": not any(each.advice for each in findings), "findings": findings})
    else:
        for each in findings:
            looked = each.found != NOT_LOOKED
            mark = Text("!!", style="bold red") if each.advice else Text("ok" if looked else "--", style="green")
            say(mark.append(f"  {each.what:<12} {each.found}", style="default not bold"))
            if each.advice:
                say(f"    {'':<12} -> {each.advice}")
    if any(each.advice for each in findings):
        raise typer.Exit(1)


def _look(what: str, look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return look(settings)
    except Exception as error:  # noqa: BLE001  # whatever goes wrong is the finding
        explained = explain(error)
        said = explained[0] if explained else f"{type(error).__name__}: {error}"
        advice = WRONG_SETTING if isinstance(error, WrongSetting) else ADVICE[what]
        return Finding(what, said.splitlines()[0], advice)


def _mongodb(settings: Settings) -> Finding:
    place = place_of(settings)
    with connect_blocking(place.uri, timeoutMS=LOOK_MS) as client:
        hello = client.admin.command("hello")
        version = client.server_info()["version"]
    if "setName" not in hello:
        return Finding("mongodb", f"{version}, alone", "start it as a replica set (one node will do): rs.initiate()")
    place.check_migrated()
    return Finding("mongodb", f"{version}, replica set {hello['setName']}, database {place.database}, migrated")


def _log(settings: Settings) -> Finding:
    try:
        place_of(settings).check_no_import()
    except ImportUnfinished as unfinished:
        found, _, advice = str(unfinished).partition(". ")
        return Finding("log", found, advice)
    with opened_log(settings) as log:
        head = log.head()
        unknown = log.first_unknown()
    found = f"{head:,} events, epoch {log.epoch}" if head else f"empty, epoch {log.epoch}"
    if unknown is not None:
        advice = "the feed, reactions and rebuilds stop there: run the newer release"
        return Finding("log", f"{found}; {unknown}", advice)
    return Finding("log", found)


def _vault(settings: Settings) -> Finding:
    keys = vault_keys(settings)

    async def check() -> None:
        async with opened_stores(settings):
            return  # opening them tries the keys

    asyncio.run(check())
    return Finding("vault", f"opens with master key version {keys.version} and the HMAC key")


def _read_models(settings: Settings) -> Finding:
    with opened_log(settings) as log, opened_read_models(settings) as models:
        head, builds, path = log.head(), models.read(projection_builds), models.path
    live = {each.projection: each for each in builds if each.status == "live" and each.epoch == log.epoch}
    missing = sorted({each.name for each in all_projections()} - live.keys())
    lag = max((head - each.position for each in live.values()), default=0)
    parked = sum(each.parked for each in live.values())
    found = f"{path.name}, {path.stat().st_size / MEGABYTE:.1f} MB, {len(live)} projections, {lag:,} positions behind"
    advice = None
    if missing:
        advice = f"{', '.join(missing)} not built yet: yabot serve projector does it"
    elif stopped := [each for each in live.values() if each.stopped]:
        found = f"{found}, {len(stopped)} stand still: {stopped[0].stopped}"
        advice = "yabot parked list tells which; they go on once the newer release runs"
    elif parked:
        found, advice = f"{found}, {parked} events parked", "yabot parked list tells which, and why"
    elif lag > BEHIND:
        advice = "is yabot serve projector running? yabot projections tells how far each is"
    return Finding("read models", found, advice)


def _reactions(settings: Settings) -> Finding:
    async def ask(stores: Stores) -> tuple[int, int]:
        services = [*reactions_in(package_modules("commands")), NOTIFICATIONS]
        checkpoints = [found for each in services if (found := await stores.reactions.checkpoint(each)) is not None]
        head = await stores.process_log.async_log.head()
        parked = await stores.reactions.parked()
        behind = max((head - max(each.positions.values(), default=0) for each in checkpoints), default=0)
        return behind, len(parked)

    behind, parked = asyncio.run(_with_stores(settings, ask))
    if parked:
        return Finding("reactions", f"{parked} events parked", "yabot parked list tells which, and why")
    advice = "is yabot serve reactor running?" if behind > BEHIND else None
    return Finding("reactions", f"{behind:,} positions behind, nothing parked", advice)


async def _with_stores(settings: Settings, ask: Callable[[Stores], Awaitable[Any]]) -> Any:
    async with opened_stores(settings) as stores:
        return await ask(stores)


def _redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding("redis", "not set: nothing is published to integrators")
    try:
        with Redis.from_url(settings.redis_url, retry=Retry(NoBackoff(), 0), socket_timeout=LOOK_MS / 1000) as client:
            info: Any = client.info("server")
            newest: Any = client.xrevrange(STREAM, count=1)
    except RedisError as error:
        return Finding("redis", f"does not answer: {error}", ADVICE["redis"])
    published = int(newest[0][0].partition(b"-")[0]) if newest else 0
    try:
        with opened_log(settings) as log:
            behind: int | None = log.head() - published
    except (PyMongoError, StoreUnavailable):
        behind = None
    name = f"{info.get('server_name', 'redis')} {info.get('valkey_version') or info.get('redis_version')}"
    if behind is None:
        return Finding("redis", f"{name}; how far it is behind {NOT_LOOKED}")
    advice = "is yabot serve publisher running?" if behind > BEHIND else None
    return Finding("redis", f"{name}, {behind:,} positions behind", advice)


def _content(settings: Settings) -> Finding:
    """What the running community goes by, which may be another than the folder that this command sees."""
    folder = f"the folder {settings.content_dir}"
    try:
        in_force = asyncio.run(_with_stores(settings, lambda stores: pack_in_force(stores, SystemClock())))
    except (PyMongoError, StoreUnavailable, StoreNotMigrated, WrongSetting):
        return Finding(
            "content", f"{_counted(load_content(settings.content_dir))} in {folder}; what is in force {NOT_LOOKED}"
        )
    if in_force is None:
        return Finding("content", f"{_counted(load_content(settings.content_dir))} in {folder}; none is in force yet")
    found = f"{_counted(in_force)} in force, {in_force.hash[:12]}"
    try:
        load_content(settings.content_dir)
    except ContentError as wrong:
        return Finding("content", f"{found}; {folder} has {_mistakes(len(wrong.problems))}", ADVICE["content"])
    return Finding("content", found)


def _mistakes(count: int) -> str:
    return "1 mistake" if count == 1 else f"{count} mistakes"


def _counted(pack: ContentPack) -> str:
    return f"{len(pack.missions)} missions, {len(pack.achievements)} achievements, {len(pack.items)} items"


def _disk(settings: Settings) -> Finding:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    advice = "make room: nothing can be recorded on a full disk" if free < LITTLE_ROOM else None
    return Finding("disk", f"{free / MEGABYTE:,.0f} MB free in {settings.data_dir}", advice)


def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("telegram", "no token: no bot on Telegram")
    if settings.telegram_webhook_url and settings.telegram_webhook_secret is None:
        return Finding("telegram", "webhook without a secret", "set YABOT_TELEGRAM_WEBHOOK_SECRET")
    return Finding("telegram", "by webhook" if settings.telegram_webhook_url else "by long polling")


ON_MONGODB = ("log", "vault", "read models", "reactions")
LOOKS: dict[str, Callable[[Settings], Finding]] = {
    "mongodb": _mongodb,
    "log": _log,
    "vault": _vault,
    "read models": _read_models,
    "reactions": _reactions,
    "redis": _redis,
    "content": _content,
    "disk": _disk,
    "telegram": _telegram,
}
ADVICE = {
    "mongodb": "is it running, is YABOT_MONGODB_URI right? After an update: yabot migrate",
    "log": "run the release that wrote it, or see yabot events show POSITION",
    "vault": "set YABOT_SECRET_KEY and YABOT_HMAC_KEY to the keys that this vault was made with",
    "read models": "yabot migrate, then yabot serve projector: it fills them from the log",
    "reactions": "yabot migrate; then yabot serve reactor",
    "redis": "is it running, is YABOT_REDIS_URL right? The game goes on meanwhile",
    "content": "yabot content check DIR shows each problem with its file and line",
    "disk": "is YABOT_DATA_DIR a folder that can be written?",
    "telegram": "check YABOT_TELEGRAM_TOKEN",
}

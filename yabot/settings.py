"""The settings, from `YABOT_…` in the environment or in `.env`."""

import re
from base64 import b64decode
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "YABOT_"
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
KEY_BYTES = 32
CONTENT = Path(__file__).parent.parent / "content"


class WrongSetting(Exception):
    """A setting that can't be used; the message is one line that names it and says what it may be."""


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("must be an IANA time zone such as America/Mexico_City")
    return name


def _key(secret: SecretStr) -> SecretStr:
    """One key, or while the master key is being replaced several as `2:<new>,1:<old>`."""
    for part in secret.get_secret_value().split(","):
        try:
            raw = b64decode(part.strip().rpartition(":")[2], validate=True)
        except ValueError:
            raw = b""
        if len(raw) != KEY_BYTES:
            raise ValueError(
                f"must be {KEY_BYTES} random bytes in base64; `openssl rand -base64 {KEY_BYTES}` makes one"
            )
    return secret


def _level(name: str) -> str:
    return name.upper()


def _folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise ValueError("must be a folder, and is a file")
    return path


def _read_models(url: str) -> str:
    from sqlalchemy.exc import ArgumentError

    from adapters.sqlite.connections import database_file  # SQLAlchemy is imported by whoever names a database

    try:
        database_file(url)
    except ArgumentError:
        raise ValueError("must be a SQLAlchemy URL such as sqlite:////srv/yabot/read_models.sqlite3") from None
    return url


def _token(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:\S+", secret.get_secret_value()):
        raise ValueError("must be a bot token as BotFather gives it: digits, a colon, letters")
    return secret


Key = Annotated[SecretStr, AfterValidator(_key)]


class Settings(BaseSettings):
    """What an operator decides. Everything has a default for a first run, but for the servers of `yabot serve`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    mongodb_uri: str | None = Field(None, description="MongoDB replica set of the log, with the database's name")
    redis_url: str | None = Field(None, description="Redis or valkey for the fan-out; without one nothing is published")
    read_models_url: Annotated[str, AfterValidator(_read_models)] | None = Field(
        None, description="SQLAlchemy URL of the read models; else in the data folder"
    )
    vault_uri: str | None = Field(None, description="MongoDB of the identity vault; else that of the log")
    data_dir: Annotated[Path, AfterValidator(_folder)] = Field(
        Path("data"), description="Folder of the read models, keys and embedded servers"
    )
    content_dir: Path = Field(CONTENT, description="Folder of the community's content pack")
    locale: Literal["es", "en"] | None = Field(
        None, description="Language of those who have not chosen one; else the content's"
    )
    timezone: Annotated[str, AfterValidator(_time_zone)] | None = Field(
        None, description="Time zone of those who have not chosen one; else the content's"
    )
    telegram_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="Bot token from BotFather; without one no Telegram"
    )
    telegram_api: str = Field("https://api.telegram.org", description="Base of a Bot API server")
    telegram_webhook_url: str | None = Field(None, description="Public https URL; without one the bot polls")
    telegram_webhook_secret: SecretStr | None = Field(None, description="Secret token that Telegram sends along")
    secret_key: Key | None = Field(None, description="Master key of the vault, base64 of 32 bytes")
    hmac_key: Key | None = Field(None, description="Key of the vault's index, base64 of 32 bytes; never rotated")
    http_host: str = Field("127.0.0.1", description="Address the API listens on")
    http_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8000, description="Port the API listens on; 0 takes a free one"
    )
    log_format: Literal["text", "json"] = Field("text", description="Form of the log lines")
    log_level: Annotated[Level, BeforeValidator(_level)] | None = Field(
        None, description="From which level on lines are logged; else WARNING in `dev` and INFO in `serve`"
    )
    redis_window: Annotated[int, Field(ge=1)] = Field(1_000_000, description="Events kept in the Redis stream")


def load_settings(**overrides: Any) -> Settings:
    """The settings in force. Raises WrongSetting with one line for each that can't be used."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise WrongSetting(
            "\n".join(_line(str(each["loc"][0]), each["msg"], each["input"]) for each in error.errors())
        ) from None


def _line(name: str, message: str, given: Any) -> str:
    shown = "" if name in _SECRETS else f", not {given!r}"
    return f"{PREFIX}{name.upper()}: {message.removeprefix('Value error, ')}{shown}"


_SECRETS = {name for name, each in Settings.model_fields.items() if "SecretStr" in str(each.annotation)}

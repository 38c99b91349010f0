"""The vault's keys: from the settings, or made once by `yabot dev` and kept in its folder."""

import json
import os
from pathlib import Path

from pydantic import SecretStr

from adapters.mongodb.vault_crypto import VaultKeys, new_keys
from yabot.settings import Settings, WrongSetting

FILE = "keys.json"


def vault_keys(settings: Settings) -> VaultKeys:
    """Raises WrongSetting where one is missing, and VaultKeyWrong where one is no key."""
    for name, value in (("YABOT_SECRET_KEY", settings.secret_key), ("YABOT_HMAC_KEY", settings.hmac_key)):
        if value is None:
            raise WrongSetting(f"{name}: is missing; `openssl rand -base64 32` makes one, which you keep for good")
    assert settings.secret_key is not None and settings.hmac_key is not None
    return VaultKeys.parse(settings.secret_key.get_secret_value(), settings.hmac_key.get_secret_value())


def with_kept_keys(settings: Settings, *, making: bool) -> Settings:
    """The settings with the keys of `DIR/keys.json`, where they name none; `making` makes the file if need be."""
    if settings.secret_key is not None and settings.hmac_key is not None:
        return settings
    file = settings.data_dir / FILE
    if not file.exists():
        if not making:
            return settings
        write_private(file, new_keys())
    kept = json.loads(file.read_text())
    return settings.model_copy(
        update={
            "secret_key": settings.secret_key or SecretStr(kept["YABOT_SECRET_KEY"]),
            "hmac_key": settings.hmac_key or SecretStr(kept["YABOT_HMAC_KEY"]),
        }
    )


def write_private(file: Path, content: object) -> None:
    """Writes JSON that only its owner can read, whole or not at all."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(content, indent=2) + "\n")
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(file)) from error  # nobody knows the name aside

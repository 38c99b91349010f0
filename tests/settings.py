"""The settings of a program that a test starts."""

from pathlib import Path
from typing import Any

from yabot.keys import with_kept_keys
from yabot.settings import Settings


def settings_of(mongodb_uri: str, folder: Path, **others: Any) -> Settings:
    """Settings that the environment and `.env` have no part in."""
    settings = Settings(_env_file=None, mongodb_uri=mongodb_uri, data_dir=folder, **others)
    return with_kept_keys(settings, making=True)

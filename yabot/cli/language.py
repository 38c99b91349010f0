"""The language in which the command line says what is wrong with files of admins, who may be no developers."""

from typing import Annotated

import typer

from domain.users import LANGUAGES
from yabot.settings import load_settings

Language = Annotated[
    str | None,
    typer.Option("--language", help="Of what is said of the file: es or en; else YABOT_LOCALE's, else en."),
]


def spoken_here(asked: str | None) -> str:
    """`es` or `en`. Raises BadParameter for another one that was asked for, and WrongSetting."""
    if asked is not None and asked not in LANGUAGES:
        raise typer.BadParameter(f"--language: {asked!r} is none of {', '.join(LANGUAGES)}")
    return asked or load_settings().locale or "en"

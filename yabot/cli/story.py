"""`yabot story`: a story checked, played in the terminal, and put in force."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.ink.check import Limits, check_folder, check_story
from adapters.ink.compile import compile_folder
from adapters.ink.sources import read_file
from yabot.cli.output import Json, say, say_json
from yabot.cli.story_figures import figures
from yabot.cli.story_migrate import migrate
from yabot.cli.story_play import File, play
from yabot.cli.story_reports import as_json, say_report
from yabot.cli.story_versions import publish, rollback, versions
from yabot.cli.story_watch import watch

MB = 1_000_000

story = typer.Typer(help="Stories in Ink: checked, played in the terminal, published.", no_args_is_help=True)


@story.command()
def check(
    file: File,
    json: Json = False,
    walks: Annotated[int, typer.Option(help="Random walks through the story.", min=1)] = Limits().walks,
    steps: Annotated[int, typer.Option(help="Choices of one walk at most.", min=1)] = Limits().steps,
    seconds: Annotated[int, typer.Option(help="How long the walks may take.", min=1)] = Limits().seconds,
    memory: Annotated[int, typer.Option(help="Megabytes that the walks may take.", min=64)] = Limits().memory // MB,
) -> None:
    """Looks through a story before anybody plays it: what it names, where it leads, whether it loops or crashes."""
    limits = Limits(walks=walks, steps=steps, seconds=seconds, memory=memory * MB)
    if file.is_dir():
        report = check_folder(file, limits)
    else:
        source, language = read_file(file), _language(file)
        sources = {language: source.ink} if source.ink else None
        report = check_story({language: source.compiled}, sources=sources, limits=limits)
    if json:
        say_json(as_json(report))
    else:
        say_report(report)
    if not report.ok:
        raise typer.Exit(1)


@story.command(name="compile")
def compile_story(
    folder: Annotated[Path, typer.Argument(help="A story's folder.", exists=True, file_okay=False)], json: Json = False
) -> None:
    """Compiles a story's languages and writes their hashes into its story.yaml, as a release needs them.

    Without a compiler on PATH, what Inky has exported is taken.
    """
    languages = compile_folder(folder)
    if json:
        say_json({"folder": str(folder), "languages": languages})
    else:
        say(f"{folder}: {', '.join(languages)}")


def _language(file: Path) -> str:
    """`correo.es.json` is in Spanish."""
    return file.suffixes[-2].removeprefix(".") if len(file.suffixes) > 1 else "story"


for command in (play, publish, versions, rollback, migrate, watch, figures):
    story.command()(command)

"""`yabot story`: a story checked, played in the terminal, and put in force."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from adapters.ink.check import Limits, check_folder, check_story
from adapters.ink.sources import read_file, read_folder
from domain.story_step import with_name
from yabot.cli.failing import Failed
from yabot.cli.output import Json, facts, say, say_json, say_json_line
from yabot.cli.playing import Place, Player
from yabot.cli.story_reports import as_json, say_report
from yabot.cli.story_versions import publish, rollback, versions

story = typer.Typer(help="Stories in Ink: checked, played in the terminal, published.", no_args_is_help=True)
for command in (publish, versions, rollback):
    story.command()(command)

File = Annotated[
    Path, typer.Argument(help="A story's folder, its compiled .json, or .ink where a compiler is on PATH.", exists=True)
]


@story.command()
def check(
    file: File,
    json: Json = False,
    walks: Annotated[int, typer.Option(help="Random walks through the story.", min=1)] = Limits().walks,
    seconds: Annotated[int, typer.Option(help="How long the walks may take.", min=1)] = Limits().seconds,
) -> None:
    """Looks through a story before anybody plays it: what it names, where it leads, whether it loops or crashes."""
    limits = Limits(walks=walks, seconds=seconds)
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


@story.command()
def play(
    file: File,
    language: Annotated[str | None, typer.Option(help="Of a folder with several; the first by default.")] = None,
    besitos: Annotated[int, typer.Option(help="What you have to spend.", min=0)] = 100,
    level: Annotated[int, typer.Option(help="Your level.", min=1)] = 1,
    vip: Annotated[bool, typer.Option("--vip", help="You are a VIP.")] = False,
    item: Annotated[list[str] | None, typer.Option(help="An item or hint you have; may be given again.")] = None,
    mission: Annotated[list[str] | None, typer.Option(help="A mission you have done; may be given again.")] = None,
    remember: Annotated[list[str] | None, typer.Option(help="What the story remembers of you.")] = None,
    name: Annotated[str, typer.Option(help="What it calls you.")] = "Ana",
    seed: Annotated[int, typer.Option(help="Of what is left to chance.", min=0, max=2**31 - 1)] = 1,
    json: Json = False,
) -> None:
    """Plays a story with the real runtime; needs no server. With --json: a place a line, choices read from input.

    At the prompt: a number chooses, `b` goes back a step, `s` shows what you have, `q` ends.
    """
    player = Player(
        _chosen(file, language),
        besitos=besitos,
        level=level,
        vip=vip,
        has=item or [],
        done=mission or [],
        remembered=remember or [],
        seed=seed,
    )
    if json:
        _play_by_lines(player, name)
    else:
        _play_at_prompt(player, name)


def _chosen(file: Path, language: str | None) -> str:
    """The compiled story."""
    if not file.is_dir():
        return read_file(file).compiled
    languages = read_folder(file).files.compiled
    if language is None:
        return next(iter(languages.values()))
    if language not in languages:
        raise typer.BadParameter(f"{file} has no language {language}; there are {', '.join(languages)}")
    return languages[language]


def _language(file: Path) -> str:
    """`correo.es.json` is in Spanish."""
    return file.suffixes[-2].removeprefix(".") if len(file.suffixes) > 1 else "story"


# --- at the prompt ---------------------------------------------------------------------------------------------------


def _play_at_prompt(player: Player, name: str) -> None:
    _show(player.place, name)
    while not player.place.step.ended:
        answer = _asked()
        if answer in (None, "q"):
            return
        if answer == "s":
            facts(player.standing())
        elif answer == "b":
            if player.back():
                _show(player.place, name)
            else:
                say("There is nothing before this.", style="dim")
        elif not answer.isdecimal() or not 1 <= int(answer) <= len(player.place.step.choices):
            say("A number, `b` to go back, `s` for what you have, `q` to end.", style="dim")
        elif (obstacle := player.obstacle(int(answer) - 1)) is not None:
            say(obstacle, style="yellow")
        else:
            player.choose(int(answer) - 1)
            _show(player.place, name)


def _asked() -> str | None:
    """What was typed; None at the end of the input."""
    try:
        answer = input("> " if sys.stdin.isatty() else "")
    except EOFError:
        return None
    return answer.strip().lower()


def _show(place: Place, name: str) -> None:
    if told := _told(place.given):
        say(told, style="green")
    say()
    for line in place.step.lines:
        if line.text:
            say(with_name(line.text, name))
            say()
    for number, choice in enumerate(place.step.choices, start=1):
        text = Text(f"{number:>3}  ", style="bold").append(Text(with_name(choice.text, name), style="not bold"))
        if choice.effects.cost:
            text.append(f"  {choice.effects.cost} besitos", style="not bold yellow")
        for gate in choice.gates:
            text.append(f"  {'VIP' if gate.why == 'vip' else f'{gate.why} {gate.needs}'}", style="not bold magenta")
        say(text)
    say(f"     [{place.step.place}]  {place.besitos} besitos", style="dim")
    if place.step.ended:
        say("The end.", style="bold")


def _told(given: Mapping[str, Any]) -> str:
    signs = {"cost": "-{} besitos", "reward": "+{} besitos"}
    parts = [signs[name].format(value) for name, value in given.items() if name in signs]
    parts += [
        f"{name}: {', '.join(value) if isinstance(value, list | tuple) else value}"
        for name, value in given.items()
        if name not in signs
    ]
    return " · ".join(parts)


# --- by lines --------------------------------------------------------------------------------------------------------


def _play_by_lines(player: Player, name: str) -> None:
    say_json_line(_as_json(player, name))
    for line in sys.stdin:
        if player.place.step.ended:
            return
        answer = line.strip()
        if not answer.isdecimal() or not int(answer) < len(player.place.step.choices):
            raise Failed(f"{answer!r} is no choice; there are 0 to {len(player.place.step.choices) - 1}")
        if (obstacle := player.obstacle(int(answer))) is not None:
            raise Failed(obstacle)
        player.choose(int(answer))
        say_json_line(_as_json(player, name))


def _as_json(player: Player, name: str) -> dict[str, Any]:
    place, step = player.place, player.place.step
    return {
        "place": step.place,
        "text": with_name(step.text, name),
        "choices": [
            {
                "index": choice.index,
                "text": with_name(choice.text, name),
                "cost": choice.effects.cost,
                "locked": player.locked(choice),
            }
            for choice in step.choices
        ],
        "given": place.given,
        "ended": step.ended,
        **player.standing(),
    }

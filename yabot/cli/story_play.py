"""`yabot story play`: a story in the terminal."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from adapters.ink.playing import NoSuchKnot, Player, Purse
from adapters.ink.sources import read_file, read_folder
from domain.story_gates import Why
from domain.story_step import with_name
from yabot.cli.failing import Failed
from yabot.cli.output import Json, facts, say, say_json_line

File = Annotated[
    Path, typer.Argument(help="A story's folder, its compiled .json, or .ink where a compiler is on PATH.", exists=True)
]

OPENED_BY: Mapping[Why, str] = {
    "vip": "That is for VIPs: --vip",
    "level": "That takes level {0}: --level {0}",
    "mission": "That comes after a mission: --mission {0}",
    "item": "That takes something to have: --item {0}",
}
"""What a locked choice says, with the option that opens it."""


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
    knot: Annotated[
        str | None, typer.Option("--from", help="Begin at this knot, as one who comes from nowhere.")
    ] = None,
    show_variables: Annotated[bool, typer.Option("--show-variables", help="Show them at every place.")] = False,
    json: Json = False,
) -> None:
    """Plays a story with the real runtime; needs no server. With --json: a place a line, choices read from input.

    At the prompt: a number chooses, `b` goes back a step, `s` shows what you have, `v` the story's variables, `q` ends.
    """
    purse = Purse(besitos, level, vip, item or (), mission or (), remember or ())
    try:
        player = Player(_chosen(file, language), purse, seed, knot=knot)
    except NoSuchKnot as unknown:
        raise typer.BadParameter(str(unknown)) from None
    if json:
        _play_by_lines(player, name)
    else:
        _play_at_prompt(player, name, show_variables)


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


# --- at the prompt ---------------------------------------------------------------------------------------------------


def _play_at_prompt(player: Player, name: str, telling: bool) -> None:
    _show(player, name, telling)
    while not player.place.step.ended:
        answer = _asked()
        if answer in (None, "q"):
            return
        if answer == "s":
            facts(player.standing())
        elif answer == "v":
            facts(player.variables)
        elif answer == "b":
            if player.back():
                _show(player, name, telling)
            else:
                say("There is nothing before this.", style="dim")
        elif not answer.isdecimal() or not 1 <= int(answer) <= len(player.place.step.choices):
            say("A number, `b` to go back, `s` for what you have, `v` for variables, `q` to end.", style="dim")
        elif (obstacle := _obstacle(player, int(answer) - 1)) is not None:
            say(obstacle, style="yellow")
        else:
            player.choose(int(answer) - 1)
            _show(player, name, telling)


def _asked() -> str | None:
    """What was typed; None at the end of the input."""
    try:
        answer = input("> " if sys.stdin.isatty() else "")
    except EOFError:
        return None
    return answer.strip().lower()


def _obstacle(player: Player, index: int) -> str | None:
    """Why this choice can't be taken now, None if it can."""
    if gate := player.closed(index):
        return OPENED_BY[gate.why].format(gate.needs)
    if not player.affordable(index):
        cost = player.place.step.choices[index].effects.cost
        return f"That costs {cost} besitos, and you have {player.place.besitos}: --besitos"
    return None


def _show(player: Player, name: str, telling: bool) -> None:
    place = player.place
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
    seen, whole = player.knots
    say(f"     [{place.step.place}]  {place.besitos} besitos  {seen} of {whole} knots", style="dim")
    if telling and (known := player.variables):
        facts(known, indent="     ")
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
        if (obstacle := _obstacle(player, int(answer))) is not None:
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
                "locked": player.closed(choice.index) is not None,
            }
            for choice in step.choices
        ],
        "given": place.given,
        "ended": step.ended,
        "variables": player.variables,
        "knots_seen": sorted(player.seen),
        **player.standing(),
    }

"""Reads a story along a given way, in a process of its own: `python -m adapters.ink.lone_reader`.

Started by adapters.ink.apart. Whatever the story does (crash, hang, fill the memory), it does it here. The way is told
anew from the opening each time: the same choices lead to the same place, so nothing of a reading is kept but them.
"""

import json
import resource
import sys
from typing import Any

from adapters.ink.compiled import StoryRefused
from adapters.ink.playing import Player, Purse
from domain.story_step import StoryBroken


def read(compiled: str, purse: Purse, way: list[int]) -> dict[str, Any]:
    """Where the way leads: a place, or what is the matter with its last choice."""
    player = Player(compiled, purse)
    for number, choice in enumerate(way, start=1):
        offered = player.place.step.choices
        if not 0 <= choice < len(offered):
            return {"not_offered": len(offered)}
        if number == len(way) and not player.affordable(choice):
            return {"too_dear": [offered[choice].effects.cost, player.place.besitos]}
        player.choose(choice)
    step = player.place.step
    return {
        "place": step.place,
        "lines": [line.text for line in step.lines if line.text],
        "choices": [
            {
                "text": each.text,
                "cost": each.effects.cost,
                "affordable": player.affordable(each.index),
                "gates": [[gate.why, gate.needs] for gate in each.gates],
            }
            for each in step.choices
        ],
        "besitos": player.place.besitos,
        "knots": player.knots,
        "ended": step.ended,
    }


def main() -> None:
    """Reads what to read from standard input, and answers with one line of JSON."""
    wanted = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (wanted["memory"], wanted["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (wanted["seconds"], wanted["seconds"]))
    try:
        told = read(wanted["compiled"], Purse(**wanted["purse"]), wanted["way"])
    except StoryBroken as broken:
        told = {"broken": [broken.place, broken.reason]}
    except StoryRefused as refused:
        told = {"broken": ["", str(refused)]}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()

"""Content and reactions for tests: small definitions, and the community's answers to what has happened."""

import asyncio
from typing import Any

from commands.bus import Bus
from commands.context import Command
from domain.achievements import AchievementDefinition
from domain.content import ContentPack
from domain.definitions import Text
from domain.missions import MissionDefinition
from domain.recorded import Recorded
from tests.unit.given import Scene, all_reactions

WORDS = Text(es="palabras", en="words")


def step(id: str = "gift", fact: str = "gift.claimed", target: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": id, "fact": fact, "target": target, "text": WORDS, **more}


def mission_like(id: str = "m", kind: str = "one_off", *steps: dict[str, Any], **more: Any) -> MissionDefinition:
    return MissionDefinition.model_validate(
        {
            "id": id,
            "kind": kind,
            "title": WORDS,
            "description": WORDS,
            "steps": steps or (step(),),
            "reward": {"besitos": 25, "experience": 5},
        }
        | more
    )


def goal(id: str = "gifts", fact: str = "gift.claimed", **more: Any) -> dict[str, Any]:
    return {"id": id, "fact": fact, "text": WORDS, **more}


def achievement_like(
    id: str = "a", goals: tuple[dict[str, Any], ...] = (), levels: tuple[dict[str, Any], ...] = (), **more: Any
) -> AchievementDefinition:
    return AchievementDefinition.model_validate(
        {"id": id, "title": WORDS, "description": WORDS, "goals": goals, "levels": levels} | more
    )


def level_of(name: str = "bronze", besitos: int = 5, **reach: int) -> dict[str, Any]:
    return {"level": name, "reach": reach, "reward": {"besitos": besitos}}


def reacted(event: Recorded, content: ContentPack, name: str) -> list[tuple[str, Command]]:
    """What the reaction of this name asks for when it reads `event`."""
    return list(all_reactions()[name].react(event, content))


def settle(scene: Scene, bus: Bus | None = None, begin: int = 0) -> Scene:
    """Runs all reactions over the log from `begin`, and over what they record, until nothing more follows."""
    asyncio.run(settled(scene, bus or scene.bus(), begin))
    return scene


async def settled(scene: Scene, bus: Bus, begin: int = 0) -> None:
    place = begin
    while place < len(scene.store.events):
        event = scene.store.events[place]
        for each in all_reactions().values():
            if event.topic in each.topics or (event.topic.startswith("external.") and "external.*" in each.topics):
                await each.run(bus, event)
        place += 1

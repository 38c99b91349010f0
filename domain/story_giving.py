"""What a story gives once: by which names it is known that a place has given it.

Rewards are known by place and amount, items by place, hints by themselves.
"""

from collections.abc import Collection
from dataclasses import replace

from domain.story_step import Effects


def ungiven(effects: Effects, place: str, given: Collection[str]) -> Effects:
    """`effects` without the rewards, items and hints of `place` that are among those `given`."""
    return replace(
        effects,
        reward=0 if _reward(place, effects) in given else effects.reward,
        items=tuple(item for item in effects.items if _item(place, item) not in given),
        hints=tuple(hint for hint in effects.hints if _hint(hint) not in given),
    )


def names(effects: Effects, place: str) -> list[str]:
    """The names under which it is kept that `place` has given these."""
    given = [_item(place, item) for item in effects.items] + [_hint(hint) for hint in effects.hints]
    return [_reward(place, effects), *given] if effects.reward else given


def _reward(place: str, effects: Effects) -> str:
    return f"{place}:{effects.reward}"


def _item(place: str, item: str) -> str:
    return f"{place}:{item}"


def _hint(hint: str) -> str:
    return f"*:{hint}"

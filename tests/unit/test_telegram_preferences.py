"""Choosing what one is told, and when one would rather sleep."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.callbacks import Prefer, owner_mark
from queries.users import user_view
from tests.telegram_mock import Phone
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/start")
    return phone


async def preferences(world: World, phone: Phone) -> dict[str, Any]:
    view = await world.reads.run(user_view, await world.user_id(phone))
    return dict(view.preferences)


async def test_a_kind_is_switched_off_and_on_again(world: World, ana: Phone) -> None:
    await ana.taps("Avisos")
    assert {"✅ 🎯 Juego", "✅ 💬 Gente", "⬜ 🏆 Puestos", "✅ 📣 Anuncios", "✓ Todo"} <= set(ana.labels)
    await ana.taps("Juego")
    assert "⬜ 🎯 Juego" in ana.labels
    await ana.taps("Puestos")
    assert await preferences(world, ana) == {"game": False, "ranks": True}
    await ana.taps("Juego")
    assert "✅ 🎯 Juego" in ana.labels


async def test_who_wants_only_what_matters_is_not_asked_about_the_rest(world: World, ana: Phone) -> None:
    await ana.writes("/avisos")
    await ana.taps("Lo importante")
    assert "✓ Lo importante" in ana.labels
    assert not any("Juego" in label for label in ana.labels)
    assert await preferences(world, ana) == {"notifications": "important"}


async def test_quiet_hours_are_chosen_in_two_taps_and_taken_back(world: World, ana: Phone) -> None:
    await ana.writes("/notifications")
    await ana.taps("Silencio: nunca")
    await ana.taps("23:00")
    assert "Desde las 23:00" in ana.screen
    assert [label for label in ana.labels if label.endswith(":00")][:2] == ["00:00", "01:00"]
    await ana.taps("08:00")
    assert "🌙 Silencio: 23:00–08:00" in ana.labels
    assert await preferences(world, ana) == {"quiet_hours": "23:00-08:00"}
    await ana.taps("Silencio")
    await ana.taps("Sin horas")
    assert await preferences(world, ana) == {"quiet_hours": "off"}


async def test_every_screen_leads_back_and_home(ana: Phone) -> None:
    await ana.writes("/avisos")
    await ana.taps("Silencio")
    await ana.taps("22:00")
    await ana.taps("Volver")
    await ana.taps("Volver")
    assert "¿Qué te cuento?" in ana.screen
    await ana.taps("Menú")
    assert "🔔 Avisos" in ana.labels


async def test_a_deep_link_leads_there(ana: Phone) -> None:
    await ana.writes("/start avisos")
    assert "¿Qué te cuento?" in ana.screen


@pytest.mark.parametrize(("name", "value"), [
    ("game", "yes"), ("weather", "1"), ("quiet_hours", "2300"), ("quiet_hours", "9900-0800"), ("notifications", "1"),
])  # fmt: skip
async def test_a_forged_button_is_answered_and_changes_nothing(world: World, ana: Phone, name: str, value: str) -> None:
    mark = owner_mark(await world.user_id(ana))
    await ana.taps_data(Prefer(owner=mark, name=name, value=value).pack())
    assert ana.pop_up is not None
    assert await preferences(world, ana) == {}


def membership(phone: Phone, status: str) -> dict[str, Any]:
    """What Telegram tells when a private chat's owner blocks the bot (`kicked`) or takes that back (`member`)."""
    bot = {"id": 1, "is_bot": True, "first_name": "Yabot"}
    standing = {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})
    other = {"status": "member", "user": bot}
    return {"my_chat_member": {
        "chat": phone.chat, "from": phone.user, "date": 1_772_452_800,
        "old_chat_member": other, "new_chat_member": standing,
    }}  # fmt: skip


async def test_blocking_the_bot_is_noted_at_once_and_taken_back(world: World, ana: Phone) -> None:
    calls = len(world.telegram.calls)
    await ana.deliver(membership(ana, "kicked"))
    await ana.deliver(membership(ana, "member"))
    told = [each.state["reach"] for each in world.store.events if each.topic == "user.reachability_changed"]
    assert told == ["blocked", "reachable"]
    assert len(world.telegram.calls) == calls


async def test_of_somebody_who_is_no_member_nothing_is_noted(world: World) -> None:
    stranger = world.phone(4_009, "Eva")
    await stranger.deliver(membership(stranger, "kicked"))
    assert world.store.events == []

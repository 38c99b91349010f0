"""Leaderboards in Telegram: names, medals, one's own place, and what the menu says of the next level."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.telegram.callbacks import Open, owner_mark
from commands.levels import GrantExperience
from commands.wallet import MoveBesitos
from tests.telegram_mock import Phone
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


async def somebody_with(world: World, number: int, besitos: int) -> Phone:
    phone = world.phone(4_000 + number, f"N{number}")
    await phone.writes("/start")
    if besitos:
        await world.give(MoveBesitos(await world.user_id(phone), besitos, "prize"), f"test:prize:{number}")
    return phone


async def test_the_best_ten_and_oneself_among_neighbours(world: World) -> None:
    phones = [await somebody_with(world, number, 200 - number) for number in range(14)]
    world.reads.catch_up()
    last = phones[-1]
    await last.writes("/ranking")
    lines = last.screen.splitlines()
    assert "Besitos ganados" in lines[0] and "esta semana" in lines[0]
    assert [line.split(" · ")[0] for line in lines[2:6]] == ["🥇 N0", "🥈 N1", "🥉 N2", "4. N3"]
    assert "…" in lines and lines[lines.index("…") + 1 :][:3] == ["12. N11 · 189", "13. N12 · 188", "14. N13 · 187"]
    assert "puesto 14" in last.screen


async def test_boards_and_periods_are_switched_in_place(world: World) -> None:
    phone = await somebody_with(world, 1, 0)
    await world.give(GrantExperience(await world.user_id(phone), 55, "x"), "test:xp")
    world.reads.catch_up()
    await phone.writes("/menu")
    await phone.taps("Ranking")
    assert "Aquí aún no tienes nada" in phone.screen and "Todavía está vacía" in phone.screen
    await phone.taps("⭐")
    assert "Experiencia" in phone.screen and "🥇 N1 · 55" in phone.screen
    await phone.taps("Siempre")
    assert "desde siempre" in phone.screen and "✓ Siempre" in phone.labels and "✓ ⭐" in phone.labels


async def test_a_forged_board_is_this_weeks_besitos(world: World) -> None:
    phone = await somebody_with(world, 1, 5)
    owner = owner_mark(await world.user_id(phone))
    for what in ("", "beauty-week", "besitos-century", "-"):
        await phone.taps_data(Open(owner=owner, screen="top", what=what).pack())
        assert "Besitos ganados" in phone.screen and "esta semana" in phone.screen


async def test_somebody_erased_is_nobody_by_name(world: World) -> None:
    gone, here = await somebody_with(world, 1, 50), await somebody_with(world, 2, 5)
    world.vault.erase(await world.user_id(gone))
    await here.writes("/ranking")
    assert "🥇 alguien" in here.screen


async def test_the_menu_says_how_far_the_next_level_is(world: World) -> None:
    phone = await somebody_with(world, 1, 0)
    await world.give(GrantExperience(await world.user_id(phone), 80, "x"), "test:xp")
    world.reads.catch_up()
    await phone.writes("/menu")
    assert "▰▰▰▰▱▱▱▱ faltan 40 de experiencia para el nivel 3" in phone.screen
    await world.give(GrantExperience(await world.user_id(phone), 1_000_000, "x"), "test:more")
    world.reads.catch_up()
    await phone.writes("/menu")
    assert "faltan" not in phone.screen

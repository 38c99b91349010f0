"""The store and the mochila as users meet them in Telegram, on the content that we ship."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.callbacks import Buy, Handle, Open, Present, item_mark, owner_mark, short
from adapters.telegram.screens import MAX_LABEL
from commands.levels import GrantExperience
from commands.membership import GrantMembership
from commands.mochila import GrantItem
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.referrals import referral_code
from tests.telegram_mock import Phone
from tests.telegram_world import World, default_pack


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


async def arrived(world: World, besitos: int = 0, **who: Any) -> Phone:
    phone = world.phone(**who)
    await phone.writes("/start")
    if besitos:
        await world.give(MoveBesitos(await world.user_id(phone), besitos, "test"), f"test:rich:{phone.user['id']}")
        world.reads.catch_up()
    return phone


async def has(world: World, phone: Phone, item: str, quantity: int = 1) -> None:
    await world.give(GrantItem(await world.user_id(phone), item, quantity, "test"), f"test:{item}:{phone.user['id']}")
    world.reads.catch_up()


def recorded(world: World, topic: str) -> list[Any]:
    return [event for event in world.store.events if event.topic == topic]


def repriced(item: str, price: int) -> ContentPack:
    """Our content, with another price of one item."""
    pack, _ = default_pack()
    plain = [each.model_copy(update={"price": price}) if each.item == item else each for each in pack.store]
    return pack.model_copy(update={"store": tuple(plain)})


# -- buying -----------------------------------------------------------------------------------------------------------


async def test_from_the_menu_to_something_of_ones_own(world: World) -> None:
    ana = await arrived(world, besitos=100)
    await ana.taps("Tienda")
    assert "Tienes 100 💋" in ana.screen
    await ana.taps("Para usar")
    assert "Chocolate espeso" in ana.screen and "25" in ana.screen
    await ana.taps("Chocolate espeso")
    assert "La cuchara se queda de pie" in ana.screen and "+15 de experiencia" in ana.screen
    assert "Para VIP, 20" in ana.screen
    await ana.taps("2 · 50")
    assert "Son 50 💋. Te quedarán 50." in ana.screen
    await ana.taps("Comprar")
    assert "Tuyo: ☕ Chocolate espeso × 2" in ana.screen and "te quedan 50" in ana.screen
    assert len(ana.messages) == 1
    (bought,) = recorded(world, "item.purchased")
    assert (bought.item, bought.quantity, bought.total, bought.user_id) == (
        "chocolate_espeso",
        2,
        50,
        await world.user_id(ana),
    )


async def test_a_double_tap_buys_once(world: World) -> None:
    ana = await arrived(world, besitos=100)
    await ana.taps_data(await opens(world, ana, "order", "galleta_suerte-1"))
    yes = ana.keyboard[0][0]["callback_data"]
    await ana.taps_data(yes)
    await ana.taps_data(yes)
    assert len(recorded(world, "item.purchased")) == 1
    assert "Tuyo" in ana.screen


async def test_a_price_that_changed_since_it_was_shown_is_asked_again(world: World) -> None:
    ana = await arrived(world, besitos=100)
    await ana.taps_data(await opens(world, ana, "order", "galleta_suerte-2"))
    world.bus.content = repriced("galleta_suerte", 20)
    await ana.taps("Comprar")
    assert "El precio acaba de cambiar" in ana.screen and "Son 40" in ana.screen
    assert recorded(world, "item.purchased") == []
    await ana.taps("Comprar por 40")
    (bought,) = recorded(world, "item.purchased")
    assert bought.total == 40


async def test_what_is_locked_says_how_to_open_it(world: World) -> None:
    ana = await arrived(world, besitos=1_000)
    for item, how in (
        ("antifaz_palco", "Si te haces VIP"),
        ("titulo_verbena", "desde el nivel 5"),
        ("pan_de_domingo", "se vende de nuevo el 8 de marzo a las 00:00"),
    ):
        await ana.taps_data(await opens(world, ana, "offer", item))
        assert how in ana.screen
        ways = [label for label in ana.labels if label not in ("‹ Volver", "🏠 Menú")]
        assert ways == (["🌟 Hacerme VIP"] if "VIP" in how else ["🎯 Misiones", "🏅 Logros"] if "nivel" in how else [])
        assert ("🌟 Hacerme VIP" in ana.labels) == ("VIP" in how)
    user_id = await world.user_id(ana)
    await world.give(GrantMembership(user_id, "vip_mes", "test"), "test:vip")
    await world.give(GrantExperience(user_id, 600, "test"), "test:level")
    world.reads.catch_up()
    for item in ("antifaz_palco", "titulo_verbena"):
        await ana.taps_data(await opens(world, ana, "offer", item))
        assert any(label.startswith("1 · ") for label in ana.labels)
    await ana.taps_data(await opens(world, ana, "offer", "tinta_violeta"))
    assert "tu precio VIP" in ana.screen and "55" in ana.screen


async def test_who_is_short_of_besitos_is_told_by_how_many(world: World) -> None:
    ana = await arrived(world, besitos=30)
    await ana.taps_data(await opens(world, ana, "offer", "chapa_barrio"))
    assert "Te faltan 10 besitos" in ana.screen
    await world.give(MoveBesitos(await world.user_id(ana), 10, "test"), "test:ten")
    world.reads.catch_up()
    await ana.taps_data(await opens(world, ana, "order", "chapa_barrio-1"))
    await world.give(MoveBesitos(await world.user_id(ana), -10, "test"), "test:ten-less")
    world.reads.catch_up()
    await ana.taps("Comprar")
    assert "cuesta 40 y tienes 30" in (ana.pop_up or "")
    assert "Te faltan 10 besitos" in ana.screen
    await world.give(MoveBesitos(await world.user_id(ana), 10, "test"), "test:ten-more")
    world.reads.catch_up()
    await ana.taps_data(await opens(world, ana, "offer", "chapa_barrio"))
    await ana.taps("1 · 40")
    await ana.taps("Comprar")
    assert "Tuyo" in ana.screen


async def test_the_last_one_is_shown_and_then_gone(world: World) -> None:
    ana = await arrived(world, besitos=3_000)
    await world.give(GrantExperience(await world.user_id(ana), 200, "test"), "test:level")
    world.reads.catch_up()
    await ana.taps_data(await opens(world, ana, "offer", "beso_de_plata"))
    assert "Solo queda 1" in ana.screen
    await ana.taps("1 · 2.500")
    await ana.taps("Comprar")
    await ana.taps_data(await opens(world, ana, "store", "collectible"))
    assert "Beso de plata · agotado" in ana.screen
    await ana.taps("Beso de plata")
    assert "se ha agotado" in ana.screen


@pytest.mark.parametrize(
    ("besitos", "what", "told"),
    [
        (30, "chapa_barrio-1", "Te faltan 10 besitos"),
        (100, "chapa_barrio-3", "Ahora puedes llevarte 2 como mucho"),
        (1_000, "clavel_rojo-5", "Ahora puedes llevarte 3 como mucho"),
        (3_000, "beso_de_plata-1", "nivel"),
    ],
)
async def test_nobody_is_asked_whether_to_buy_what_they_can_not(
    world: World, besitos: int, what: str, told: str
) -> None:
    ana = await arrived(world, besitos=besitos)
    await ana.taps_data(await opens(world, ana, "order", what))
    assert told in ana.screen and "Te quedarán" not in ana.screen
    assert not any("Comprar" in each for each in ana.labels)


async def test_a_limit_bounds_what_the_buttons_offer(world: World) -> None:
    ana = await arrived(world, besitos=1_000)
    await ana.taps_data(await opens(world, ana, "offer", "clavel_rojo"))
    assert [label for label in ana.labels if "💋" in label] == ["1 · 95 💋", "2 · 190 💋", "3 · 285 💋"]


@pytest.mark.parametrize("forged", ["-5", "0", "99999", "x", ""])
async def test_a_forged_quantity_harms_nobody(world: World, forged: str) -> None:
    ana = await arrived(world, besitos=100)
    await ana.taps_data(await opens(world, ana, "order", f"galleta_suerte-{forged}"))
    assert "Galleta de la suerte" in ana.screen
    owner = owner_mark(await world.user_id(ana))
    await ana.taps_data(f"k:{owner}:galleta_suerte:{forged}:c:1")
    assert all(event.quantity > 0 for event in recorded(world, "item.purchased"))


async def test_somebody_elses_button_buys_nothing(world: World) -> None:
    ana, bea = await arrived(world, besitos=100), await arrived(world, besitos=100, telegram_id=4_002, name="Bea")
    await ana.taps_data(await opens(world, ana, "order", "galleta_suerte-1"))
    await bea.taps_data(ana.keyboard[0][0]["callback_data"])
    assert recorded(world, "item.purchased") == []
    assert "otra persona" in (bea.pop_up or "")


def test_every_button_fits_with_the_longest_ids() -> None:
    longest, asked = "a" * 40, short(2**31)
    Buy(owner="aaaa", item=longest, quantity=short(1_000), price=short(1_000_000), asked=asked).pack()
    Handle(owner="aaaa", deed="make", what=longest, asked=asked).pack()
    Open(owner="aaaa", screen="order", what=f"{longest}-1000").pack()
    Present(owner="aaaa", code="a" * 12, item=item_mark(longest), asked=asked).pack()


def test_no_two_items_have_the_same_mark() -> None:
    pack, _ = default_pack()
    assert len({item_mark(item.id) for item in pack.items}) == len(pack.items)


# -- the mochila ------------------------------------------------------------------------------------------------------


async def test_an_empty_mochila_says_what_fills_it(world: World) -> None:
    ana = await arrived(world)
    await ana.taps("Mochila")
    assert "Tu mochila está vacía" in ana.screen and "🛍️ Tienda" in ana.labels


async def test_a_thing_is_used_once_for_each_time_it_was_shown(world: World) -> None:
    ana = await arrived(world)
    await has(world, ana, "chocolate_espeso", 2)
    await ana.writes("/mochila")
    await ana.taps("Chocolate espeso")
    use = next(b["callback_data"] for row in ana.keyboard for b in row if "Usar" in b["text"])
    await ana.taps_data(use)
    await ana.taps_data(use)
    assert len(recorded(world, "item.used")) == 1
    assert "Chocolate espeso: +15 de experiencia" in ana.screen and "Tienes 1." in ana.screen
    await ana.taps("Usar")
    assert "Ya no te queda ninguno" in ana.screen
    assert not any("Usar" in label for label in ana.labels)


async def test_a_hint_from_a_thing_is_read_and_kept(world: World) -> None:
    ana = await arrived(world)
    await has(world, ana, "lupa_cartero", 2)
    await ana.taps_data(await opens(world, ana, "thing", "lupa_cartero"))
    await ana.taps("Usar")
    assert "Pista. La estampilla azul" in ana.screen
    await ana.taps("Usar")
    assert "ya lo sabes" in (ana.pop_up or "")
    await ana.taps_data(await opens(world, ana, "hints", ""))
    assert "La estampilla azul" in ana.screen and "El correo" in ana.screen


async def test_what_is_worn_shows_beside_ones_name(world: World) -> None:
    ana = await arrived(world)
    await has(world, ana, "titulo_sereno")
    await has(world, ana, "clavel_rojo")
    for item in ("titulo_sereno", "clavel_rojo"):
        await ana.taps_data(await opens(world, ana, "thing", item))
        await ana.taps("Ponérmelo")
        assert "Lo llevas puesto" in ana.screen
    await ana.writes("/menu")
    assert "🎖 🌹 · 🌙 Sereno de guardia" in ana.screen
    await ana.taps_data(await opens(world, ana, "thing", "clavel_rojo"))
    await ana.taps("Quitármelo")
    await ana.taps("Volver")
    assert "Sereno de guardia · 🎖" in ana.screen and "solapa · 🎖" not in ana.screen


async def test_a_recipe_is_followed_and_a_secret_found_by_trying(world: World) -> None:
    ana = await arrived(world)
    for item, quantity in (("farolillo", 3), ("tinta_violeta", 1), ("galleta_suerte", 1)):
        await has(world, ana, item, quantity)
    await ana.writes("/mochila")
    await ana.taps("Combinar")
    assert "Guirnalda de balcón a balcón ← Farolillo de verbena 3/3" in ana.screen
    assert "2 pistas que aún no tienes" in ana.screen and "Carta anónima" not in ana.screen
    await ana.taps("⚗️ Guirnalda")
    assert "Anudas los tres farolillos" in ana.screen
    await ana.taps_data(await opens(world, ana, "mix", "tinta_violeta"))
    await ana.taps("Guirnalda")
    assert "no sale nada" in (ana.pop_up or "")
    await ana.taps("Galleta de la suerte")
    assert "De noche se lee otra cosa" in ana.screen and "Carta anónima" in ana.screen
    assert [event.recipe for event in recorded(world, "item.combined")] == ["balcon_a_balcon", "correo_del_corazon"]


async def test_a_made_up_tap_tells_nothing_of_a_secret(world: World) -> None:
    ana = await arrived(world)
    await has(world, ana, "galleta_suerte")
    for deed, what in (
        ("make", "correo_del_corazon"),
        ("mix", f"{item_mark('galleta_suerte')}.{item_mark('tinta_violeta')}"),
    ):
        owner = owner_mark(await world.user_id(ana))
        await ana.taps_data(Handle(owner=owner, deed=deed, what=what, asked=short(77)).pack())
        assert ana.pop_up and "inta" not in ana.pop_up and "uerte" not in ana.pop_up


async def test_a_full_mochila_is_paged(world: World) -> None:
    ana = await arrived(world)
    pack, _ = default_pack()
    twelve_and_some_more = pack.items[:20]
    for item in twelve_and_some_more:
        await has(world, ana, item.id)
    await ana.writes("/mochila")
    assert "1 de 2" in ana.screen
    await ana.taps("›")
    assert "2 de 2" in ana.screen
    assert all(len(label) <= MAX_LABEL for label in ana.labels)
    await ana.taps_data(await opens(world, ana, "mochila", "77"))
    assert "2 de 2" in ana.screen


# -- presents ---------------------------------------------------------------------------------------------------------


async def test_a_present_changes_hands_and_is_told(world: World) -> None:
    ana, bea = await arrived(world), await arrived(world, telegram_id=4_002, name="Bea")
    await has(world, ana, "farolillo", 2)
    await ana.writes(f"/regalar {referral_code(await world.user_id(bea))}")
    await ana.taps("Algo de mi mochila")
    assert "¿Qué le das a Bea?" in ana.screen
    await ana.taps("Farolillo")
    assert "Farolillo de verbena para Bea" in ana.screen
    yes = ana.keyboard[0][0]["callback_data"]
    await ana.taps_data(yes)
    await ana.taps_data(yes)
    assert "ya es de Bea" in ana.screen
    assert len(recorded(world, "item.given")) == 1
    await world.settle()
    assert "Regalo de Ana: Farolillo de verbena" in bea.screen
    assert not any("Ana" in repr(event) or "Bea" in repr(event) for event in world.store.events)


async def test_what_is_bound_and_oneself_are_no_presents(world: World) -> None:
    ana = await arrived(world)
    await has(world, ana, "llave_buzon")
    code = referral_code(await world.user_id(ana))
    await ana.taps_data(await opens(world, ana, "present", code))
    assert "esta ya es tuya" in (ana.pop_up or "")
    bea = await arrived(world, telegram_id=4_002, name="Bea")
    hers = referral_code(await world.user_id(bea))
    await ana.taps_data(await opens(world, ana, "present", hers))
    assert "nada que se pueda regalar" in ana.screen
    owner = owner_mark(await world.user_id(ana))
    await ana.taps_data(Present(owner=owner, code=hers, item=item_mark("llave_buzon"), asked="1").pack())
    assert "ni se regala ni se subasta" in (ana.pop_up or "")
    assert recorded(world, "item.given") == []


async def test_in_english_too(world: World) -> None:
    ana = await arrived(world, besitos=100, language="en")
    await ana.writes("/store")
    await ana.taps("To use")
    await ana.taps("Thick hot chocolate")
    assert "The spoon stands up in it" in ana.screen
    await ana.taps("1 · 25")
    await ana.taps("Buy for 25")
    assert "Yours: ☕ Thick hot chocolate" in ana.screen


async def opens(world: World, phone: Phone, screen: str, what: str) -> str:
    return Open(owner=owner_mark(await world.user_id(phone)), screen=screen, what=what).pack()

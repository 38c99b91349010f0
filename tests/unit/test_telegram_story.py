"""The story in the chat."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.telegram.callbacks import Choose, GoBack
from adapters.telegram.screens import MAX_LABEL
from commands.wallet import MoveBesitos
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
    await phone.writes("/story")
    return phone


def choices(phone: Phone) -> list[str]:
    """The labels of the choices that can be taken now."""
    return [label for label in phone.labels if re.match(r"\d+\.", label)]


async def walk(phone: Phone, until: str, most: int = 60) -> None:
    """Reads on, always trying what was not tried yet, until the newest passage offers a choice with `until`."""
    tried: dict[str, int] = {}
    for _ in range(most):
        if any(until in label for label in phone.labels):
            return
        open_choices = choices(phone)
        assert open_choices, f"the story ended without {until!r}: {phone.screen}"
        chosen = min(open_choices, key=lambda label: tried.get(phone.screen + label, 0))
        tried[phone.screen + chosen] = tried.get(phone.screen + chosen, 0) + 1
        await phone.taps(chosen)
    raise AssertionError(f"{until!r} did not come within {most} steps")


async def test_the_opening_is_shown_before_anything_is_recorded(world: World, ana: Phone) -> None:
    assert "El correo de las seis y nunca" in ana.screen.splitlines()[0]
    assert not [topic for topic in world.topics() if topic.startswith("story.")]


async def test_the_name_is_filled_in_when_the_message_is_sent(world: World) -> None:
    phone = world.phone(name="<i>Ñusta & co</i>")
    await phone.writes("/story")
    assert "<i>Ñusta & co</i>" in phone.screen
    assert "\ue000" not in phone.screen
    await phone.taps("1. ")
    assert all("Ñusta" not in repr(event) for event in world.store.events)


async def test_choices_are_told_in_full_and_numbered_on_short_buttons(ana: Phone) -> None:
    numbers = [label.split(".")[0] for label in choices(ana)]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    for label in choices(ana):
        number, words = label.split(". ", 1)
        assert len(label) <= MAX_LABEL
        line = next(line for line in ana.screen.splitlines() if line.startswith(f"{number}. "))
        assert line.removeprefix(f"{number}. ").startswith(words.rstrip("…"))


async def test_the_first_choice_begins_the_story(world: World, ana: Phone) -> None:
    await ana.taps("1. ")
    assert [t for t in world.topics() if t.startswith("story.")][:2] == ["story.started", "story.choice_made"]


async def test_what_was_chosen_stays_in_the_chat_and_its_buttons_go(ana: Phone) -> None:
    chosen = choices(ana)[2].split(". ", 1)[1].rstrip("…")
    await ana.taps("3. ")
    *_, before, after = ana.messages
    assert before["text"].splitlines()[-1].startswith(f"➤ {chosen}")
    assert "reply_markup" not in before
    assert after["reply_markup"]


async def test_a_choice_that_pays_says_what_it_paid(world: World, ana: Phone) -> None:
    await walk(ana, "gorra")
    await ana.taps("gorra")
    assert "+10 💋" in (ana.pop_up or "")
    assert [e.amount for e in world.store.events if e.topic == "wallet.credited"][:1] == [10]


async def test_a_price_is_shown_before_it_is_paid(world: World, ana: Phone) -> None:
    await walk(ana, "💋")
    label = next(label for label in ana.labels if "💋" in label)
    cost = int(re.search(r"(\d+) 💋", label)[1])  # type: ignore[index]
    await world.give(MoveBesitos(await world.user_id(ana), cost, "para la historia"), "http:x:1")
    await ana.writes("/story")
    await ana.taps(f"{cost} 💋")
    assert f"−{cost} 💋" in (ana.pop_up or "")
    assert world.store.events[-1].correlation_id == f"telegram:1:{ana.last_update['update_id']}"
    assert [e.amount for e in world.store.events if e.topic == "wallet.debited"] == [cost]


async def test_a_choice_for_vips_leads_to_the_plans_and_back_to_its_page(world: World, ana: Phone) -> None:
    for step in ("Bajar hacia el puerto", "Cine Capri"):
        await walk(ana, step)
        await ana.taps(step)
    page = ana.screen
    assert "(solo VIP)" in page
    await ana.taps("Hacerme VIP")
    assert "palco VIP" in ana.screen
    await ana.taps("Volver")
    assert ana.screen == page


async def test_what_is_too_dear_is_locked_and_says_why(world: World, ana: Phone) -> None:
    await walk(ana, "💋")
    user = await world.user_id(ana)
    balance = next(e.balance for e in reversed(world.store.events) if e.topic.startswith("wallet."))
    await world.give(MoveBesitos(user, -balance, "todo"), "http:x:1")
    await ana.writes("/story")
    locked = next(label for label in ana.labels if label.startswith("🔒") and "💋" in label)
    assert "aún no te alcanza" in ana.screen
    recorded = len(world.store.events)
    await ana.taps(locked)
    assert "Te faltan besitos" in (ana.pop_up or "")
    assert len(world.store.events) == recorded


async def test_a_tap_on_an_old_button_is_answered_kindly_and_changes_nothing(world: World, ana: Phone) -> None:
    old, button = ana.messages[-1], ana.keyboard[0][0]
    await ana.taps("1. ")
    recorded, shown = len(world.store.events), len(ana.messages)
    await ana.taps_data(button["callback_data"], old)
    assert "ya pasaste" in (ana.pop_up or "")
    assert (len(world.store.events), len(ana.messages)) == (recorded, shown)


async def test_a_choice_delivered_twice_is_one_choice_and_answered_again(world: World, ana: Phone) -> None:
    await ana.taps("1. ")
    recorded, passage = len(world.store.events), ana.screen
    await ana.again()
    assert len(world.store.events) == recorded
    assert ana.screen == passage


@pytest.mark.parametrize(
    ("turn", "offer", "choice"),
    [("zzzz", None, "0"), ("0", "00000000", "0"), ("0", None, "z"), ("!", None, "0"), ("0", None, "")],
)
async def test_a_made_up_choice_changes_nothing(
    world: World, ana: Phone, turn: str, offer: str | None, choice: str
) -> None:
    shown = Choose.unpack(ana.keyboard[0][0]["callback_data"])
    data = Choose(owner=shown.owner, story=shown.story, turn=turn, offer=offer or shown.offer, choice=choice)
    await ana.taps_data(data.pack())
    assert ana.pop_up
    assert not [topic for topic in world.topics() if topic.startswith("story.")]


@pytest.mark.parametrize("data", ["c:zzz", "c:zzz:correo", "c", "nada:zzz"])
async def test_a_button_that_is_none_of_ours_belongs_to_nobody(ana: Phone, data: str) -> None:
    await ana.taps_data(data)
    assert ana.pop_up and "otra persona" not in ana.pop_up


async def test_a_choice_of_a_story_that_does_not_exist_says_so(world: World, ana: Phone) -> None:
    shown = Choose.unpack(ana.keyboard[0][0]["callback_data"])
    await ana.taps_data(shown.model_copy(update={"story": "otra"}).pack())
    assert "ya no existe" in (ana.pop_up or "")


async def test_a_story_read_to_its_end_can_be_read_again(world: World, ana: Phone) -> None:
    await world.give(MoveBesitos(await world.user_id(ana), 5_000, "para leer"), "http:x:1")
    await ana.writes("/story")
    await walk(ana, "Leer otra vez", most=120)
    assert "Fin." in ana.screen
    before = world.topics().count("story.started")
    await ana.taps("Leer otra vez")
    assert world.topics().count("story.started") == before + 1
    assert "El correo de las seis y nunca" in ana.screen.splitlines()[0]


async def test_an_ending_leads_to_the_next_chapter_which_stands_on_the_shelf_from_then_on(
    world: World, ana: Phone
) -> None:
    await world.give(MoveBesitos(await world.user_id(ana), 5_000, "para leer"), "http:x:1")
    await ana.writes("/story")
    await walk(ana, "La hora que falta", most=120)
    await ana.taps("La hora que falta")
    assert "Mirar de cerca la pared" in ana.screen
    assert "jefatura_interina" not in repr(world.store.events)
    await ana.writes("/story")
    assert [label for label in ana.labels if "El correo" in label or "La hora" in label] == [
        "📮 El correo de las seis y nunca",
        "🕕 La hora que falta",
    ]


async def test_the_story_is_read_in_the_users_language(world: World) -> None:
    phone = world.phone(language="en")
    await phone.writes("/story")
    assert "thimble" in phone.screen or "letter" in phone.screen


async def test_a_hint_stands_above_the_passage_that_gave_it(ana: Phone) -> None:
    await walk(ana, "Estudiar la estampilla")
    await ana.taps("Estudiar la estampilla")
    assert ana.pop_up == "🔎 Nueva pista"
    assert ana.screen.startswith("🔎 Pista. La estampilla azul")


async def at_a_checkpoint(world: World, ana: Phone) -> int:
    """Reads two choices past the first checkpoint; how many events there are then."""
    await walk(ana, "gorra")
    await ana.taps("gorra")
    while "story.checkpoint_reached" not in world.topics():
        await ana.taps("1. ")
    for _ in range(2):
        await ana.taps("1. ")
    return len(world.store.events)


async def test_before_any_checkpoint_there_is_no_way_back(ana: Phone) -> None:
    assert not [label for label in ana.labels if "Volver atrás" in label]


async def test_going_back_says_what_is_lost_and_asks_first(world: World, ana: Phone) -> None:
    recorded = await at_a_checkpoint(world, ana)
    await ana.taps("Volver atrás")
    assert "¿A qué momento quieres volver?" in ana.screen
    await ana.taps("La gorra y la bolsa")
    assert "Pierdes tus últimas 2 elecciones" in ana.screen and "no vuelven" in ana.screen
    assert len(world.store.events) == recorded
    await ana.taps("Sí, volver")
    assert world.topics()[recorded:] == ["story.went_back"]
    assert "La gorra te queda grande" in ana.screen
    balance = [event.balance for event in world.store.events if event.topic.startswith("wallet.")][-1]
    await ana.taps("1. ")
    assert [e.balance for e in world.store.events if e.topic.startswith("wallet.")][-1] == balance


async def test_beginning_again_says_what_is_lost_and_asks_first(world: World, ana: Phone) -> None:
    for _ in range(2):
        await ana.taps("1. ")
    await ana.taps("Volver atrás")
    await ana.taps("Desde el principio")
    recorded, asked, button = len(world.store.events), ana.messages[-1], ana.keyboard[0][0]["callback_data"]
    assert "tus 2 elecciones" in ana.screen and "no vuelven" in ana.screen
    await ana.taps("Sí, empezar de nuevo")
    assert world.topics()[recorded:] == ["story.started"]
    assert "El correo de las seis y nunca" in ana.screen.splitlines()[0]
    recorded = len(world.store.events)
    await ana.again()
    assert len(world.store.events) == recorded and "El correo" in ana.screen
    await ana.taps_data(button, asked)
    assert len(world.store.events) == recorded and "ya pasaste" in (ana.pop_up or "")
    await ana.taps_data(button.rsplit(":", 1)[0] + ":!", asked)
    assert len(world.store.events) == recorded and "ya pasaste" in (ana.pop_up or "")


async def test_who_has_read_on_meanwhile_is_not_taken_back_by_an_old_button(world: World, ana: Phone) -> None:
    await at_a_checkpoint(world, ana)
    passage = ana.messages[-1]
    choice = ana.keyboard[0][0]["callback_data"]
    await ana.taps("Volver atrás")
    await ana.taps("La gorra y la bolsa")
    old = ana.keyboard[0][0]["callback_data"]
    await ana.taps_data(choice, passage)
    recorded = len(world.store.events)
    await ana.taps_data(old, passage)
    assert "ya pasaste" in (ana.pop_up or "")
    assert len(world.store.events) == recorded


@pytest.mark.parametrize(("turn", "place"), [("!", "0"), ("zz", "0"), (None, "zz"), (None, "-1"), (None, "")])
async def test_a_made_up_way_back_changes_nothing(world: World, ana: Phone, turn: str | None, place: str) -> None:
    recorded = await at_a_checkpoint(world, ana)
    await ana.taps("Volver atrás")
    shown = GoBack.unpack(ana.keyboard[0][0]["callback_data"])
    made_up = shown.model_copy(update={"turn": turn or shown.turn, "place": place, "sure": True})
    await ana.taps_data(made_up.pack())
    assert ana.pop_up
    assert len(world.store.events) == recorded

"""The session without Telegram is as strict as Telegram."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputPollOption

from adapters.telegram.dispatcher import simulated_bot
from adapters.telegram.session import SimulatorSession
from tests.telegram_world import CONTENT, WorldClock

CHAT = {"id": 7, "type": "private", "first_name": "Ana"}
FIRST = 1_000_000_041
OPTIONS = [InputPollOption(text="a"), InputPollOption(text="b")]


@pytest.fixture
def telegram() -> tuple[Bot, SimulatorSession]:
    bot, session = simulated_bot(WorldClock())
    session.seen({"update_id": 1, "message": {"message_id": FIRST, "chat": CHAT}})
    return bot, session


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows))


def key(data: str = "x", text: str = "ok") -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


async def test_a_message_gets_the_next_number_of_its_chat(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, _ = telegram
    message = await bot.send_message(7, "<b>hola</b>", reply_markup=keyboard([key()]))
    assert (message.message_id, message.text, message.html_text) == (FIRST + 1, "hola", "<b>hola</b>")
    assert message.reply_markup is not None


async def test_a_later_run_numbers_messages_and_polls_after_those_of_an_earlier_one() -> None:
    clock, numbers = WorldClock(), list[tuple[int, int]]()
    for _ in range(2):
        bot, session = simulated_bot(clock)
        session.seen({"update_id": 1, "message": {"message_id": 1, "chat": CHAT}})
        sent = [await bot.send_poll(7, "?", OPTIONS, is_anonymous=False) for _ in range(2)]
        numbers += [(message.message_id, int(message.poll.id)) for message in sent if message.poll is not None]
        assert session.last_message_in(8) < sent[0].message_id
        clock.pass_time(seconds=10)
    assert len(numbers) == 4
    assert [each[0] for each in numbers] == sorted({each[0] for each in numbers})
    assert [each[1] for each in numbers] == sorted({each[1] for each in numbers})


async def test_calls_are_recorded_with_parameters_and_result(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    await bot.send_message(7, "hola")
    call = session.calls[-1].as_json()
    assert (call["method"], call["params"]["text"], call["result"]["text"], call["chat_id"]) == (
        "sendMessage",
        "hola",
        "hola",
        7,
    )
    assert session.calls.after(call["id"]) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "message text is empty"),
        ("   ", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("💋" * 2049, "message is too long"),
        ("<div>x</div>", "Unsupported start tag"),
    ],
)
async def test_bad_text_is_refused(telegram: tuple[Bot, SimulatorSession], text: str, said: str) -> None:
    bot, session = telegram
    with pytest.raises(TelegramBadRequest, match=said):
        await bot.send_message(7, text)
    assert session.calls[-1].error is not None
    assert session.messages_in(7) == []


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (keyboard([key("x" * 65)]), "BUTTON_DATA_INVALID"),
        (keyboard([key("ñ" * 33)]), "BUTTON_DATA_INVALID"),
        (keyboard([key(text="")]), "must be non-empty"),
        (keyboard([InlineKeyboardButton(text="none")]), "unallowed"),
        (keyboard([key()] * 9), "too long"),
        (keyboard(*[[key()]] * 101), "too long"),
    ],
)
async def test_bad_keyboards_are_refused(
    telegram: tuple[Bot, SimulatorSession], markup: InlineKeyboardMarkup, said: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=said):
        await telegram[0].send_message(7, "x", reply_markup=markup)


async def test_64_bytes_of_data_are_allowed(telegram: tuple[Bot, SimulatorSession]) -> None:
    await telegram[0].send_message(7, "x", reply_markup=keyboard([key("x" * 64)]))


async def test_an_edit_changes_the_message(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    message = await bot.send_message(7, "uno", reply_markup=keyboard([key()]))
    edited = await bot.edit_message_text("dos", chat_id=7, message_id=message.message_id)
    assert edited != message
    assert [each["text"] for each in session.messages_in(7)] == ["dos"]
    assert "reply_markup" not in session.messages_in(7)[0]


async def test_an_edit_that_changes_nothing_is_refused(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, _ = telegram
    message = await bot.send_message(7, "<b>uno</b>")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("<b>uno</b>", chat_id=7, message_id=message.message_id)


@pytest.mark.parametrize("message_id", [41, 999])
async def test_only_messages_of_the_bot_can_be_edited(telegram: tuple[Bot, SimulatorSession], message_id: int) -> None:
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await telegram[0].edit_message_text("x", chat_id=7, message_id=message_id)


async def test_a_deleted_message_is_gone(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    message = await bot.send_message(7, "uno")
    await bot.delete_message(7, message.message_id)
    assert session.messages_in(7) == []
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(7, message.message_id)


async def test_a_tap_is_answered_once(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    session.seen({"callback_query": {"id": "t1", "from": {"id": 7}, "message": {"message_id": 42, "chat": CHAT}}})
    await bot.answer_callback_query("t1", text="hola")
    assert session.calls[-1].chat_id == 7
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("t1")


async def test_a_tap_that_nobody_made_cannot_be_answered(telegram: tuple[Bot, SimulatorSession]) -> None:
    with pytest.raises(TelegramBadRequest, match="query ID is invalid"):
        await telegram[0].answer_callback_query("t2")


async def test_a_pop_up_has_200_characters(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    session.seen({"callback_query": {"id": "t1", "from": {"id": 7}}})
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query("t1", text="x" * 201)


async def test_who_never_wrote_and_who_blocked_the_bot_get_nothing(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(8, "x")
    session.block(7)
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(7, "x")


async def test_what_the_simulator_does_not_know_is_an_error(telegram: tuple[Bot, SimulatorSession]) -> None:
    with pytest.raises(TelegramNotFound, match="no method sendDice"):
        await telegram[0].send_dice(7)


async def test_waiting_for_calls_ends_with_the_next_one(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    waiting = asyncio.create_task(session.calls.wait(0, 10))
    await asyncio.gather(asyncio.sleep(0), bot.send_message(7, "hola"))
    assert [call.method for call in await waiting] == ["sendMessage"]
    assert await session.calls.wait(99, 0.0) == []


async def test_calls_are_collected_for_the_one_who_caused_them(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram

    async def act(text: str) -> list[Any]:
        with session.calls.collecting() as calls:
            await bot.send_message(7, text)
            await asyncio.sleep(0)
            await bot.send_message(7, text)
        return [call.params["text"] for call in calls]

    assert await asyncio.gather(act("a"), act("b")) == [["a", "a"], ["b", "b"]]


PICTURE = (CONTENT / "stories" / "correo" / "pictures" / "faro.png").read_bytes()


async def test_a_photo_is_uploaded_once_and_then_known_by_its_id(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    sent = await bot.send_photo(7, BufferedInputFile(PICTURE, "faro.png"), caption="<b>El faro</b>")
    assert sent.photo and (sent.photo[-1].width, sent.photo[-1].height) == (800, 450)
    assert (sent.caption, sent.html_text) == ("El faro", "<b>El faro</b>")
    again = await bot.send_photo(7, sent.photo[-1].file_id)
    assert again.photo == sent.photo and again.caption is None
    data, picture = session.photos.find(sent.photo[-1].file_id) or (b"", None)
    assert data == PICTURE and picture is not None and picture.media_type == "image/png"


async def test_a_photo_that_telegram_would_not_take_is_refused(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, _ = telegram
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(7, "photo-of-another-bot")
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(7, BufferedInputFile(b"GIF89a", "faro.gif"))
    with pytest.raises(TelegramBadRequest, match="caption is too long"):
        await bot.send_photo(7, BufferedInputFile(PICTURE, "faro.png"), caption="💋" * 513)
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_photo(7, BufferedInputFile(PICTURE, "faro.png"), caption="<b>El faro")


async def test_a_photo_has_a_caption_to_edit_and_no_text(telegram: tuple[Bot, SimulatorSession]) -> None:
    bot, session = telegram
    sent = await bot.send_photo(7, BufferedInputFile(PICTURE, "faro.png"), reply_markup=keyboard([key()]))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("El faro", chat_id=7, message_id=sent.message_id)
    await bot.edit_message_caption(chat_id=7, message_id=sent.message_id, caption="El faro")
    (message,) = session.messages_in(7)
    assert (message["caption"], "photo" in message, "reply_markup" in message) == ("El faro", True, False)
    text = await bot.send_message(7, "hola")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=7, message_id=text.message_id, caption="El faro")

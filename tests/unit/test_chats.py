import pytest

from commands.chats import LeaveChat, MigrateChat, NoteStanding
from domain.chats import ADMINISTRATOR, Chat, ChatLeft, RightMissing, missing_rights
from domain.errors import InvalidValue, NotFound
from tests.unit.given import Topic, given, nothing_at_all

PLAZA, OTHER = "c000000000000001", "c000000000000002"
chat = Topic("chat")


def here(kind: str = "group", standing: str = "member", *rights: str, of: str = PLAZA):
    return chat.registered(kind=kind, standing=standing, rights=list(rights), of=of)


def test_the_bot_comes_into_a_group():
    given(nothing_at_all).when(NoteStanding(PLAZA, "group", "member")).records(
        chat.registered(kind="group", standing="member", rights=[])
    )


def test_rights_are_noted_in_one_order_and_once():
    given(here("channel")).when(
        NoteStanding(PLAZA, "channel", "administrator", ("can_post_messages", "can_edit_messages", "can_post_messages"))
    ).records(chat.rights_changed(standing="administrator", rights=["can_edit_messages", "can_post_messages"]))


def test_what_is_known_is_not_noted_again():
    given(here("group", "administrator", "can_pin_messages")).when(
        NoteStanding(PLAZA, "group", "administrator", ("can_pin_messages",))
    ).records_nothing()


def test_the_bot_is_taken_out_once():
    scene = given(here()).when(LeaveChat(PLAZA)).records(chat.left(reason="removed"))
    scene.when(LeaveChat(PLAZA)).records_nothing()


def test_it_comes_back():
    given(here(), chat.left(of=PLAZA)).when(NoteStanding(PLAZA, "group", "member")).records(chat.registered())


@pytest.mark.parametrize(("kind", "standing"), [("private", "member"), ("group", "owner"), ("", "")])
def test_what_telegram_never_says_is_refused(kind: str, standing: str):
    given(nothing_at_all).when(NoteStanding(PLAZA, kind, standing)).refuses(InvalidValue)


def test_a_group_becomes_a_supergroup_once():
    scene = given(here()).when(MigrateChat(PLAZA, OTHER)).records(chat.migrated(kind="supergroup"))
    scene.when(MigrateChat(PLAZA, OTHER)).records_nothing()


def test_what_was_noted_of_the_supergroup_under_another_id_holds_for_the_group():
    given(here(), here("supergroup", "administrator", of=OTHER)).when(MigrateChat(PLAZA, OTHER)).records(
        chat.migrated(kind="supergroup"),
        chat.rights_changed(standing="administrator", rights=[]),
        chat.left(reason="merged"),
    )


def test_rights_in_the_supergroup_may_be_told_before_the_move():
    scene = given(here()).when(NoteStanding(PLAZA, "supergroup", "administrator"))
    scene.records(chat.migrated(kind="supergroup"), chat.rights_changed(standing="administrator", rights=[]))
    scene.when(MigrateChat(PLAZA, OTHER)).records_nothing()


def test_a_chat_that_is_its_own_move_is_left_alone():
    given(here("supergroup")).when(MigrateChat(PLAZA, PLAZA)).records_nothing()


def test_what_is_missing_is_told_for_each_kind_of_chat():
    assert missing_rights("group", "member", ()) == [ADMINISTRATOR]
    assert missing_rights("supergroup", "administrator", ()) == []
    assert missing_rights("channel", "administrator", ("can_post_messages",)) == [
        "can_edit_messages",
        "can_invite_users",
    ]


def test_a_right_is_asked_for_by_name():
    place = Chat.blank(Chat.stream(PLAZA))
    with pytest.raises(NotFound):
        place.require_right("can_edit_messages")
    place.kind = "channel"
    with pytest.raises(ChatLeft):
        place.require_right("can_post_messages")
    place.standing, place.rights = "administrator", ["can_post_messages"]
    place.require_right("can_post_messages")
    with pytest.raises(RightMissing):
        place.require_right("can_edit_messages")

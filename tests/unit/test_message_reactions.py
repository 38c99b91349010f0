from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from commands.chats import MigrateChat
from commands.message_reactions import LinkQuiz, MarkPost, RewardReaction, TakePostReward
from domain.chats import ChatLeft, RightMissing
from domain.content import ContentPack
from domain.errors import InvalidValue, NotFound
from domain.message_reactions import (
    CUSTOM,
    MINUTE,
    ModeratorsOnly,
    OwnMessage,
    Reaction,
    ReactionPace,
    ReactionRewarded,
    ReactionRules,
    TooManyReactions,
)
from domain.recorded import present_fields
from domain.trivia import TriviaClosed
from domain.users import UserBanned
from tests.unit.given import DEFAULT_NOW, Topic, ana, bea, given, level, nothing_at_all, story, user, wallet

PLAZA, BALCON = "c000000000000001", "c000000000000002"
chat, post, reaction, trivia = Topic("chat"), Topic("post"), Topic("reaction"), Topic("trivia")
HERE = chat.registered(kind="supergroup", standing="administrator", of=PLAZA)
CHANNEL = chat.registered(kind="channel", standing="administrator", rights=["can_edit_messages"], of=BALCON)
TITLE = {"es": "t", "en": "t"}


def rules(**others: object) -> ContentPack:
    tale = {"id": "s", "title": TITLE, "summary": TITLE, "languages": {"es": "0" * 64}, "hints": {"stamp": TITLE}}
    return ContentPack.model_validate({"stories": {"s": tale}, "reactions": others})


def rewarded(message: int = 7, of: str = ana):
    return reaction.rewarded(chat=PLAZA, message_id=message, of=(PLAZA, str(message), of))


def react(message: int = 7, emoji: str = "❤", at: datetime | None = None) -> RewardReaction:
    return RewardReaction(ana, PLAZA, message, emoji, at)


# --- a reaction ------------------------------------------------------------------------------------------------------


def test_a_reaction_is_rewarded_with_besitos_and_experience_in_one_commit():
    given(HERE).with_content(rules(besitos=2, experience=3)).when(react()).records(
        reaction.counted(total=1),
        reaction.rewarded(chat=PLAZA, message_id=7, emoji="❤", besitos=2, experience=3),
        wallet.credited(2, "reaction", balance=2),
        level.experience_gained(amount=3, reason="reaction"),
    ).answers({"besitos": 2, "experience": 3, "total": 1, "hints": [], "balance": 2})


def test_ones_own_message_is_not_rewarded_whoever_reacted_before():
    own = RewardReaction(ana, PLAZA, 7, "❤", author=ana)
    given(HERE).with_content(rules()).when(own).refuses(OwnMessage(7))
    scene = given(HERE).with_content(rules()).when(RewardReaction(ana, PLAZA, 7, "❤", author=bea))
    assert scene.refusal is None and scene.recorded
    given(HERE).with_content(rules(emoji=["🔥"])).when(own).records_nothing()


def test_the_reward_belongs_to_who_reacted():
    scene = given(HERE).when(react())
    assert {event.user_id for event in scene.recorded} == {ana}


def test_taking_a_reaction_back_and_reacting_again_pays_once():
    """The earlier system paid again: a reward is kept for ever, whatever becomes of the reaction."""
    scene = given(HERE).when(react(emoji="❤"))
    scene.when(react(emoji="❤"), at=DEFAULT_NOW + timedelta(days=400)).refuses(ReactionRewarded(7))
    scene.when(react(emoji="🔥")).refuses(ReactionRewarded(7))
    scene.when(react(message=8)).records(
        reaction.counted(total=2), reaction.rewarded(message_id=8), wallet.credited(), level.experience_gained()
    )


def test_a_message_of_the_supergroup_is_not_the_one_of_the_group_that_had_its_number():
    group = chat.registered(kind="group", standing="administrator", of=PLAZA)
    scene = given(user.registered(), user.role_granted(role="admin"), group)
    scene.when(MarkPost(PLAZA, 7, 50, moderator=ana)).records(post.marked(numbering=0, besitos=50))
    scene.when(react()).records(
        reaction.counted(), reaction.rewarded(numbering=0), wallet.credited(50), level.experience_gained()
    )
    scene.when(MigrateChat(PLAZA, BALCON)).records(chat.migrated("supergroup"))
    scene.when(react()).records(
        reaction.counted(),
        reaction.rewarded(chat=PLAZA, message_id=7, numbering=1, besitos=1),
        wallet.credited(1),
        level.experience_gained(),
    )
    scene.when(react()).refuses(ReactionRewarded(7))
    scene.when(MarkPost(PLAZA, 7, 50, moderator=ana)).records(post.marked(message_id=7, numbering=1, besitos=50))
    scene.when(MarkPost(PLAZA, 7, 50, moderator=ana)).records_nothing()


def test_a_reward_of_before_is_of_the_first_numbering():
    for topic in ("reaction.rewarded", "post.marked", "post.quiz_linked"):
        assert present_fields(1, topic, 1, {"message_id": 7}) == {"message_id": 7, "numbering": 0}


def test_each_user_has_a_reward_of_their_own_for_a_message():
    given(HERE, rewarded(of=bea)).when(react()).records(
        reaction.counted(), reaction.rewarded(), wallet.credited(), level.experience_gained()
    )


def test_an_emoji_that_does_not_count_gives_nothing_and_takes_no_chance_away():
    scene = given(HERE).with_content(rules(emoji=["❤️"], custom=False))
    scene.when(react(emoji="🔥")).records_nothing()
    scene.when(react(emoji=CUSTOM)).records_nothing()
    scene.when(react(emoji="button")).records_nothing()
    scene.when(react(emoji="❤")).records(
        reaction.counted(), reaction.rewarded(), wallet.credited(), level.experience_gained()
    )


def test_where_the_bot_is_not_nothing_is_rewarded():
    given(HERE, chat.left(of=PLAZA)).when(react()).refuses(ChatLeft(PLAZA))
    given().when(react()).refuses(NotFound("chat", PLAZA))


def test_the_banned_and_the_unknown_get_nothing():
    given(user.registered(), user.banned(reason="spam"), HERE).when(react()).refuses(UserBanned)
    given(nothing_at_all, HERE).when(react()).refuses(NotFound("user", ana))


# --- thirty a minute -------------------------------------------------------------------------------------------------


def test_the_thirty_first_within_a_minute_gives_nothing_and_waits():
    scene = given(HERE)
    for message in range(1, 31):
        scene.when(react(message), at=DEFAULT_NOW + timedelta(seconds=message))
    late = DEFAULT_NOW + timedelta(seconds=60)
    scene.when(react(31), at=late).refuses(TooManyReactions(again_at=DEFAULT_NOW + timedelta(seconds=61)))
    scene.when(react(31), at=DEFAULT_NOW + timedelta(seconds=61)).records(
        reaction.counted(total=31), reaction.rewarded(message_id=31), wallet.credited(), level.experience_gained()
    )


def test_what_telegram_brings_late_counts_when_it_happened():
    scene = given(HERE).with_content(rules(per_minute=2))
    for minute in range(5):
        at = DEFAULT_NOW - timedelta(hours=1) + minute * MINUTE
        for message in (1, 2):
            scene.when(react(10 * minute + message, at=at))
            assert scene.refusal is None
        scene.when(react(10 * minute + 3, at=at)).refuses(TooManyReactions)


def test_a_reaction_from_the_future_counts_now():
    given(HERE).when(react(at=DEFAULT_NOW + timedelta(days=1))).records(
        reaction.counted(at=DEFAULT_NOW), reaction.rewarded(), wallet.credited(), level.experience_gained()
    )


# --- hints -----------------------------------------------------------------------------------------------------------


def test_so_many_reactions_unlock_a_hint_once():
    scene = given(HERE).with_content(rules(hints=[{"hint": "stamp", "after": 2}]))
    scene.when(react(1))
    scene.when(react(2)).records(
        reaction.counted(total=2),
        reaction.rewarded(),
        wallet.credited(),
        level.experience_gained(),
        story.hint_unlocked(hint="stamp", story="s", reason="reaction"),
    )
    assert [event.topic for event in scene.when(react(3)).recorded].count("story.hint_unlocked") == 0


def test_a_marked_message_has_a_worth_and_a_hint_of_its_own():
    scene = given(HERE).with_content(rules()).when(MarkPost(PLAZA, 7, 40, "stamp"))
    scene.records(post.marked(chat=PLAZA, message_id=7, besitos=40, hint="stamp", button=False))
    scene.when(react(7)).records(
        reaction.counted(),
        reaction.rewarded(besitos=40),
        wallet.credited(40),
        level.experience_gained(),
        story.hint_unlocked(hint="stamp"),
    )


# --- marking, and the button under a post ----------------------------------------------------------------------------


def test_in_a_channel_a_marked_post_gets_a_button_that_pays_each_once():
    scene = given(CHANNEL).when(MarkPost(BALCON, 3, 5)).records(post.marked(button=True))
    scene.when(TakePostReward(ana, BALCON, 3)).records(
        reaction.counted(), reaction.rewarded(emoji="button"), wallet.credited(5), level.experience_gained()
    )
    scene.when(TakePostReward(ana, BALCON, 3)).refuses(ReactionRewarded(3))


def test_a_post_that_nobody_marked_has_no_reward_to_take():
    given(CHANNEL).when(TakePostReward(ana, BALCON, 3)).refuses(NotFound("post", "3"))


def test_marking_takes_a_moderator():
    given(CHANNEL).when(MarkPost(BALCON, 3, 5, moderator=ana)).refuses(ModeratorsOnly())
    given(CHANNEL, user.role_granted(role="moderator")).when(MarkPost(BALCON, 3, 5, moderator=ana)).records(
        post.marked()
    )
    banned = (user.role_granted(role="owner"), user.banned(reason="x"))
    given(CHANNEL, banned).when(MarkPost(BALCON, 3, 5, moderator=ana)).refuses(UserBanned)


def test_marking_in_a_channel_takes_the_right_to_edit():
    bare = chat.registered(kind="channel", standing="administrator", rights=[], of=BALCON)
    given(bare).when(MarkPost(BALCON, 3, 5)).refuses(RightMissing(BALCON, "can_edit_messages"))


def test_marking_the_same_again_is_nothing_new():
    scene = given(CHANNEL).when(MarkPost(BALCON, 3, 5))
    scene.when(MarkPost(BALCON, 3, 5)).records_nothing()
    scene.when(MarkPost(BALCON, 3, 6)).records(post.marked(besitos=6))


@pytest.mark.parametrize(("besitos", "message"), [(0, 1), (1001, 1), (5, 0)])
def test_a_worth_that_is_none_is_refused(besitos: int, message: int):
    given(HERE).when(MarkPost(PLAZA, message, besitos)).refuses(InvalidValue)


def test_a_hint_that_no_story_has_is_refused():
    given(HERE).when(MarkPost(PLAZA, 1, 5, "none")).refuses(NotFound("hint", "none"))


def question(id: str, asked_of: str | None = None):
    closes_at = DEFAULT_NOW + timedelta(hours=1)
    return trivia.opened(trivia=id, order=[0, 1], closes_at=closes_at, asked_of=asked_of, of=id)


def test_a_link_to_a_question_is_put_under_a_channels_post_once():
    scene = given(CHANNEL, question("t1"), question("t2")).when(LinkQuiz(BALCON, 3, "t1"))
    scene.records(post.quiz_linked(message_id=3, trivia="t1"))
    scene.when(LinkQuiz(BALCON, 3, "t1")).records_nothing()
    scene.when(LinkQuiz(BALCON, 3, "t2")).records(post.quiz_linked(trivia="t2"))
    scene.when(LinkQuiz(BALCON, 0, "t2")).refuses(InvalidValue)


def test_a_link_leads_to_a_question_that_anybody_can_answer_now():
    given(CHANNEL).when(LinkQuiz(BALCON, 3, "t1")).refuses(NotFound("trivia", "t1"))
    given(CHANNEL, question("t1", asked_of=bea)).when(LinkQuiz(BALCON, 3, "t1")).refuses(NotFound("trivia", "t1"))
    late = DEFAULT_NOW + timedelta(hours=1)
    given(CHANNEL, question("t1")).when(LinkQuiz(BALCON, 3, "t1"), at=late).refuses(TriviaClosed(late))


def test_a_link_takes_a_moderator_and_a_channel():
    given(CHANNEL, question("t1")).when(LinkQuiz(BALCON, 3, "t1", moderator=ana)).refuses(ModeratorsOnly())
    given(HERE, question("t1")).when(LinkQuiz(PLAZA, 3, "t1")).refuses(InvalidValue)


# --- what always holds -----------------------------------------------------------------------------------------------


@examples(st.lists(st.integers(min_value=0, max_value=20_000), max_size=120), st.integers(min_value=1, max_value=30))
def test_no_minute_has_more_rewards_than_allowed(gaps: list[int], per_minute: int):
    pace, now = ReactionPace.blank(ReactionPace.stream(ana)), datetime(2026, 3, 1, tzinfo=UTC)
    given_at: list[datetime] = []
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        pace.begin(now, [])
        try:
            pace.count(now, per_minute)
        except TooManyReactions as refused:
            assert refused.again_at > now
            assert len([each for each in given_at if each > now - MINUTE]) >= per_minute
            continue
        given_at.append(now)
    for each in given_at:
        assert len([other for other in given_at if each - MINUTE < other <= each]) <= per_minute
    assert pace.total == len(given_at)


def test_a_heart_is_a_heart_however_it_is_written():
    assert ReactionRules(emoji=("❤️",)).counts("❤")
    assert ReactionRules(emoji=("❤",)).counts("❤️")
    assert ReactionRules(emoji=("❤",), custom=True).first_counting(["🔥", CUSTOM]) == CUSTOM


def test_the_stream_names_chat_message_and_user():
    assert Reaction.stream(PLAZA, 7, ana) == f"reaction:{PLAZA}:7:{ana}"
    assert Reaction.owner(Reaction.stream(PLAZA, 7, ana)) == ana

"""Which version of a story is in force, and what was before it."""

from typing import Any

from commands.content import PublishContent, in_force
from commands.story_content import PublishStory, ReleaseStory, RollBackStory, ShowStoryContent
from domain.content import ContentPack
from domain.errors import InvalidValue
from domain.story_content import NoEarlierVersion, StoryContent, StoryDoesNotFit, version_of
from domain.story_definition import StoryDefinition
from tests.unit.given import Scene, Topic, given, nothing_at_all

story, content = Topic("story"), Topic("content")
WORDS = {"es": "palabras", "en": "words"}
OLD, NEW, NEWER = "a" * 64, "b" * 64, "c" * 64


def told(compiled: str, **fields: Any) -> dict[str, Any]:
    return {"title": WORDS, "summary": WORDS, "languages": {"es": compiled}, **fields}


def definition(compiled: str, id: str = "faro", **fields: Any) -> StoryDefinition:
    return StoryDefinition.model_validate({"id": id, **told(compiled, **fields)})


def version(compiled: str) -> str:
    return version_of(definition(compiled))


PACK = ContentPack(stories={"faro": definition(OLD)})


def community(*history: Any) -> Scene:
    return given(nothing_at_all, *history).with_content(PACK)


def published(compiled: str, released: bool = False, **fields: Any) -> Any:
    recorded = definition(compiled, **fields).model_dump(
        mode="json", exclude_defaults=True, exclude={"id", "languages"}
    )
    return story.published("faro", version(compiled), {"es": compiled}, recorded, released, of="faro")


def test_a_new_version_is_in_force_with_the_content_and_the_one_before_is_kept():
    pack = PACK.with_story(definition(NEW))
    community().when(PublishStory("faro", told(NEW))).records(
        published(OLD, released=True), published(NEW), content.published(pack.hash)
    )


def test_what_is_in_force_is_not_published_again():
    community().when(PublishStory("faro", told(OLD))).records_nothing()
    community(published(OLD, True), published(NEW)).when(PublishStory("faro", told(NEW))).records_nothing()


def test_an_earlier_version_can_be_published_anew():
    community(published(OLD, True), published(NEW)).when(PublishStory("faro", told(OLD))).records(
        published(OLD), content.published()
    )


def test_a_story_that_the_content_never_had_can_be_published():
    community().when(PublishStory("muelle", told(NEW))).records(
        story.published("muelle", released=False), content.published()
    )


def test_a_story_that_names_what_is_not_there_is_refused():
    scene = community().when(PublishStory("faro", told(NEW, items=["ancla"])))
    scene.refuses(StoryDoesNotFit("faro", ["stories.faro.items.0: there is no item 'ancla'"]))
    community().when(PublishStory("faro", told("no hash"))).refuses(InvalidValue)


def test_a_rollback_returns_to_the_version_before_and_a_second_one_goes_further():
    history = (published(OLD, True), published(NEW), published(NEWER))
    scene = community(*history).when(RollBackStory("faro"))
    scene.records(
        story.rolled_back("faro", version(NEW), version(NEWER), languages={"es": NEW}),
        content.published(PACK.with_story(definition(NEW)).hash),
    )
    scene.when(RollBackStory("faro")).records(
        story.rolled_back("faro", version(OLD), version(NEW)), content.published(PACK.hash)
    )
    scene.when(RollBackStory("faro")).refuses(NoEarlierVersion("faro"))


def test_nothing_can_be_rolled_back_that_was_never_published():
    community().when(RollBackStory("faro")).refuses(NoEarlierVersion("faro"))


def test_after_a_rollback_the_same_version_can_be_published_again():
    scene = community(published(OLD, True), published(NEW)).when(RollBackStory("faro"))
    scene.when(PublishStory("faro", told(NEW))).records(published(NEW), content.published())


def test_a_version_to_return_to_must_fit_the_content_of_now():
    history = (published(OLD, True, items=("ancla",)), published(NEW))
    community(*history).when(RollBackStory("faro")).refuses(StoryDoesNotFit)


def test_a_release_is_news_only_where_it_brings_another_version():
    community().when(ReleaseStory("faro", told(NEW))).records_nothing()
    history = (published(OLD, True), published(NEW))
    community(*history).when(ReleaseStory("faro", told(OLD))).records_nothing()
    community(*history).when(ReleaseStory("faro", told(NEWER))).records(published(NEWER, released=True))


def test_a_release_of_what_was_published_by_hand_is_noted_and_changes_nothing():
    scene = community(published(OLD, True), published(NEW)).when(ReleaseStory("faro", told(NEW)))
    scene.records(published(NEW, released=True))
    scene.when(ReleaseStory("faro", told(NEW))).records_nothing()
    scene.when(RollBackStory("faro")).records(
        story.rolled_back("faro", version(OLD), version(NEW)), content.published()
    )


def test_defaults_make_no_new_version():
    assert version_of(definition(OLD, level=1, cover="📖")) == version_of(definition(OLD))
    assert version_of(definition(OLD, level=2)) != version_of(definition(OLD))


def test_what_is_published_by_two_at_once_is_all_in_force():
    scene = community().when(PublishStory("muelle", told(NEW)))  # each with the pack from before the other
    both = PACK.with_story(definition(NEW, "muelle")).with_story(definition(NEW))
    scene.when(PublishStory("faro", told(NEW))).records(
        story.published("faro", released=True), story.published("faro", version(NEW)), content.published(both.hash)
    )
    scene.when(RollBackStory("faro")).records(
        story.rolled_back("faro"), content.published(PACK.with_story(definition(NEW, "muelle")).hash)
    )
    scene.when(PublishContent()).records_nothing()


def test_a_story_that_went_with_its_folder_can_be_published_again_as_it_was():
    gone = given(nothing_at_all, published(OLD, True), published(NEW, True)).with_content(ContentPack())
    gone.when(PublishStory("faro", told(NEW))).records(
        published(NEW), content.published(PACK.with_story(definition(NEW)).hash)
    )
    gone.when(PublishStory("faro", told(NEW))).records_nothing()


def test_a_pack_is_told_with_what_is_in_force():
    blank = StoryContent.blank("story_content:faro")
    assert in_force(PACK, [blank]) == PACK
    assert (blank.definition, blank.by_hand, ShowStoryContent("faro").story) == (None, False, "faro")

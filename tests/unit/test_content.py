import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.content import ContentError, load_content, load_stories
from commands.content import PublishContent
from commands.daily_gift import ClaimDailyGift
from domain.content import ContentPack
from domain.counting import COUNTABLE
from domain.errors import NotFound
from tests.unit.examples import achievement_like, goal, level_of, mission_like, settle, step
from tests.unit.given import ana, content, given, nothing, story

DEFAULT = Path(__file__).parents[2] / "content"

GIVEN_BACK = ("cancelled", "unsold", "withdrawn")
"""How an auction may end for whoever gets their own thing back."""

PACK = ContentPack(
    missions=(mission_like("m"), mission_like("d", "daily", step("a"), step("b", "story.choice_made"))),
    achievements=(achievement_like("a", (goal(),), (level_of(gifts=1),)),),
)


# -- publishing -------------------------------------------------------------------------------------------------------


def test_content_is_published_with_its_hash_and_what_there_is():
    given(nothing).with_content(PACK).when(PublishContent()).records(
        content.published(hash=PACK.hash, catalogue=PACK.catalogue())
    )
    assert [each["id"] for each in PACK.catalogue()["missions"]] == ["m", "d"]
    assert PACK.catalogue()["missions"][0]["title"] == {"es": "palabras", "en": "words"}


def test_publishing_the_same_content_again_does_nothing():
    scene = given(nothing).with_content(PACK).when(PublishContent())
    scene.when(PublishContent()).records_nothing()


def test_changed_content_is_published_and_so_is_a_return_to_the_old():
    scene = given(nothing).with_content(PACK).when(PublishContent())
    scene.with_content(ContentPack()).when(PublishContent()).records(content.published(hash=ContentPack().hash))
    scene.with_content(PACK).when(PublishContent()).records(content.published(hash=PACK.hash))


def test_a_hash_depends_on_nothing_but_what_is_said():
    again = ContentPack.model_validate_json(PACK.model_dump_json())
    assert again == PACK
    assert again.hash == PACK.hash
    assert PACK.model_copy(update={"missions": PACK.missions[:1]}).hash != PACK.hash


def test_the_catalogue_can_be_kept_as_an_event():
    assert json.loads(json.dumps(PACK.catalogue())) == PACK.catalogue()


# -- looking up -------------------------------------------------------------------------------------------------------


def test_a_fact_is_led_to_the_steps_and_goals_that_count_it():
    assert [(mission.id, each.id) for mission, each in PACK.missions_counting("gift.claimed")] == [
        ("m", "gift"),
        ("d", "a"),
    ]
    assert [(each.id, goal.id) for each, goal in PACK.achievements_counting("gift.claimed")] == [("a", "gifts")]
    assert PACK.missions_counting("level.reached") == ()


def test_what_the_content_does_not_have_is_not_found():
    for look_up in (PACK.mission, PACK.achievement, PACK.item, PACK.plan, PACK.story, PACK.hint):
        with pytest.raises(NotFound):
            look_up("none")
    with pytest.raises(NotFound):
        _ = PACK.default_story


# -- the default community --------------------------------------------------------------------------------------------


def test_the_default_community_is_in_order_and_has_something_of_everything():
    pack = load_content(DEFAULT)
    assert len(pack.missions) >= 12
    assert len(pack.achievements) >= 12
    assert {mission.kind for mission in pack.missions} == {"one_off", "daily", "weekly", "story"}
    assert any(mission.vip_only for mission in pack.missions)
    assert any(achievement.hidden for achievement in pack.achievements)
    assert pack.default_story.languages.keys() == {"es", "en"}
    assert load_stories(DEFAULT).keys() >= set(pack.default_story.languages.values())


def test_the_default_community_comes_back_from_its_json_as_it_was():
    pack = load_content(DEFAULT)
    again = ContentPack.model_validate_json(pack.model_dump_json())
    assert (again, again.hash) == (pack, pack.hash)


def test_its_rewards_are_those_that_the_community_agreed_upon():
    expected = {"one_off": {25}, "daily": {10, 12, 15}, "weekly": {100}, "story": {50}}
    for mission in load_content(DEFAULT).missions:
        assert mission.reward.besitos in expected[mission.kind], mission.id


def test_what_goes_to_and_fro_among_members_is_neither_earned_nor_received():
    counted = load_content(DEFAULT).achievements_counting
    earned = next(goal for achievement, goal in counted("wallet.credited") if achievement.id == "hucha")
    for reason, worth in (("mission:m", 500), ("transfer_received:bea", 0), ("auction_sold:1f", 0)):
        assert earned.worth({"amount": 500, "reason": reason}) == worth, reason
    received = next(goal for achievement, goal in counted("item.received") if achievement.id == "mochila_pesada")
    for reason, worth in (("auction_won:1f", 1), *((f"auction_{how}:1f", 0) for how in GIVEN_BACK)):
        assert received.worth({"quantity": 1, "reason": reason}) == worth, reason


def test_only_what_the_game_takes_for_something_is_spent():
    content = load_content(DEFAULT)
    [step] = content.mission("gran_gesto").steps
    spent = next(goal for each, goal in content.achievements_counting("wallet.debited") if each.id == "manirroto")
    for reason, worth in (("purchase:hat", 66), ("transfer_sent:bea", 0), ("transfer_fee:bea", 0), ("tax", 0)):
        assert step.worth({"amount": 66, "reason": reason}) == worth, reason
        assert spent.worth({"amount": 66, "reason": reason}) == worth, reason


def test_a_newcomers_gift_and_first_choice_complete_a_mission_and_unlock_an_achievement():
    scene = given(nothing, story.choice_made(story="correo")).with_content(load_content(DEFAULT))
    settle(scene.when(ClaimDailyGift(ana)))
    completed = {each.mission for each in scene.store.events if each.topic == "mission.completed"}
    unlocked = {each.achievement for each in scene.store.events if each.topic == "achievement.unlocked"}
    assert {"primeros_pasos", "buenos_dias"} <= completed
    assert "beso_diario" in unlocked


def test_the_settings_may_say_where_and_in_which_language_the_community_lives():
    pack = load_content(DEFAULT, community={"language": "en", "time_zone": "America/Bogota"})
    assert (pack.community.language, pack.community.time_zone) == ("en", "America/Bogota")
    assert pack.community.name == load_content(DEFAULT).community.name


# -- what is wrong is named by file and line --------------------------------------------------------------------------

MISSION = """\
missions:
  - id: m
    kind: daily
    title: {es: a, en: b}
    description: {es: a, en: b}
    steps:
      - {id: gift, fact: gift.claimed, target: 1, text: {es: a, en: b}}
    reward:
      besitos: 10
"""


def complaints(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_content(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in error.value.problems]


@pytest.mark.parametrize(
    ("was", "now", "complaint"),
    [
        ("kind: daily", "kind: dayly", "missions.yaml:3: missions.0.kind: Input should be 'one_off'"),
        ("besitos: 10", "besitos: -1", "missions.yaml:9: missions.0.reward.besitos: Input should be greater"),
        ("besitos: 10", "besos: 10", "missions.yaml:9: missions.0.reward.besos: there is no such field"),
        ("title: {es: a, en: b}", "title: {es: a}", "missions.yaml:4: missions.0.title.en: is missing"),
        ("target: 1", "target: lots", "missions.yaml:7: missions.0.steps.0.target: Input should be a valid int"),
        ("gift.claimed", "gift.clamed", "missions.yaml:7: missions.0.steps.0.fact: 'gift.clamed' is not a fact"),
        ("gift.claimed", "mission.progressed", "missions.yaml:7: missions.0.steps.0.fact: 'mission.progressed' is not"),
        ("gift.claimed", "external.tea", "missions.yaml:7: missions.0.steps.0.fact: 'external.tea' is not among"),
        ("target: 1", "target: 1, total: sum", "missions.yaml:7: missions.0.steps.0.total: gift.claimed has no field"),
        ("target: 1", "target: 1, where: {sum: 1}", "missions.yaml:7: missions.0.steps.0.where.sum: gift.claimed has"),
        (
            "target: 1",
            "target: 1, total: amount, highest: streak",
            "missions.yaml:7: missions.0.steps.0: choose one of total and highest",
        ),
        ("besitos: 10", "items: {moon: 1}", "missions.yaml:9: missions.0.reward.items.moon: there is no item 'moon'"),
        ("kind: daily", "kind: story", "missions.yaml:3: missions.0.kind: no story begins 'm'"),
        ("kind: daily", "kind: daily\n    level: 2", "missions.yaml:4: missions.0.level: there are only 1 levels"),
        (
            "kind: daily",
            "kind: daily\n    requires: [x]",
            "missions.yaml:4: missions.0.requires.0: there is no mission",
        ),
        (
            "kind: daily",
            "kind: one_off\n    requires: [m]",
            "missions.yaml:4: missions.0.requires: 'm' would have to be",
        ),
        ("kind: daily", "kind: daily\n    kind: weekly", "missions.yaml:4: kind is there already"),
        ("id: m", "id: M", "missions.yaml:2: missions.0.id: String should match"),
        ("kind: daily", "kind: daily\n    opens: 2026-02-31", "missions.yaml:4: day is out of range"),
        ("    kind: daily", "   kind: daily", "missions.yaml:3: "),
        ("missions:", "misiones:", "missions.yaml:1: misiones: there is no such field"),
        ("missions:", "- missions:", "missions.yaml:1: must hold sections"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, was: str, now: str, complaint: str):
    assert was in MISSION
    found = complaints(tmp_path, missions=MISSION.replace(was, now))
    assert any(each.startswith(complaint) for each in found), found


def test_what_should_be_a_list_is_said_to_be_none(tmp_path: Path):
    assert complaints(tmp_path, a='missions: "x"') == ["a.yaml:1: missions: must be a list"]


@pytest.mark.parametrize("name", ["items.yaml", "questions.csv"])
def test_what_is_not_utf_8_is_named_with_its_line(tmp_path: Path, name: str):
    (tmp_path / "community.yaml").write_text("community: {}", encoding="utf-8")
    (tmp_path / name).write_bytes(b"# one\n# caf\xe9\n")
    with pytest.raises(ContentError) as error:
        load_content(tmp_path)
    assert [str(each).removeprefix(f"{tmp_path}/") for each in error.value.problems] == [
        f"{name}:2: is not UTF-8 here; save the file in that encoding"
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    found = complaints(
        tmp_path,
        a=MISSION.replace("daily", "dayly"),
        b="levels:\n  - {experience: x, title: {es: a}}\n  - {title: {es: a, en: b}}\n",
    )
    assert [each.split(" ")[0] for each in found] == ["a.yaml:3:", "b.yaml:2:", "b.yaml:2:", "b.yaml:3:"]


QUESTIONS = """\
id,difficulty,language,question,answer,wrong1,wrong2,explanation
sea,easy,es,"¿Es salado, el mar?",Sí,No,A veces,
sea,easy,en,Is the sea salty?,Yes,No,Sometimes,It is.
"""


def folder_with(folder: Path, questions: str) -> Path:
    (folder / "community.yaml").write_text("community: {}", encoding="utf-8")
    (folder / "questions.csv").write_text(questions, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "saved",
    [
        QUESTIONS,
        "\ufeff" + QUESTIONS.replace("\n", "\r\n"),
        QUESTIONS.replace(", el", " el").replace(",", ";"),
        QUESTIONS + ",,,,,,,\n",
    ],
    ids=["plain", "with a mark and carriage returns", "semicolons", "an empty row"],
)
def test_questions_come_from_a_spreadsheet(tmp_path: Path, saved: str):
    (question,) = load_content(folder_with(tmp_path, saved)).questions
    assert (question.id, question.difficulty, question.option_count) == ("sea", "easy", 3)
    assert question.text("en") is not None
    assert question.text("en").explanation == "It is."
    assert question.text("es").wrong == ("No", "A veces")


@pytest.mark.parametrize(
    ("was", "now", "complaint"),
    [
        (",en,Is", ",fr,Is", "questions.csv:3: language: must be one of es, en, not 'fr'"),
        ("sea,easy,en", ",easy,en", "questions.csv:3: id: is missing"),
        ("sea,easy,en", "sea,easy,es", "questions.csv:3: 'sea' is there already in 'es', on line 2"),
        ("sea,easy,en", "sea,hard,en", "questions.csv:3: difficulty: 'sea' has another one on line 2"),
        ("sea,easy,es", "Sea,easy,es", "questions.csv:2: id: must be small letters, digits and _"),
        (",Yes,No,Sometimes", ",Yes,No,Yes", "questions.csv:3: two options are the same: 'Yes'"),
        (",Yes,No,Sometimes", ",Yes,No,", "questions.csv:3: must have as many wrong options as 'sea' has on line 2"),
        (",Yes,", ",,", "questions.csv:3: answer: is missing"),
        (
            "sea,easy,es",
            "sea,hardest,es",
            "questions.csv:2: difficulty: must be one of easy, medium, hard, not 'hardest'",
        ),
        ("It is.", "x" * 201, "questions.csv:3: explanation: has more than 200 characters"),
        ("It is.", "It is.,more", "questions.csv:3: has more fields than there are columns"),
        (",answer,", ",anser,", "questions.csv:1: the column answer is missing"),
        (",explanation", ",because", "questions.csv:1: there is no column 'because'"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, was: str, now: str, complaint: str):
    assert was in QUESTIONS
    with pytest.raises(ContentError) as error:
        load_content(folder_with(tmp_path, QUESTIONS.replace(was, now)))
    found = [str(problem).removeprefix(f"{tmp_path}/") for problem in error.value.problems]
    assert any(each.startswith(complaint) for each in found), found


def test_all_mistakes_of_a_spreadsheet_are_told_at_once_and_in_the_language_asked_for(tmp_path: Path):
    rows = (
        QUESTIONS.replace("Sí,No", ",No").replace(",Yes,No,Sometimes", ",Yes,Yes,Sometimes")
        + "Sky,odd,fr,Why?,Yes,,,\n"
    )
    with pytest.raises(ContentError) as error:
        load_content(folder_with(tmp_path, rows))
    assert [(problem.line, problem.said("es")) for problem in error.value.problems] == [
        (2, "answer: falta"),
        (3, "dos opciones son iguales: 'Yes'"),
        (4, "difficulty: debe ser uno de: easy, medium, hard; no 'odd'"),
        (4, "id: deben ser minúsculas, cifras y _, primero una letra, y 40 caracteres como mucho"),
        (4, "language: debe ser uno de: es, en; no 'fr'"),
        (4, "wrong1: falta"),
    ]
    assert error.value.problems[0].said("en") == "answer: is missing"


def test_one_section_may_be_spread_over_files_and_a_repeated_id_is_named(tmp_path: Path):
    found = complaints(tmp_path, a=MISSION, b=MISSION)
    assert found == ["b.yaml:2: missions.1.id: 'm' is there already"]
    assert complaints(tmp_path, a="community: {}", b="community: {}") == [
        "b.yaml:1: community is in another file already"
    ]


def test_a_list_of_one_thing_and_a_list_of_another_are_both_kept(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(MISSION, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(MISSION.replace("id: m", "id: n"), encoding="utf-8")
    assert [mission.id for mission in load_content(tmp_path).missions] == ["m", "n"]


def test_what_can_not_be_read_is_named(tmp_path: Path):
    assert complaints(tmp_path)[0].endswith("there is no content here: not one *.yaml")
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    assert complaints(tmp_path)[0].startswith("a.yaml:1: is not UTF-8")


def test_levels_must_begin_at_nothing_and_rise(tmp_path: Path):
    text = "levels:\n" + "".join(f"  - {{experience: {each}, title: {{es: a, en: b}}}}\n" for each in (5, 10, 10))
    assert complaints(tmp_path, a=text) == [
        "a.yaml:2: levels.0.experience: the first level must take 0 experience",
        "a.yaml:4: levels.2.experience: must be more than the 10 of the level before",
    ]


# -- stories ----------------------------------------------------------------------------------------------------------

INK = json.dumps({"inkVersion": 21, "root": [["^Hola", "\n", None], "done", None], "listDefs": {}})


def write_story(folder: Path, **more: object) -> None:
    place = folder / "stories" / "tale"
    place.mkdir(parents=True)
    digest = {}
    for name, text in (("tale.es.ink", "Hola"), ("tale.es.json", INK)):
        (place / name).write_text(text, encoding="utf-8")
        digest[name] = hashlib.sha256(text.encode()).hexdigest()
    described = {
        "title": {"es": "a", "en": "b"},
        "summary": {"es": "a", "en": "b"},
        "languages": {"es": {"source": digest["tale.es.ink"], "compiled": digest["tale.es.json"]}},
        **more,
    }
    text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in described.items())
    (place / "story.yaml").write_text(text, encoding="utf-8")
    (folder / "a.yaml").write_text("community: {}\n", encoding="utf-8")


def test_a_story_comes_with_its_compiled_text_by_hash(tmp_path: Path):
    write_story(tmp_path)
    pack = load_content(tmp_path)
    assert pack.default_story.id == "tale"
    assert load_stories(tmp_path) == {pack.story("tale").compiled("es"): INK}


def test_a_story_that_gives_what_there_is_not_is_named_with_its_line(tmp_path: Path):
    write_story(tmp_path, missions=["none"], achievements=[], items=["moon"])
    with pytest.raises(ContentError) as error:
        load_content(tmp_path)
    assert [str(each).removeprefix(f"{tmp_path}/") for each in error.value.problems] == [
        "stories/tale/story.yaml:4: stories.tale.missions.0: there is no mission 'none'",
        "stories/tale/story.yaml:6: stories.tale.items.0: there is no item 'moon'",
    ]


def test_a_story_whose_compiled_text_is_old_is_refused(tmp_path: Path):
    write_story(tmp_path)
    (tmp_path / "stories/tale/tale.es.ink").write_text("Adiós", encoding="utf-8")
    with pytest.raises(ContentError, match=r"tale\.es\.ink: is not the source"):
        load_content(tmp_path)


def test_what_content_may_count_is_known_by_the_check_itself():
    """In a process of its own: this one has imported every topic long ago."""
    asked = """
from domain.content_check import problems
from domain.content import ContentPack
from domain.aggregate import EXTERNAL_PREFIX, event_class
from domain.counting import COUNTABLE
list(problems(ContentPack()))
print([fact for fact in COUNTABLE if not fact.startswith(EXTERNAL_PREFIX) and event_class(fact) is None])
"""
    known = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert known.stdout.strip() == "[]"


def test_the_page_names_every_fact_that_content_may_count():
    page = (DEFAULT.parent / "docs" / "content.md").read_text(encoding="utf-8")
    paragraph = page[page.index("These can be counted") :].partition("\n\n")[0]
    named = re.findall(r"`([a-z_]+\.[a-z_*]+)`", paragraph)
    assert sorted(named) == sorted(COUNTABLE)


def told_in_spanish(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as error:
        load_content(folder)
    return [problem.in_language("es").removeprefix(f"{folder}/") for problem in error.value.problems]


def test_a_stray_quotation_mark_hides_no_other_row(tmp_path: Path):
    rows = QUESTIONS + 'sun,easy,es,"¿Sale?,Sí,No,,\nmoon,easy,es,¿Y ella?,,No,,\nstars,odd,es,¿Y ellas?,Sí,No,,\n'
    assert told_in_spanish(folder_with(tmp_path, rows)) == [
        'questions.csv:4: no se puede leer: unas comillas (") no se cierran bien, o una celda es demasiado larga',
        "questions.csv:5: answer: falta",
        "questions.csv:6: difficulty: debe ser uno de: easy, medium, hard; no 'odd'",
    ]


def test_a_row_of_several_lines_is_named_by_the_first(tmp_path: Path):
    rows = QUESTIONS + 'sun,easy,es,"¿Sale\nel sol?",,No,,\n'
    assert told_in_spanish(folder_with(tmp_path, rows)) == ["questions.csv:4: answer: falta"]


def test_a_header_that_cannot_be_read_is_named(tmp_path: Path):
    assert told_in_spanish(folder_with(tmp_path, QUESTIONS.replace("id,", '"id,', 1))) == [
        'questions.csv:1: no se puede leer: unas comillas (") no se cierran bien, o una celda es demasiado larga'
    ]


def test_a_question_that_is_in_two_files_is_named_in_both_with_all_else_that_is_wrong(tmp_path: Path):
    folder = folder_with(tmp_path, QUESTIONS)
    header = QUESTIONS.partition("\n")[0]
    (folder / "q.csv").write_text(
        f"{header}\nsky,easy,es,¿Azul?,,No,,\nsea,odd,fr,Salée?,Oui,Non,,\n", encoding="utf-8"
    )
    (folder / "old.yaml").write_text(
        "questions:\n  - id: sky\n    es: {question: ¿Azul?, answer: Sí, wrong: [Nada]}\n", encoding="utf-8"
    )
    assert told_in_spanish(folder) == [
        "old.yaml:2: id: 'sky' está también en q.csv, en la línea 2",
        "q.csv:2: answer: falta",
        "q.csv:2: id: 'sky' está también en old.yaml, en la línea 2",
        "q.csv:3: difficulty: debe ser uno de: easy, medium, hard; no 'odd'",
        "q.csv:3: id: 'sea' está también en questions.csv, en la línea 2",
        "q.csv:3: language: debe ser uno de: es, en; no 'fr'",
        "questions.csv:2: id: 'sea' está también en q.csv, en la línea 3",
    ]


def test_an_id_that_is_there_twice_in_yaml_is_told_in_spanish(tmp_path: Path):
    question = "  - id: sky\n    es: {question: ¿Azul?, answer: Sí, wrong: [Nada]}\n"
    (tmp_path / "old.yaml").write_text(f"questions:\n{question}{question}", encoding="utf-8")
    assert told_in_spanish(tmp_path) == ["old.yaml:4: questions.1.id: 'sky' ya está"]


@pytest.mark.parametrize("id", ["[a]", "{a: b}", "7"])
def test_what_is_no_id_is_nobodys_twin(tmp_path: Path, id: str):
    folder = folder_with(tmp_path, QUESTIONS)
    (folder / "old.yaml").write_text(
        f"questions:\n  - id: {id}\n    es: {{question: x, answer: Sí, wrong: [Nada]}}\n", encoding="utf-8"
    )
    assert all(each.startswith("old.yaml:2: questions.0.id: ") for each in told_in_spanish(folder))

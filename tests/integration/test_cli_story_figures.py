"""`yabot story figures`: what a writer asks in the terminal."""

from tests.dev import DevProcess


def test_a_storys_figures_are_told_in_tables_and_in_json(dev_process: DevProcess) -> None:
    told = dev_process.ok("story", "figures", "correo", "--json").json
    assert told["story"] == "correo" and told["whole"]["readings"] > 0
    assert sum(each["times"] for each in told["choices"]) == told["whole"]["choices"]
    standing = [each[state] for each in told["places"] for state in ("ended", "restarted", "stopped", "reading")]
    assert sum(standing) == told["whole"]["readings"]
    shown = dev_process.ok("story", "figures", "correo").out
    assert f"readings         {told['whole']['readings']}" in shown
    assert told["choices"][0]["text"] in shown and "share" in shown
    english = dev_process.ok("story", "figures", "correo", "--language", "en", "--first", "--json").json
    assert {each["language"] for each in english["choices"]} <= {"en"}


def test_a_story_without_readers_has_none(dev_process: DevProcess) -> None:
    unread = dev_process.yabot("story", "figures", "nowhere")
    assert (unread.code, unread.out, unread.err.strip()) == (1, "", "Nobody has read 'nowhere'.")

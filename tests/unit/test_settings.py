import base64

import pytest

from yabot.settings import WrongSetting, load_settings


@pytest.fixture(autouse=True)
def _no_env_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("YABOT_TIMEZONE", "Mordor/Mount_Doom", "IANA time zone"),
        ("YABOT_HTTP_PORT", "eighty", "valid integer"),
        ("YABOT_HTTP_PORT", "70000", "65535"),
        ("YABOT_LOCALE", "tlh", "'es' or 'en'"),
        ("YABOT_LOG_LEVEL", "LOUD", "'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL'"),
        ("YABOT_READ_MODELS_URL", "foo", "must be a SQLAlchemy URL"),
        ("YABOT_READ_MODELS_URL", "sqlite://", "read models need a file"),
        ("YABOT_READ_MODELS_URL", "postgresql://db/yabot", "are not supported yet"),
        ("YABOT_LOG_FORMAT", "xml", "'text' or 'json'"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_with_what_it_may_be(monkeypatch, name, value, says):
    monkeypatch.setenv(name, value)

    with pytest.raises(WrongSetting) as wrong:
        load_settings()

    assert str(wrong.value).startswith(f"{name}: ")
    assert says in str(wrong.value)
    assert repr(value) in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_wrong_key_is_named_but_never_shown(monkeypatch):
    monkeypatch.setenv("YABOT_SECRET_KEY", "hunter2")

    with pytest.raises(WrongSetting) as wrong:
        load_settings()

    assert "YABOT_SECRET_KEY" in str(wrong.value)
    assert "openssl rand -base64 32" in str(wrong.value)
    assert "hunter2" not in str(wrong.value)


def test_a_wrong_token_is_named_but_never_shown(monkeypatch):
    monkeypatch.setenv("YABOT_TELEGRAM_TOKEN", "xyz")

    with pytest.raises(WrongSetting, match=r"^YABOT_TELEGRAM_TOKEN: must be a bot token") as wrong:
        load_settings()

    assert "xyz" not in str(wrong.value)


def test_a_data_folder_that_is_a_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("YABOT_DATA_DIR", str(tmp_path / "file"))

    with pytest.raises(WrongSetting, match=r"^YABOT_DATA_DIR: must be a folder, and is a file"):
        load_settings()


def test_a_log_level_may_be_in_lower_case(monkeypatch):
    monkeypatch.setenv("YABOT_LOG_LEVEL", "debug")

    assert load_settings().log_level == "DEBUG"


def test_secrets_do_not_stand_in_the_settings_representation(monkeypatch):
    key = base64.b64encode(bytes(range(32))).decode()
    monkeypatch.setenv("YABOT_SECRET_KEY", key)
    monkeypatch.setenv("YABOT_TELEGRAM_TOKEN", "123:abc")

    settings = load_settings()

    assert key not in repr(settings)
    assert "123:abc" not in repr(settings)


def test_an_env_file_is_read_and_the_environment_goes_before_it(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("YABOT_LOCALE=en\nYABOT_HTTP_PORT=9001\n")
    monkeypatch.setenv("YABOT_HTTP_PORT", "9002")

    settings = load_settings()

    assert (settings.locale, settings.http_port) == ("en", 9002)

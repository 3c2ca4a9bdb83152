"""Settings: what the environment may say, and that the README tells of every one."""

import ast
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot import config
from bot.config import RecognizerChoice, Settings, SynthesizerChoice, read_settings
from bot.errors import SettingsError

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCE = Path(config.__file__).read_text(encoding="utf-8")

VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
ROW = re.compile(rf"^\| `({VARIABLE.pattern})` \| (.+) \| (.+) \|$", re.MULTILINE)

TOKEN = "123456:AAE-nobody-may-see-this"
PASSWORD = "open-sesame"


def variables(source: str) -> set[str]:
    """The environment variables that a module asks for."""
    constants = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    texts = {node.value for node in constants if isinstance(node.value, str)}
    return {text for text in texts if VARIABLE.fullmatch(text)}


def documented(page: str) -> dict[str, str]:
    """The variables in the table of a page, with the defaults it tells."""
    return {name: default for name, _, default in ROW.findall(page)}


def untold(source: str, page: str) -> set[str]:
    """Settings that the table lacks, or tells of though they do not exist."""
    return variables(source) ^ set(documented(page))


def misquoted(defaults: Mapping[str, str], page: str) -> set[str]:
    """Settings whose default is told wrongly."""
    told = documented(page)
    return {name for name, value in defaults.items() if f"`{value}`" not in told.get(name, "")}


DEFAULTS = {
    "TELEGRAM_API_URL": config.TELEGRAM_API,
    "BOT_CHAT_HOST": config.CHAT_HOST,
    "BOT_CHAT_PORT": str(config.CHAT_PORT),
    "BOT_EMERGENCY": config.EMERGENCY,
    "BOT_PAIN_EASIER": str(config.PAIN_EASIER),
    "BOT_PAIN_STOP": str(config.PAIN_STOP),
    "BOT_REMINDER_DOUBT": config.REPEAT,
    "BOT_REMINDERS_A_DAY": str(config.REMINDERS_A_DAY),
    "BOT_LISTENER": config.LISTENER,
    "BOT_SPEAKER": config.SPEAKER,
}


def test_the_readme_tells_of_every_setting() -> None:
    assert untold(SOURCE, README) == set()


def test_every_setting_can_be_set() -> None:
    assert len(variables(SOURCE)) == len(fields(Settings))


def test_the_readme_tells_the_true_defaults() -> None:
    assert misquoted(DEFAULTS, README) == set()


def test_a_setting_that_the_readme_lacks_is_found() -> None:
    page = "| `BOT_TEMPO` | how fast | `3` |"
    assert untold('given.get("BOT_TEMPO")', page) == set()
    assert untold('given.get("BOT_TEMPO"), given.get("BOT_VOICE")', page) == {"BOT_VOICE"}
    assert untold("", page) == {"BOT_TEMPO"}


def test_a_default_that_the_readme_tells_wrongly_is_found() -> None:
    page = "| `BOT_TEMPO` | how fast | `3` |"
    assert misquoted({"BOT_TEMPO": "3"}, page) == set()
    assert misquoted({"BOT_TEMPO": "4"}, page) == {"BOT_TEMPO"}
    assert misquoted({"BOT_VOICE": "3"}, page) == {"BOT_VOICE"}


def test_nothing_has_to_be_set() -> None:
    settings = read_settings({})
    assert settings.telegram_token is None
    assert settings.data_dir.name == "hamstring-coach"
    assert settings.database_url == f"sqlite+aiosqlite:///{settings.data_dir}/coach.sqlite3"
    assert (settings.chat_host, settings.chat_port) == ("127.0.0.1", 8765)
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert "112" in settings.emergency


@pytest.mark.parametrize("name", sorted(variables(SOURCE)))
@pytest.mark.parametrize("value", ["", "  ", "\t\n"])
def test_an_empty_setting_counts_as_left_out(name: str, value: str) -> None:
    assert read_settings({name: value}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("TELEGRAM_BOT_TOKEN", f" {TOKEN}\n", "telegram_token", TOKEN),
        ("TELEGRAM_API_URL", "http://localhost:8081/", "telegram_api_url", "http://localhost:8081"),
        ("TELEGRAM_API_URL", "https://api.example.org/x", "telegram_api_url", None),
        ("DATABASE_URL", "sqlite:///coach.db", "database_url", "sqlite+aiosqlite:///coach.db"),
        ("DATABASE_URL", "sqlite+aiosqlite:///coach.db", "database_url", None),
        ("DATABASE_URL", "postgres://u:p@h/d", "database_url", "postgresql+asyncpg://u:p@h/d"),
        ("DATABASE_URL", "postgresql://u@/d", "database_url", "postgresql+asyncpg://u@/d"),
        ("DATABASE_URL", "postgresql+psycopg://u@/d", "database_url", "postgresql+asyncpg://u@/d"),
        ("BOT_DATA_DIR", "/var/lib/coach", "data_dir", Path("/var/lib/coach")),
        ("BOT_DATA_DIR", "~/coach", "data_dir", Path.home() / "coach"),
        ("BOT_CHAT_HOST", "0.0.0.0", "chat_host", None),
        ("BOT_CHAT_PORT", "0", "chat_port", 0),
        ("BOT_CHAT_PORT", "65535", "chat_port", 65535),
        ("BOT_EMERGENCY", "144", "emergency", None),
        ("BOT_PAIN_EASIER", "3", "pain_easier", 3),
        ("BOT_PAIN_STOP", "9", "pain_stop", 9),
        ("BOT_REMINDER_DOUBT", "repeat", "reminder_copies", 2),
        ("BOT_REMINDER_DOUBT", "skip", "reminder_copies", 1),
        ("BOT_REMINDERS_A_DAY", "1", "reminders_a_day", 1),
        ("BOT_REMINDERS_A_DAY", "20", "reminders_a_day", 20),
        ("BOT_LISTENER", "whisper", "listener", RecognizerChoice.WHISPER),
        ("BOT_LISTENER", "off", "listener", RecognizerChoice.OFF),
        ("BOT_LISTENER_MODEL", "~/vosk", "listener_model", Path.home() / "vosk"),
        ("BOT_SPEAKER", "piper", "speaker", SynthesizerChoice.PIPER),
        ("BOT_SPEAKER_MODEL", "voice.onnx", "speaker_model", Path("voice.onnx")),
    ],
)
def test_a_good_setting_is_read(
    name: str, value: str, field: str, read: str | int | Path | None
) -> None:
    """`read` is None where the value is taken as it is."""
    assert getattr(read_settings({name: value}), field) == (value if read is None else read)


def test_the_database_lives_in_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings({"BOT_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/coach.sqlite3"


def test_a_data_folder_may_have_an_odd_name(tmp_path: Path) -> None:
    settings = read_settings({"BOT_DATA_DIR": str(tmp_path / "why? not")})
    assert make_url(settings.database_url).database == str(tmp_path / "why? not" / "coach.sqlite3")


def test_what_is_not_ours_does_not_matter() -> None:
    assert read_settings({"BOT_UNKNOWN": "x", "PATH": "/bin"}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"mysql://coach:{PASSWORD}@host/coach"),
        ("DATABASE_URL", f"coach:{PASSWORD}@host/coach"),
        ("DATABASE_URL", f"postgresql:coach:{PASSWORD}"),
        ("DATABASE_URL", "coach.sqlite3"),
        ("DATABASE_URL", "://"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://"),
        ("TELEGRAM_API_URL", f"api.telegram.org/bot{TOKEN}"),
        ("BOT_CHAT_PORT", "65536"),
        ("BOT_CHAT_PORT", "-1"),
        ("BOT_CHAT_PORT", "9" * 20),
        ("BOT_CHAT_PORT", "80.0"),
        ("BOT_CHAT_PORT", "http"),
        ("BOT_PAIN_EASIER", "0"),
        ("BOT_PAIN_STOP", "eleven"),
        ("BOT_PAIN_EASIER", "7"),
        ("BOT_REMINDER_DOUBT", "perhaps"),
        ("BOT_REMINDERS_A_DAY", "0"),
        ("BOT_REMINDERS_A_DAY", "21"),
        ("BOT_REMINDERS_A_DAY", "twice"),
        ("BOT_LISTENER", "siri"),
        ("BOT_SPEAKER", "ESPEAK"),
        ("BOT_CHAT_PORT", "\u0663"),  # a digit, in Arabic
    ],
)
def test_a_bad_setting_is_named_and_its_secrets_are_not(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} must .+\.$") as caught:
        read_settings({"TELEGRAM_BOT_TOKEN": TOKEN, name: value})
    assert secrets_in(str(caught.value)) == []
    if name == "BOT_CHAT_PORT":  # an address may hold a password or a token
        assert repr(value) in str(caught.value)


def test_settings_can_be_printed_without_giving_secrets_away() -> None:
    database = f"postgresql://coach:{PASSWORD}@host/coach"
    settings = read_settings({"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": database})
    assert secrets_in(repr(settings)) == []
    assert secrets_in(f"{settings.telegram_token} {settings.database_url}") == [TOKEN, PASSWORD]


def secrets_in(text: str) -> list[str]:
    """The secrets that a text gives away."""
    return [secret for secret in (TOKEN, PASSWORD) if secret in text]

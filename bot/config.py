"""Settings, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from platformdirs import user_data_path

from bot.errors import SettingsError

TELEGRAM_API = "https://api.telegram.org"
CHAT_HOST = "127.0.0.1"
CHAT_PORT = 8765
_LAST_PORT = 65535
WORST_PAIN = 10
PAIN_EASIER, PAIN_STOP = 4, 6
MOST_WORKERS = 8
REPEAT, SKIP = "repeat", "skip"
REMINDERS_A_DAY, MOST_A_DAY = 2, 20
EMERGENCY = "your local emergency number (112 in Europe, 911 in the US, 999 in the UK)"


class RecognizerChoice(StrEnum):
    """What makes words of speech."""

    POCKETSPHINX = "pocketsphinx"
    WHISPER = "whisper"
    VOSK = "vosk"
    OFF = "off"


class SynthesizerChoice(StrEnum):
    """What makes speech of words."""

    ESPEAK = "espeak"
    PIPER = "piper"
    OFF = "off"


_Choice = TypeVar("_Choice", bound=StrEnum)
LISTENER, SPEAKER = RecognizerChoice.POCKETSPHINX.value, SynthesizerChoice.ESPEAK.value


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs."""

    data_dir: Path
    """Where the database and caches live."""
    database_url: str = field(repr=False)
    """SQLAlchemy URL with an async driver."""
    telegram_token: str | None = field(default=None, repr=False)
    """Without it only the browser chat runs."""
    telegram_api_url: str = TELEGRAM_API
    """Root of the Bot API server, without a slash at the end."""
    chat_host: str = CHAT_HOST
    chat_port: int = CHAT_PORT
    """0 turns the browser chat off."""
    emergency: str = EMERGENCY
    """Whom to call when it cannot wait, as read in the middle of a sentence."""
    pain_easier: int = PAIN_EASIER
    """Pain of 0 to 10 from which a workout becomes easier."""
    pain_stop: int = PAIN_STOP
    """Pain from which it stops."""
    reminder_copies: int = 2
    """How often one reminder is sent at most, when what became of it is not known."""
    reminders_a_day: int = REMINDERS_A_DAY
    """How many calls to train a person gets in a day at most."""
    workers: int = 1
    """How many processes send for the same bot: `run`, and each `ring`."""
    model_dir: Path | None = None
    """A folder with a language model, to look at meaning, too; without it words must do."""
    listener: RecognizerChoice = RecognizerChoice.POCKETSPHINX
    listener_model: Path | None = None
    """A folder; pocketsphinx brings its own model."""
    speaker: SynthesizerChoice = SynthesizerChoice.ESPEAK
    speaker_model: Path | None = None
    """A file with a voice for piper."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables; an empty one counts as unset.

    Raises `SettingsError` naming the variable and the value that cannot be used.
    """
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    data_dir = Path(given.get("BOT_DATA_DIR") or user_data_path("hamstring-coach")).expanduser()
    easier, stop = _pain_limits(
        given.get("BOT_PAIN_EASIER", str(PAIN_EASIER)), given.get("BOT_PAIN_STOP", str(PAIN_STOP))
    )
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(given.get("DATABASE_URL"), data_dir),
        telegram_token=given.get("TELEGRAM_BOT_TOKEN"),
        telegram_api_url=_api_url(given.get("TELEGRAM_API_URL", TELEGRAM_API)),
        chat_host=given.get("BOT_CHAT_HOST", CHAT_HOST),
        chat_port=_port(given.get("BOT_CHAT_PORT", str(CHAT_PORT))),
        emergency=given.get("BOT_EMERGENCY", EMERGENCY),
        pain_easier=easier,
        pain_stop=stop,
        reminder_copies=_copies(given.get("BOT_REMINDER_DOUBT", REPEAT)),
        reminders_a_day=_counted(given, "BOT_REMINDERS_A_DAY", REMINDERS_A_DAY, MOST_A_DAY),
        workers=_counted(given, "BOT_WORKERS", 1, MOST_WORKERS),
        model_dir=_path(given.get("BOT_MODEL_DIR")),
        listener=_one_of(RecognizerChoice, "BOT_LISTENER", given.get("BOT_LISTENER", LISTENER)),
        listener_model=_path(given.get("BOT_LISTENER_MODEL")),
        speaker=_one_of(SynthesizerChoice, "BOT_SPEAKER", given.get("BOT_SPEAKER", SPEAKER)),
        speaker_model=_path(given.get("BOT_SPEAKER_MODEL")),
    )


def _copies(doubt: str) -> int:
    if doubt not in {REPEAT, SKIP}:
        raise SettingsError(f"BOT_REMINDER_DOUBT must be {REPEAT} or {SKIP}, not {doubt!r}.")
    return 2 if doubt == REPEAT else 1


def _counted(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, str(usual))
    if text not in {str(many) for many in range(1, most + 1)}:
        raise SettingsError(f"{name} must be a number from 1 to {most}, not {text[:20]!r}.")
    return int(text)


def _pain_limits(easier: str, stop: str) -> tuple[int, int]:
    scale = [str(pain) for pain in range(1, WORST_PAIN + 1)]
    for name, text in (("BOT_PAIN_EASIER", easier), ("BOT_PAIN_STOP", stop)):
        if text not in scale:
            raise SettingsError(f"{name} must be a number from 1 to {WORST_PAIN}, not {text!r}.")
    if int(easier) > int(stop):
        raise SettingsError(f"BOT_PAIN_EASIER must not be above BOT_PAIN_STOP ({stop}): {easier}.")
    return int(easier), int(stop)


_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg"}
_DRIVERS["postgresql"] = _DRIVERS["postgres"]


def _database_url(text: str | None, data_dir: Path) -> str:
    if text is None:
        file = (data_dir / "coach.sqlite3").absolute().as_uri().removeprefix("file://")
        return f"sqlite+aiosqlite:///{file}"
    scheme, separator, rest = text.partition("://")
    driver = _DRIVERS.get(scheme.partition("+")[0])
    if not separator or driver is None:  # the address itself is not shown: it may hold a password
        raise SettingsError("DATABASE_URL must start with sqlite:// or postgresql://.")
    return f"{driver}://{rest}"


def _one_of(kind: type[_Choice], name: str, text: str) -> _Choice:
    try:
        return kind(text)
    except ValueError:
        *others, last = (one.value for one in kind)
        raise SettingsError(
            f"{name} must be {', '.join(others)} or {last}, not {text[:20]!r}."
        ) from None


def _path(text: str | None) -> Path | None:
    return Path(text).expanduser() if text else None


def _api_url(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme not in {"http", "https"} or not rest.strip("/"):  # not shown: it may hold a token
        raise SettingsError("TELEGRAM_API_URL must be an http:// or https:// address of a server.")
    return text.rstrip("/")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(_LAST_PORT)):
        port = int(text)
        if port <= _LAST_PORT:
            return port
    raise SettingsError(f"BOT_CHAT_PORT must be a number from 0 to 65535, not {text[:20]!r}.")

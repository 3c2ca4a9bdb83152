"""The bot token: checked before anything is sent, and hidden in logs."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.errors import StartError

HIDDEN = "[hidden]"
_TRACEBACKS = logging.Formatter()


@contextmanager
def redacted(secret: str) -> Iterator[None]:
    """No log record made inside shows `secret`: message, traceback or stack.

    A filter would have to sit on every logger or every handler; httpx names the whole address of
    a request, token included, on a logger of its own. All records are born in one place.
    """
    make = logging.getLogRecordFactory()

    def make_redacted(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401  any record
        return redact(make(*args, **kwargs), secret)

    logging.setLogRecordFactory(make_redacted)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)


def redact(record: logging.LogRecord, secret: str) -> logging.LogRecord:
    """The record without the secret."""
    message = _message(record)
    if secret in message:
        record.msg, record.args = message.replace(secret, HIDDEN), None
    if record.stack_info:
        record.stack_info = record.stack_info.replace(secret, HIDDEN)
    if record.exc_info and record.exc_info[0]:
        _redact_traceback(record, secret)
    return record


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a wrong format: logging complains itself, and shows the args
        return f"{record.msg} {record.args}"


def _redact_traceback(record: logging.LogRecord, secret: str) -> None:
    assert record.exc_info
    text = _TRACEBACKS.formatException(record.exc_info)
    if secret in text:  # formatters print `exc_text` when it is there, in place of the exception
        record.exc_text, record.exc_info = text.replace(secret, HIDDEN), None


_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{3,}")

NO_TOKEN = "TELEGRAM_BOT_TOKEN is not set."  # noqa: S105  a sentence about the token, not a token
MISSHAPEN = (
    "TELEGRAM_BOT_TOKEN does not look like a bot token: it must be the number, "
    "the colon and the letters that @BotFather gave you."
)
REFUSED = (
    "Telegram refused TELEGRAM_BOT_TOKEN: ask @BotFather for the bot's current token, "
    "and check TELEGRAM_API_URL if you set it."
)


def read_token(text: str | None) -> str:
    """The token, when it has the shape of one.

    Raises `StartError`, which never shows the token.
    """
    if text is None:
        raise StartError(NO_TOKEN)
    if not _TOKEN.fullmatch(text):
        raise StartError(MISSHAPEN)
    return text


def secret_of(token: str) -> str:
    """The half of a token that nobody may see; the number before it is public."""
    return token.partition(":")[2]

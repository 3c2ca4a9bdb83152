"""Keeps a secret out of the logs, whoever writes them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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

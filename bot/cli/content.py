"""`check`, `questions`, `teach` and `pictures`: what an editor of the content does."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from bot.config import read_settings
from bot.errors import ContentError
from bot.knowledge.content import checking
from bot.knowledge.content.loading import CONTENT, content_files, read_library
from bot.semantic.loading import state
from bot.session.checking import check_workouts
from bot.session.model.workouts import WORKOUTS

REGRESSIONS = Path(__file__).parents[2] / "tests" / "knowledge" / "regressions.jsonl"
_TOP = re.compile(r"^[a-z][a-z0-9_]*:", re.MULTILINE)
"""Where an entry of faq.yaml begins."""


def check(folder: Path | None) -> int:
    """Print what an editor should mend in the content of a folder. Returns the exit code.

    Without a folder it is the content that is shipped. The code is 2 when something is broken.
    """
    content = folder / "knowledge" if folder else CONTENT
    report = checking.check(content, semantic=state(read_settings(os.environ).model_dir))
    print("\n".join(report.lines))
    if report.broken:
        return 2
    workouts = check_workouts(read_library(content).exercises, content / WORKOUTS.name)
    print("\n".join(workouts.lines))
    return 2 if workouts.broken else 0


async def questions() -> int:
    """Print the questions that were kept with consent. Returns the exit code."""
    for line in await _kept_questions():
        print(line)
    return 0


async def _kept_questions() -> list[str]:
    """As JSON lines without any person, oldest first: those refused, then answers that failed."""
    from bot.storage.database import open_database  # noqa: PLC0415 - teaching needs no database
    from bot.storage.feedback import FeedbackRepository  # noqa: PLC0415
    from bot.storage.questions import QuestionRepository  # noqa: PLC0415

    database = await open_database(read_settings(os.environ).database_url)
    try:
        refused = await QuestionRepository(database).export()
        rated = await FeedbackRepository(database).since(datetime.min.replace(tzinfo=UTC))
    finally:
        await database.close()
    lines = [{"q": one.text, "zone": one.zone} for one in refused]
    lines += [
        {"q": one.question, "zone": "answer", "topic": one.topic, "reason": one.reason or ""}
        for one in rated
        if one.question and not one.helpful
    ]
    return [json.dumps(line, ensure_ascii=False) for line in lines]


def teach(topic: str, phrasing: str) -> int:
    """Add a phrasing to a topic, and a regression question. Returns the exit code.

    Raises `ContentError` when the topic is unknown, the phrasing is there already, or this is
    not a checkout with tests.
    """
    if not REGRESSIONS.parent.is_dir():
        raise ContentError(f"{REGRESSIONS.parent}: is missing; teach in a source checkout.")
    faq = content_files(CONTENT)["faq.yaml"]
    faq.write_text(with_phrasing(faq.read_text(encoding="utf-8"), topic, phrasing), "utf-8")
    with REGRESSIONS.open("a", encoding="utf-8") as lines:
        lines.write(regression_line(topic, phrasing))
    print(f"Added to {topic}. Now run: make fit, python -m bot check, make test.")
    return 0


def with_phrasing(faq: str, topic: str, phrasing: str) -> str:
    """The text of faq.yaml with one more phrasing at the end of a topic; comments stay.

    Raises `ContentError` when the topic is unknown or already has that phrasing.
    """
    start, end = _span(faq, topic)
    entry = faq[start:end]
    line = f"    - {json.dumps(phrasing.strip(), ensure_ascii=False)}"
    if line in entry.splitlines():
        raise ContentError(f"faq.yaml: {topic}: phrasings: already holds {phrasing!r}.")
    kept = entry.rstrip("\n")
    last = kept.rfind("\n    - ")
    stop = kept.find("\n", last + 1)
    stop = len(kept) if stop == -1 else stop
    return faq[:start] + kept[:stop] + "\n" + line + kept[stop:] + entry[len(kept) :] + faq[end:]


def _span(faq: str, topic: str) -> tuple[int, int]:
    """Where the entry of a topic begins and ends."""
    starts = [found.start() for found in _TOP.finditer(faq)]
    for start, end in zip(starts, [*starts[1:], len(faq)], strict=True):
        if faq[start:].startswith(f"{topic}:"):
            return start, end
    raise ContentError(f"faq.yaml: there is no topic {topic!r}.")


def regression_line(topic: str, phrasing: str) -> str:
    """The line that keeps the new phrasing answered for ever."""
    return json.dumps({"q": phrasing.strip(), "topic": topic}, ensure_ascii=False) + "\n"


def pictures(sheet: Path) -> int:
    """Draw all movements into a PNG file. Returns the exit code."""
    from bot.pictures.contact_sheet import contact_sheet  # noqa: PLC0415 - drawing loads slowly

    contact_sheet(sheet)
    print(f"Drawn: {sheet}")
    return 0

"""The editor's loop: questions people asked in vain, and teaching one of them."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from bot.config import read_settings
from bot.errors import ContentError
from bot.knowledge.content.loading import CONTENT, content_files
from bot.knowledge.content.teaching import regression_line, with_phrasing

REGRESSIONS = Path(__file__).parents[2] / "tests" / "knowledge" / "regressions.jsonl"


async def kept_questions() -> list[str]:
    """Questions that were kept with consent, oldest first, as JSON lines without any person."""
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


def teach(topic: str, phrasing: str) -> str:
    """Add a phrasing to a topic and a regression question; returns what to do next.

    Raises `ContentError` when the topic is unknown, the phrasing is there already, or this is
    not a checkout with tests.
    """
    if not REGRESSIONS.parent.is_dir():
        raise ContentError(f"{REGRESSIONS.parent}: is missing; teach in a source checkout.")
    faq = content_files(CONTENT)["faq.yaml"]
    faq.write_text(with_phrasing(faq.read_text(encoding="utf-8"), topic, phrasing), "utf-8")
    with REGRESSIONS.open("a", encoding="utf-8") as lines:
        lines.write(regression_line(topic, phrasing))
    return f"Added to {topic}. Now run: make fit, python -m bot check, make test."

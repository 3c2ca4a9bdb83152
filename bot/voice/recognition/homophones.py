"""Words that sound like ours: whatever engine wrote them down, ours were meant."""

from functools import cache
from pathlib import Path

from bot.knowledge.content.loading import parse_yaml, validate

HOMOPHONES = Path(__file__).parent / "homophones.yaml"


def repaired(text: str) -> str:
    """The text with phonetic twins replaced, the longest first; words and single spaces."""
    words = text.split()
    homophones, longest = _homophones()
    out: list[str] = []
    while words:
        for size in range(min(longest, len(words)), 0, -1):
            meant = homophones.get(tuple(words[:size]))
            if meant is not None:
                out.append(meant)
                words = words[size:]
                break
        else:
            out.append(words.pop(0))
    return " ".join(out)


@cache
def _homophones() -> tuple[dict[tuple[str, ...], str], int]:
    data = parse_yaml(HOMOPHONES.name, HOMOPHONES.read_text(encoding="utf-8"))
    table: dict[str, list[str]] = validate(HOMOPHONES.name, dict[str, list[str]], data)
    homophones = {tuple(heard.split()): ours for ours, others in table.items() for heard in others}
    return homophones, max(map(len, homophones))

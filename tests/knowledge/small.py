"""A content of a few topics and one exercise, and how to spoil it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from bot.knowledge.content.loading import CONTENT, content_files
from bot.knowledge.view.answer_text import EXAMPLES

GONE: Final = object()
"""In place of a value: the key is taken away."""
Step = str | int

_BREATHING = {
    "question": "How should I breathe?",
    "section": "Coach",
    "answer": [{"coach": "Out as you lift."}, {"article": "In as you lower."}],
    "followups": ["resting"],
    "phrasings": [f"breathing in manner {at}" for at in range(24)],
}
_RESTING = {
    "question": "How long should I rest?",
    "section": "Coach",
    "answer": [{"coach": "About 45 seconds."}],
    "say": "About forty-five seconds.",
    "followups": ["breathing"],
    "exercise": "curl",
    "keywords": ["pause"],
    "phrasings": [f"resting for {at} breaths" for at in range(24)],
}
_CURL = {
    "name": "Standing curl",
    "kit": "none",
    "level": 1,
    "mode": "repetitions",
    "sides": "each",
    "repetitions": [12, 20],
    "tempo": {"lift": 2, "hold": 1, "lower": 3},
    "rest": 45,
    "steps": [{"article": "Hold a wall."}],
    "cues": [{"coach": "Slowly."}],
    "faults": [
        {
            "id": "swinging",
            "seen": "The leg swings.",
            "felt": "nowhere",
            "mend": {"article": "Slow down."},
            "topic": "breathing",
        }
    ],
    "explains": "resting",
    "picture_text": "A person bends one knee.",
    "muscles": ["hamstrings"],
    "origin_note": "All of it is ours.",
}
_POP = {
    "title": "A pop",
    "urgency": "urgent",
    "advice": "Please stop and see a doctor; if it is bad, call {emergency}.",
    "ask_back": "Did something pop?",
    "prototypes": [f"something popped {at} times" for at in range(15)],
    "hard_negatives": [f"pop song number {at}" for at in range(15)],
}
_EXAMPLES = {
    name: _BREATHING
    | {"question": f"{name}?", "phrasings": [f"{name} in manner {at}" for at in range(24)]}
    for name in EXAMPLES
}
_DATA: Mapping[str, object] = {
    "faq.yaml": {"breathing": _BREATHING, "resting": _RESTING} | _EXAMPLES,
    "exercises.yaml": {"curl": _CURL},
    "small_talk.yaml": {
        "greeting": {"reply": "Hello.", "phrasings": ["hi", "hello", "hey", "yo", "hiya"]}
    },
    "out_of_scope.yaml": {"kitchen": ["how do I bake bread", "how long do eggs boil"]},
    "red_flags.yaml": {
        "families": {"pop": _POP},
        "lexicon": {"sound": ["pop", "snap"]},
        "yes_phrases": ["yes"],
        "no_phrases": ["no"],
        "clear_phrases": ["the doctor cleared me"],
        "not_clear_phrases": ["I think it is fine"],
    },
    "vocabulary.yaml": {
        "phrases": {"ham string": "hamstring"},
        "synonyms": {"rest": ["break"]},
        "anchors": ["breathing", "rest"],
    },
}


def small_texts() -> dict[str, str]:
    """The files by name, all in good order."""
    texts = {name: yaml.safe_dump(data, sort_keys=False) for name, data in _DATA.items()}
    return texts | {"english.txt": "# common words\nhow\nlong\nshould\n"}


def spoiled(file: str, path: tuple[Step, ...], value: object) -> dict[str, str]:
    """The files with one value changed, added or taken away."""
    texts = small_texts()
    data = yaml.safe_load(texts[file])
    _put(data, path, value)
    return texts | {file: yaml.safe_dump(data, sort_keys=False)}


def _put(data: Any, path: tuple[Step, ...], value: object) -> None:  # noqa: ANN401 - any YAML
    *way, last = path
    for step in way:
        data = data[step]
    if value is GONE:
        del data[last]
    else:
        data[last] = value


def write(texts: Mapping[str, str], folder: Path) -> Path:
    """The files laid out like the shipped ones; returns the content folder."""
    content = folder / CONTENT.name
    content.mkdir(parents=True)
    for name, path in content_files(content).items():
        path.write_text(texts[name], encoding="utf-8")
    return content

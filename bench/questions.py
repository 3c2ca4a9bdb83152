"""The questions that are asked when speed is measured."""

import random
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "questions.txt"


@dataclass(frozen=True, slots=True)
class Question:
    """One message of a person."""

    kind: str
    """Clean, typo, long, ..."""
    text: str


def read_questions(file: Path = FILE) -> list[Question]:
    """The questions in the order of the file."""
    return parse_questions(file.read_text(encoding="utf-8"))


def parse_questions(text: str) -> list[Question]:
    """The questions in a text whose lines in brackets name the kind of those below."""
    kind, found = "", []
    for line in text.splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append(Question(kind, line))
    return found


def shuffled_questions() -> list[Question]:
    """All questions in one mixed order, which is the same every time."""
    questions = read_questions()
    random.Random(1).shuffle(questions)
    return questions

import json
import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.knowledge.content.checking import Report, check
from bot.knowledge.content.loading import CONTENT, Library
from bot.knowledge.view.answer_text import EXAMPLES
from tests.knowledge.small import GONE, Step, small_texts, spoiled, write


@pytest.fixture(scope="module")
def shipped() -> Report:
    return check()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The folder of a small content that is in good order but for its weights."""
    return write(small_texts(), tmp_path)


def told(texts: dict[str, str], folder: Path) -> Report:
    return check(write(texts, folder))


def test_the_shipped_content_is_in_good_order(shipped: Report) -> None:
    assert not shipped.broken, "\n".join(shipped.lines)
    assert not any(line.startswith("To mend") for line in shipped.lines)


def test_it_says_what_loaded(shipped: Report, library: Library) -> None:
    phrasings = sum(len(topic.phrasings) for topic in library.topics.values())
    counts = shipped.lines[0]
    assert counts.startswith(f"{len(library.topics)} topics, {phrasings:,} phrasings, ")
    assert f"{len(library.red_flags.families)} red-flag families" in counts
    assert counts.endswith("; 0 clashes")


def test_it_says_whether_meaning_is_compared_too(shipped: Report) -> None:
    assert "semantic matching: not configured" in shipped.lines


def test_advice_is_not_endless(shipped: Report) -> None:
    assert len(shipped.lines) < 150


def test_a_small_content_is_in_good_order(content: Path) -> None:
    report = check(content)
    assert report.lines[0].startswith(
        "11 topics, 264 phrasings, 1 exercises, 2 out-of-scope examples, "
    )
    assert not report.broken


def test_what_cannot_be_loaded_is_told_as_it_is(tmp_path: Path) -> None:
    texts = spoiled("faq.yaml", ("breathing", "question"), 12)
    assert told(texts, tmp_path) == Report(
        ("faq.yaml: breathing: question: Input should be a valid string (got 12)",), broken=True
    )


POP = ("families", "pop")
TO_MEND: list[tuple[str, tuple[Step, ...], object, str]] = [
    ("faq.yaml", ("breathing", "followups"), ["x_y"], "breathing: followups: there is no topic"),
    ("faq.yaml", ("resting", "exercise"), "squat", "resting: exercise: there is no exercise"),
    ("faq.yaml", ("resting", "section"), "Cooch", "resting: section: there is no chapter 'Cooch'"),
    ("faq.yaml", ("cramps_why",), GONE, "wording.py: EXAMPLES: there is no topic 'cramps_why'"),
    (
        "faq.yaml",
        ("breathing", "phrasings", 0),
        "Resting for 3 BREATHS?!",
        "breathing: phrasings: 'Resting for 3 BREATHS?!' is also in faq.yaml: resting",
    ),
    ("faq.yaml", ("resting", "phrasings", 0), "how should i breathe", "also in faq.yaml: resting"),
    (
        "out_of_scope.yaml",
        ("kitchen", 0),
        "Resting for 3 breaths",
        "also in out_of_scope.yaml: kitchen",
    ),
    (
        "small_talk.yaml",
        ("greeting", "phrasings", 0),
        "Resting for 3 breaths!",
        "'resting for 3 breaths' is also in small_talk.yaml: greeting",
    ),
    (
        "red_flags.yaml",
        (*POP, "prototypes", 0),
        "resting for 3 breaths",
        "'resting for 3 breaths' is also in red_flags.yaml: families.pop",
    ),
    ("red_flags.yaml", (*POP, "advice"), "Call {x}.", "advice: only {emergency} fits ('x')"),
    ("red_flags.yaml", (*POP, "advice"), "Call {0}.", "advice: only {emergency} fits"),
    ("red_flags.yaml", (*POP, "advice"), "Call {emergency.", "advice: only {emergency} fits"),
    ("exercises.yaml", ("curl", "easier"), "crawl", "curl: easier: there is no exercise 'crawl'"),
    ("exercises.yaml", ("curl", "harder"), "crawl", "curl: harder: there is no exercise 'crawl'"),
    ("exercises.yaml", ("curl", "other_kit"), ["crawl"], "curl: other_kit: there is no exercise"),
    ("exercises.yaml", ("curl", "explains"), "x_y", "curl: explains: there is no topic 'x_y'"),
    (
        "exercises.yaml",
        ("curl", "faults", 0, "topic"),
        "swings",
        "exercises.yaml: curl: faults.swinging.topic: there is no topic 'swings'",
    ),
]


@pytest.mark.parametrize(("file", "path", "value", "says"), TO_MEND)
def test_what_must_be_mended_is_named(
    file: str, path: tuple[Step, ...], value: object, says: str, tmp_path: Path
) -> None:
    report = told(spoiled(file, path, value), tmp_path)
    assert report.broken
    assert any(says in line for line in report.lines), report.lines


def test_clashes_are_counted(tmp_path: Path) -> None:
    texts = spoiled(
        "out_of_scope.yaml", ("kitchen",), ["resting for 3 breaths", "How long should I rest"]
    )
    assert told(texts, tmp_path).lines[0].endswith("; 2 clashes")


ADVICE: list[tuple[str, tuple[Step, ...], object, str]] = [
    (
        "faq.yaml",
        ("resting", "phrasings"),
        [f"resting {at}" for at in range(23)],
        "faq.yaml: resting: phrasings: 23 are few",
    ),
    ("faq.yaml", ("resting", "phrasings", 0), "Resting, for 3 breaths", "is given 2 times"),
    ("faq.yaml", ("resting", "phrasings", 0), "in brething manner", "'brething' in"),
    (
        "faq.yaml",
        ("resting", "phrasings", 0),
        "breathing in manner 7 too",
        "resting: phrasings: 'breathing in manner 7 too' is nearer to breathing: ",
    ),
    ("faq.yaml", ("resting", "answer", 0, "coach"), "About a minute", "does not end like"),
    ("faq.yaml", ("resting", "say"), "About a minute", "faq.yaml: resting: say: 'About a minute'"),
    ("exercises.yaml", ("curl", "cues", 0, "coach"), "Slowly", "exercises.yaml: curl: cues: "),
    ("small_talk.yaml", ("greeting", "reply"), "Hello", "small_talk.yaml: greeting: reply: "),
    ("faq.yaml", ("resting", "answer", 0, "coach"), "Wait. " * 80, "479 characters are a lot"),
    ("faq.yaml", ("breathing", "followups"), ["breathing"], "resting: no follow-up, exercise"),
]


@pytest.mark.parametrize(("file", "path", "value", "says"), ADVICE)
def test_what_could_be_better_is_named_and_breaks_nothing(
    file: str, path: tuple[Step, ...], value: object, says: str, tmp_path: Path
) -> None:
    texts = spoiled(file, path, value)
    if "no follow-up" in says:
        texts = _without_links_to_resting(texts)
    report = told(texts, tmp_path)
    assert not report.broken
    assert any(says in line for line in report.lines), report.lines


def _without_links_to_resting(texts: dict[str, str]) -> dict[str, str]:
    changed = {
        "faq.yaml": texts["faq.yaml"].replace("- resting\n", "- breathing\n"),
        "exercises.yaml": texts["exercises.yaml"].replace(
            "explains: resting", "explains: breathing"
        ),
    }
    return texts | changed


@pytest.mark.parametrize(("file", "path", "value", "says"), ADVICE)
def test_what_is_good_is_not_advised_about(
    file: str, path: tuple[Step, ...], value: object, says: str, content: Path
) -> None:
    del file, path, value
    assert not any(says in line for line in check(content).lines)


def test_weights_that_are_missing_are_told(content: Path) -> None:
    assert any("no weights for this content" in line for line in check(content).lines)


@pytest.fixture
def weighed(content: Path, shipped_weights: Path) -> Path:
    """The small content beside the weights of the shipped one."""
    shutil.copytree(shipped_weights, content / "fitted")
    return content


@pytest.fixture(scope="module")
def shipped_weights() -> Path:
    return CONTENT / "fitted"


def test_weights_that_are_older_than_the_content_are_told(weighed: Path) -> None:
    advice = "\n".join(check(weighed).lines)
    assert "fitted/head.tsv: older than the content; run `make fit`" in advice
    assert "fitted/safety.tsv: older than the content" in advice


def test_a_family_that_only_the_weights_know_must_be_mended(weighed: Path) -> None:
    report = check(weighed)
    assert report.broken
    assert any("there is no family 'pop_snap'" in line for line in report.lines)


def test_weights_that_cannot_be_read_are_told(weighed: Path) -> None:
    (weighed / "fitted" / "calibration.json").write_text(json.dumps({"blend": {}}))
    report = check(weighed)
    assert report.broken
    assert report.lines[0].startswith("calibration.json: ")


def test_the_command_looks_at_any_folder(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--content", str(content.parent)]) == 0
    assert capsys.readouterr().out.startswith(f"{2 + len(EXAMPLES)} topics, ")


def test_the_command_fails_when_something_must_be_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(spoiled("exercises.yaml", ("curl", "easier"), "crawl"), tmp_path)
    assert main(["check", "--content", str(tmp_path)]) == 2
    assert "To mend (1):\n  exercises.yaml: curl: easier: " in capsys.readouterr().out


def test_the_command_fails_when_nothing_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--content", str(tmp_path)]) == 2
    assert capsys.readouterr().out.startswith("faq.yaml: cannot be read")

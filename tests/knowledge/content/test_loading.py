from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.knowledge.content.loading import Library, content_files, parse_library, read_library
from tests.knowledge.small import GONE, Step, small_texts, spoiled, write

_LONG = "word " * 90
"""450 characters: one such sentence is allowed, two are not."""


def test_good_content_is_read() -> None:
    library = parse_library(small_texts())
    assert library.topics["breathing"].text == "Out as you lift. In as you lower."
    assert library.exercises["curl"].repetitions == (12, 20)
    assert library.out_of_scope["kitchen"][0] == "how do I bake bread"
    assert library.english == {"how", "long", "should"}


def test_each_sentence_says_where_it_comes_from() -> None:
    coach, article = parse_library(small_texts()).topics["breathing"].answer
    assert (coach.origin, article.origin) == ("coach", "article")


def test_content_lies_where_the_shipped_content_lies(tmp_path: Path) -> None:
    content = write(small_texts(), tmp_path)
    assert (tmp_path / "faq.yaml").exists()
    assert read_library(content) == parse_library(small_texts())


def test_the_shipped_content_is_complete(library: Library) -> None:
    assert all(path.exists() for path in content_files().values())
    assert len(library.topics) >= 60
    assert len(library.exercises) >= 6


def test_the_same_content_has_the_same_fingerprint() -> None:
    assert parse_library(small_texts()).fingerprint == parse_library(small_texts()).fingerprint


@pytest.mark.parametrize("file", sorted(small_texts()))
def test_every_file_counts_for_the_fingerprint(file: str) -> None:
    texts = small_texts()
    other = parse_library(texts | {file: f"{texts[file]}# a remark\n"})
    assert other.fingerprint != parse_library(texts).fingerprint


BROKEN: list[tuple[str, tuple[Step, ...], object, str, str]] = [
    ("faq.yaml", ("breathing", "colour"), "red", "breathing: colour: Extra", "(got 'red')"),
    ("faq.yaml", ("breathing", "question"), 12, "breathing: question: ", "(got 12)"),
    ("faq.yaml", ("breathing", "question"), GONE, "breathing: question: Field required", ""),
    ("faq.yaml", ("breathing", "question"), "w" * 61, "breathing: question: ", "60 characters"),
    ("faq.yaml", ("breathing", "question"), "  ", "breathing: question: ", "at least 1"),
    ("faq.yaml", ("breathing", "answer"), [{}], "breathing: answer.0: ", "needs either"),
    (
        "faq.yaml",
        ("breathing", "answer", 0, "article"),
        "Both.",
        "breathing: answer.0: ",
        "needs either article or coach",
    ),
    ("faq.yaml", ("breathing", "answer"), [{"author": "x"}], "breathing: answer.0.author: ", "'x'"),
    ("faq.yaml", ("breathing", "answer"), [], "breathing: answer: ", "at least 1 item"),
    ("faq.yaml", ("breathing", "answer"), "Out.", "breathing: answer: ", "(got 'Out.')"),
    (
        "faq.yaml",
        ("breathing", "answer"),
        [{"coach": _LONG}, {"coach": _LONG}],
        "breathing: entry: ",
        "characters, over 600",
    ),
    ("faq.yaml", ("breathing", "say"), "w" * 601, "breathing: say: ", "600 characters"),
    ("faq.yaml", ("breathing", "followups"), [], "breathing: followups: ", "(got [])"),
    ("faq.yaml", ("breathing", "followups"), ["a b"], "breathing: followups.0: ", "(got 'a b')"),
    ("faq.yaml", ("breathing", "phrasings"), ["why"], "breathing: phrasings: ", "['why']"),
    ("faq.yaml", ("breathing", "phrasings", 3), 12, "breathing: phrasings.3: ", "(got 12)"),
    ("faq.yaml", ("breathing",), None, "breathing: entry: ", "(got None)"),
    ("exercises.yaml", ("curl", "kit"), "barbell", "curl: kit: ", "(got 'barbell')"),
    ("exercises.yaml", ("curl", "level"), 5, "curl: level: ", "(got 5)"),
    ("exercises.yaml", ("curl", "level"), "1", "curl: level: ", "(got '1')"),
    ("exercises.yaml", ("curl", "repetitions"), [20, 12], "curl: entry: ", "[fewest, most]"),
    ("exercises.yaml", ("curl", "repetitions"), [12], "curl: repetitions", ""),
    ("exercises.yaml", ("curl", "tempo", "hold"), 61, "curl: tempo.hold: ", "(got 61)"),
    ("exercises.yaml", ("curl", "rest"), 601, "curl: rest: ", "(got 601)"),
    ("exercises.yaml", ("curl", "faults", 0, "felt"), "ear", "curl: faults.0.felt: ", "'ear'"),
    ("exercises.yaml", ("curl", "explains"), GONE, "curl: explains: Field required", ""),
    ("small_talk.yaml", ("greeting", "phrasings"), ["hi"], "greeting: phrasings: ", "['hi']"),
    ("small_talk.yaml", ("greeting", "reply"), GONE, "greeting: reply: Field required", ""),
    ("out_of_scope.yaml", ("kitchen",), "bread", "kitchen: ", "(got 'bread')"),
    ("red_flags.yaml", ("families", "pop", "urgency"), "x", "families.pop.urgency: ", "(got 'x')"),
    ("red_flags.yaml", ("families", "pop", "prototypes"), [], "families.pop.prototypes: ", "[]"),
    ("red_flags.yaml", ("families", "A b"), {}, "families.A b", "'A b'"),
    ("red_flags.yaml", ("no_phrases",), GONE, "no_phrases: Field required", ""),
    ("vocabulary.yaml", ("phrases",), ["ham string"], "phrases: ", "(got ['ham string'])"),
    ("vocabulary.yaml", ("anchors", 0), None, "anchors.0: ", "(got None)"),
]


@pytest.mark.parametrize(("file", "path", "value", "place", "detail"), BROKEN)
def test_a_bad_value_is_named_with_file_entry_and_key(
    file: str, path: tuple[Step, ...], value: object, place: str, detail: str
) -> None:
    with pytest.raises(ContentError) as error:
        parse_library(spoiled(file, path, value))
    assert any(
        line.startswith(f"{file}: {place}") and detail in line
        for line in str(error.value).splitlines()
    ), error.value


UNREADABLE = [
    ("faq.yaml", "breathing: [", "faq.yaml: line "),
    ("faq.yaml", "- breathing\n- resting\n", "faq.yaml: must be a mapping"),
    ("out_of_scope.yaml", "", "out_of_scope.yaml: must be a mapping"),
    (
        "out_of_scope.yaml",
        "a: [x]\nb: [y]\na: [z]\n",
        "out_of_scope.yaml: line 3: the key 'a' is given twice",
    ),
    ("vocabulary.yaml", "phrases: {a: b, a: c}", "line 1: the key 'a' is given twice"),
    ("small_talk.yaml", "greeting: !!python/name:os.system", "small_talk.yaml: line 1: "),
    ("exercises.yaml", "curl:\n\tlevel: 1\n", "exercises.yaml: line 2: "),
    ("out_of_scope.yaml", "a: \x00", "out_of_scope.yaml: "),
]


@pytest.mark.parametrize(("file", "text", "says"), UNREADABLE)
def test_a_file_that_is_not_a_mapping_is_named_with_its_line(
    file: str, text: str, says: str
) -> None:
    with pytest.raises(ContentError) as error:
        parse_library(small_texts() | {file: text})
    assert says in str(error.value)


def test_several_bad_values_of_an_entry_are_told_at_once() -> None:
    with pytest.raises(ContentError) as error:
        parse_library(spoiled("exercises.yaml", ("curl", "tempo"), {"lift": -1, "hold": 99}))
    assert len(str(error.value).splitlines()) == 3  # and lower is missing


def test_a_long_value_is_shown_shortened() -> None:
    with pytest.raises(ContentError) as error:
        parse_library(spoiled("faq.yaml", ("breathing", "question"), "w" * 500))
    assert len(str(error.value)) < 200


@pytest.mark.parametrize("file", sorted(small_texts()))
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    content = write(small_texts(), tmp_path)
    content_files(content)[file].unlink()
    with pytest.raises(ContentError, match=f"^{file}: cannot be read"):
        read_library(content)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    content = write(small_texts(), tmp_path)
    (content / "out_of_scope.yaml").write_bytes("k: [größe]".encode("latin-1"))
    with pytest.raises(ContentError, match=r"^out_of_scope\.yaml: cannot be read"):
        read_library(content)


ODD = [
    ("out_of_scope.yaml", "? [a, b]\n: [x]\n"),
    ("out_of_scope.yaml", "kitchen: [2024-99-99]\n"),
    ("out_of_scope.yaml", "kitchen: [!!int twelve]\n"),
    ("out_of_scope.yaml", "12: [x]\n"),
    ("faq.yaml", "breathing easily: {}\n"),
]


@pytest.mark.parametrize(("file", "text"), ODD)
def test_what_yaml_allows_and_we_do_not_is_named_too(file: str, text: str) -> None:
    with pytest.raises(ContentError, match=f"^{file}: "):
        parse_library(small_texts() | {file: text})


@pytest.mark.parametrize("name", ["Breathing", "breathing-well", "a:b", "b" * 60])
def test_a_topic_has_a_name_that_fits_behind_a_button(name: str) -> None:
    texts = small_texts()
    faq = texts["faq.yaml"].replace("breathing:", f"{name!r}:", 1)
    with pytest.raises(ContentError, match=f"^faq.yaml: {name}"):
        parse_library(texts | {"faq.yaml": faq})

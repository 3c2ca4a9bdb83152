"""The questions that speed is measured with."""

from bench.questions import Question, parse_questions, read_questions, shuffled_questions


def test_brackets_name_the_kind_of_what_follows() -> None:
    text = "# why\n[typo]\nwat\n\n[long]\nWhat is it?\n"
    assert parse_questions(text) == [Question("typo", "wat"), Question("long", "What is it?")]


def test_there_are_three_hundred_different_ones_of_six_kinds() -> None:
    questions = read_questions()
    assert len({question.text for question in questions}) == len(questions) == 300
    assert len({question.kind for question in questions}) == 6


def test_the_mixed_order_is_the_same_every_time() -> None:
    assert shuffled_questions() == shuffled_questions() != read_questions()

"""Every word of the reminders, as it stands in wording.txt beside this file."""

from pathlib import Path

from tests.reminders.view.test_list_text import every_reply
from tests.wording import check


def test_every_word_is_as_it_was_read_and_approved() -> None:
    check(Path(__file__).with_name("wording.txt"), every_reply())

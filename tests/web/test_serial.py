"""Replies survive storage unchanged."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.replies import Action, Button, Cue, Picture, Reply, Utterance, Verb, act
from bot.web.serial import pack, unpack

words = st.text()
ids = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
buttons = st.builds(
    Button, words, st.builds(Action, st.sampled_from(Verb), st.tuples(ids) | st.just(()))
)
rows = st.lists(st.lists(buttons, max_size=3).map(tuple), max_size=3).map(tuple)
pictures = st.none() | st.builds(Picture, ids, ids, words)
cues = st.builds(Cue, st.floats(0, 1000), words)
utterances = st.none() | st.builds(Utterance, st.lists(cues, min_size=1).map(tuple))


@given(
    st.builds(
        Reply, words, words, words, rows, speech=words, picture=pictures, utterance=utterances
    )
)
def test_a_reply_comes_back_as_it_went(reply: Reply) -> None:
    assert unpack(pack(reply)) == reply


def test_a_button_of_an_older_release_is_left_out() -> None:
    body = json.loads(pack(Reply("Hi", buttons=((act("Stay", Verb.HELP),),))))
    body["buttons"][0].append({"label": "Old", "action": "retired:1"})
    assert unpack(json.dumps(body)).buttons == ((act("Stay", Verb.HELP),),)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.content.entries import Feeling
from bot.knowledge.content.loading import Library
from bot.session.input.grammar import CommandGrammar
from bot.session.input.phrases import PHRASES
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Side
from bot.session.model.log import Effort

COMMANDS: dict[SessionVerb, str] = {
    SessionVerb.BEGIN: "begin | start | I'm ready | let's go | ready to go | ok, start"
    " | start the next set"
    " | skip the rest | sides switched | I'm in position",
    SessionVerb.DONE: "done | Done! | I'm done | finished | all done | that's it | did it | ok done"
    " | set finished | finished the set | doen | dnoe | finishd | done now",
    SessionVerb.NEXT: "next | next one | Next please | next set | go to the next one"
    " | let's move on | nxt"
    " | next exercise | nextt | can we move on?",
    SessionVerb.SKIP: "skip | skip this one | skip it | skip this set please"
    " | I want to skip this one"
    " | sikp this one | can I skip this one? | leave this one out | not this one | pass",
    SessionVerb.BACK: "back | go back | undo | oops | oops, wrong button | one step back | previous"
    " | can we go back? | take that back | that was a mistake | prevoius step",
    SessionVerb.REPEAT: "again | repeat | once more | one more time | repeat that please"
    " | say that again"
    " | could you repeat that? | do it again | redo the set | restart this set | agian",
    SessionVerb.PAUSE: "pause | wait | hold on | one moment | give me a second | I need a break"
    " | can we pause? | pause? | just a minute | brb | puase | stop the clock | hang on please",
    SessionVerb.RESUME: "resume | continue | go on | carry on | keep going | I'm back | it's gone"
    " | the cramp is gone | all good | let's continue | contineu | never mind | it let go",
    SessionVerb.EASIER: "easier | make it easier | too hard | this is too hard"
    " | can we make it easier?"
    " | something easier please | I can't do this | esier | it's too heavy | easyer | less weight",
    SessionVerb.HARDER: "harder | make it harder | too easy | this is too easy"
    " | give me something harder"
    " | step it up | hadrer | can we make it harder? | more weight",
    SessionVerb.OTHER_KIT: "other kit | different kit | swap the exercise | something else"
    " | change kit"
    " | can I have a different exercise? | swap it | diferent exercise",
    SessionVerb.MORE_REST: "more rest | I need more rest | a longer rest | not ready yet"
    " | more time please"
    " | can I have more rest? | 15 more seconds | I'm still tired | a bit longer | mroe rest",
    SessionVerb.LESS_REST: "less rest | shorter rest | shorter break please | less rest time"
    " | minus 15",
    SessionVerb.NO_REST: "no rest | no timer | turn off the timer | timer off | without rest"
    " | no clock",
    SessionVerb.CRAMP: "cramp | cramping | I have a cramp | my hamstring is cramping | got a cramp"
    " | it's still cramping | my left leg is cramping again | cramp in my calf | crmap"
    " | charley horse | my leg cramped up | it seized up | the muscle is cramping",
    SessionVerb.STOP: "stop | STOP!!! | stop now | stop? | I want to stop | quit | enough"
    " | end session"
    " | stop the workout | that's enough for today | I give up | can we stop? | stpo"
    " | call it a day"
    " | I have to go",
    SessionVerb.SAVE: "save | save it | save what I did | keep what I did | save and stop"
    " | save workout",
    SessionVerb.DROP: "drop it | discard | don't save it | throw it away | delete this session"
    " | discrad it",
}
WORDED = [(text.strip(), kind) for kind, row in COMMANDS.items() for text in row.split("|")]


def done(
    amount: int | None = None, side: Side | None = None, effort: Effort | None = None
) -> SessionAction:
    return SessionAction(SessionVerb.DONE, amount, side=side, effort=effort)


def hurts(pain: int | None = None, place: Feeling | None = None) -> SessionAction:
    return SessionAction(SessionVerb.HURTS, pain, feeling=place)


def felt(place: Feeling) -> SessionAction:
    return SessionAction(SessionVerb.FELT, feeling=place)


def effort(how: Effort) -> SessionAction:
    return SessionAction(SessionVerb.EFFORT, effort=how)


SENTENCES: dict[str, SessionAction] = {
    "12": done(12),
    "twelve": done(12),
    "twelv": done(12),
    "twenty one": done(21),
    "twenty-one": done(21),
    "a dozen": done(12),
    "0": done(0),
    "did 15": done(15),
    "I did fifteen": done(15),
    "15 reps": done(15),
    "15 repetitions done": done(15),
    "only 9": done(9),
    "got 10": done(10),
    "I managed eight": done(8),
    "did one": done(1),
    "20 seconds": done(20),
    "held it for 20 seconds": done(20),
    "twelve left easy": done(12, Side.LEFT, Effort.EASY),
    "12 left": done(12, Side.LEFT),
    "right 11 hard": done(11, Side.RIGHT, Effort.HARD),
    "12 on the left side": done(12, Side.LEFT),
    "I did twelve reps on the left leg": done(12, Side.LEFT),
    "15 each side": done(15, Side.BOTH),
    "12 reps, felt easy": done(12, effort=Effort.EASY),
    "12 just right": done(12, effort=Effort.RIGHT),
    "left done": done(side=Side.LEFT),
    "right leg finished": done(side=Side.RIGHT),
    "done, that was hard": done(effort=Effort.HARD),
    "hurts 5": hurts(5),
    "it hurts 3": hurts(3),
    "hurts five": hurts(5),
    "pain 4": hurts(4),
    "pain is 4 out of 10": hurts(4),
    "pain level 2": hurts(2),
    "7/10": hurts(7),
    "about 3 out of ten": hurts(3),
    "sore 2": hurts(2),
    "it hurts": hurts(),
    "that hurts": hurts(),
    "this is painful": hurts(),
    "ouch": hurts(),
    "hurst": hurts(),
    "my knee hurts": hurts(place=Feeling.KNEE),
    "my lower back hurts a bit": hurts(place=Feeling.LOW_BACK),
    "knee pain 4": hurts(4, Feeling.KNEE),
    "no pain": hurts(0),
    "it doesn't hurt": hurts(0),
    "pain free no pain": hurts(0),
    "felt it in my glutes": felt(Feeling.GLUTE),
    "glutes": felt(Feeling.GLUTE),
    "mostly in my butt": felt(Feeling.GLUTE),
    "hamstring": felt(Feeling.HAMSTRING),
    "felt it in my hammies": felt(Feeling.HAMSTRING),
    "back of my thigh": felt(Feeling.HAMSTRING),
    "in the back of the leg": felt(Feeling.HAMSTRING),
    "hamstrings and glutes": felt(Feeling.HAMSTRING),
    "lower back": felt(Feeling.LOW_BACK),
    "in my back": felt(Feeling.LOW_BACK),
    "my back is arching": felt(Feeling.LOW_BACK),
    "my back arches": felt(Feeling.LOW_BACK),
    "I'm arching my back": felt(Feeling.LOW_BACK),
    "lower back is taking over": felt(Feeling.LOW_BACK),
    "hamstrings and a bit in my lower back": felt(Feeling.LOW_BACK),
    "felt it in my knee": felt(Feeling.KNEE),
    "knee": felt(Feeling.KNEE),
    "nowhere": felt(Feeling.NOWHERE),
    "felt nothing": felt(Feeling.NOWHERE),
    "I didn't feel anything": felt(Feeling.NOWHERE),
    "I don't feel it in my hamstrings": felt(Feeling.NOWHERE),
    "my leg is swinging": felt(Feeling.NOWHERE),
    "felt it in my gluets": felt(Feeling.GLUTE),
    "easy": effort(Effort.EASY),
    "that was easy": effort(Effort.EASY),
    "that was really hard": effort(Effort.HARD),
    "just right": effort(Effort.RIGHT),
    "it was just right": effort(Effort.RIGHT),
    "that was good": effort(Effort.RIGHT),
    "tough": effort(Effort.HARD),
}

QUESTIONS = """
    how many sets should I do
    how many reps is best?
    how long should I rest between sets
    why does my back arch
    why do my hamstrings cramp?
    is it ok to feel it in my glutes
    is it normal that it hurts a bit
    should I stop when it hurts
    should I do it again tomorrow
    when should I go harder
    when can I make it harder
    what comes next after bodyweight
    what is a finisher
    what is the next exercise on the ladder
    which muscles does this work
    which kit is better, band or weight
    can I do this every day
    can I use a band instead of an ankle weight?
    can I train with sore hamstrings
    can I skip leg day
    does this build muscle
    does it help my deadlift
    do I need to pause at the top
    do I have to do both legs
    do I go all the way up
    where should I feel it
    where should I feel the standing curl?
    who says so
    are ankle weights worth it
    is 15 enough?
    are 12 reps enough
    is twenty too many?
    12 or 15?
    15?
    done?
    easier?
    next?
    how do I stop the cramping
    how do I stop swinging my leg
    how to make the curl harder
    how to breathe
    how high should I lift
    how fast should I go down
    tell me about the prone lift
    explain active insufficiency
    what is quad dominance
    my back arches when I lift my leg, why
    I feel it in my calves instead of my hamstrings
    I feel it in my lower back, is that bad?
    felt it in my glutes is that ok
    my hamstring is tight in the morning
    stretching before or after
    pause at the top or not
    stop at 12 or go to 20
    skip the warm up if I am in a hurry
    repeat how many times
    back squat before or after this
    back day tomorrow, still ok
    save money on ankle weights
    drop sets for hamstrings
    rest days between sessions
    more rest or less rest for endurance
    harder than nordic curls
    easier than a deadlift
    next week I travel, what should I do
    ready to squat after the primer?
    the finisher after squats or deadlifts
    standing curl or prone lift first
    hamstring curl machine
    do band curls work
    hold the squeeze for how long
    two times a week or three
    3 sets
    set 2
    what does slowly mean
    I want to run faster
    I need new shoes
    I want to know more about cramps
    let's talk about protein
    can you explain the tempo
    could you tell me why I cramp
    what was the cue
    tell me the cue for this set
    show me the movement
    what do I do with my arms
    my phone died yesterday
    thank you
    hello
    good morning
    you are great
    ok
    yes
    no
    please
    nice one
    well done
    uneven legs
    it is raining
    left or right first
    which leg first
    my left leg is weaker than my right
    my knee clicks
    knee over toes or behind
    glutes or hamstrings
    why is it so hard
    was that easy
    12 12
    did 12 on left and 10 on right
    hurts 15
    hurts when I sit
    it hurts when I lift my leg
    it does not hurt much but it is numb
"""
ASKED = [line.strip() for line in QUESTIONS.splitlines() if line.strip()]


@pytest.mark.parametrize(("text", "kind"), WORDED)
def test_a_command_is_understood(grammar: CommandGrammar, text: str, kind: SessionVerb) -> None:
    assert grammar.parse(text) == SessionAction(kind)


@pytest.mark.parametrize(("text", "action"), SENTENCES.items())
def test_a_sentence_is_understood(
    grammar: CommandGrammar, text: str, action: SessionAction
) -> None:
    assert grammar.parse(text) == action


@pytest.mark.parametrize("text", ASKED)
def test_a_question_is_left_to_others(grammar: CommandGrammar, text: str) -> None:
    assert grammar.parse(text) is None


def test_the_tables_are_worth_their_name() -> None:
    assert len({text for text, _ in WORDED}) + len(SENTENCES) >= 240
    assert len(set(ASKED)) >= 100


def test_every_phrase_means_what_it_stands_under(grammar: CommandGrammar) -> None:
    wrong = [
        (phrase.strip(), kind, understood)
        for kind, table in PHRASES.items()
        for phrase in table.split(",")
        if (understood := grammar.parse(phrase)) != SessionAction(kind)
    ]
    assert wrong == []


def test_hardly_any_question_of_the_guide_is_taken_for_a_command(
    grammar: CommandGrammar, library: Library
) -> None:
    asked = [phrase for topic in library.topics.values() for phrase in topic.phrasings]
    taken = [text for text in asked if grammar.parse(text)]
    assert len(taken) <= len(asked) * 0.004


@pytest.mark.parametrize("kind", ["upper_body"])
def test_other_peoples_questions_are_no_commands(
    grammar: CommandGrammar, library: Library, kind: str
) -> None:
    assert [text for text in library.out_of_scope[kind] if grammar.parse(text)] == []


@pytest.mark.parametrize(
    "text", ["", " ", "?", "...", "\U0001f44d", "\u043f\u0430\u0443\u0437\u0430"]
)
def test_nothing_to_read_is_no_command(grammar: CommandGrammar, text: str) -> None:
    assert grammar.parse(text) is None


def test_a_message_of_more_than_fourteen_words_is_no_command(grammar: CommandGrammar) -> None:
    fourteen = "i did 12 reps on the right side with leg and it was easy"
    assert grammar.parse(fourteen) == SessionAction(
        SessionVerb.DONE, 12, side=Side.RIGHT, effort=Effort.EASY
    )
    assert grammar.parse(fourteen.replace("easy", "very easy")) is None


def test_only_a_long_word_may_hold_two_typos(grammar: CommandGrammar) -> None:
    assert grammar.parse("next exarsise") == SessionAction(SessionVerb.NEXT)
    assert grammar.parse("disacrd it") == SessionAction(SessionVerb.DROP)
    assert grammar.parse("dsicadr it") is None


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("twenty one", 21),
        ("twenty nine", 29),
        ("ninety one", 91),
        ("nineteen", 19),
        ("nineteen one", None),
        ("twenty ten", None),
        ("twenty zero", None),
        ("hundred", 100),
        ("hundred five", None),
        ("999", 999),
        ("1000", None),
    ],
)
def test_tens_and_ones_are_one_number(
    grammar: CommandGrammar, words: str, amount: int | None
) -> None:
    expected = None if amount is None else SessionAction(SessionVerb.DONE, amount)
    assert grammar.parse(f"did {words} reps") == expected


@pytest.mark.parametrize(
    "word", ["shop", "bone", "bake", "text", "wait4", "bicycle", "skirt", "west"]
)
def test_a_real_word_is_not_bent_into_a_command(grammar: CommandGrammar, word: str) -> None:
    assert grammar.parse(word) is None


@given(st.text(max_size=40))
def test_any_text_may_come(grammar: CommandGrammar, text: str) -> None:
    action = grammar.parse(text)
    assert action is None or action.revision is None

"""From several hypotheses to what was said, by table; and what is not listened to at all."""

import pytest

from bot.conversation.speech_input import (
    MOST_OFFERED,
    Doubt,
    Scene,
    SpeechInput,
    Sure,
    Understood,
    Unsure,
    unfit,
)
from bot.domain.audio import (
    LARGEST,
    LONGEST,
    ExpectedSpeech,
    Hypothesis,
    NotHeard,
    RecognitionError,
    Recording,
)
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.session.input.grammar import CommandGrammar as Commands
from tests.fakes import Voices

CRAMPS = "why do my hamstrings cramp"
CRAMP = "why do my hamstring cramp"
COME = "why do my hamstrings come"
STEPS = "how many steps should i do"
REPS = "how many reps should i do"
NUMB = "my leg is numb"
DUMB = "my leg is dumb"
SWOLLEN = "my calf is swollen"
WEATHER = "what is the weather"
NUMB_FAMILY, CALF_FAMILY = "numb_tingle_footdrop", "calf_clot"

Said = list[tuple[str, float]]
IDLE, TRAINING = Scene(), Scene(training=True)


@pytest.fixture(scope="module")
def commands(knowledge: KnowledgeBase) -> Commands:
    return Commands.of(knowledge.library.english)


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.fixture
def speech_input(knowledge: KnowledgeBase, commands: Commands, voices: Voices) -> SpeechInput:
    return SpeechInput(knowledge, voices, commands.parse)


def chosen(speech_input: SpeechInput, said: Said, scene: Scene = IDLE) -> Understood:
    return speech_input.choose([Hypothesis(text, weight) for text, weight in said], scene)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ([(CRAMPS, 0.9)], CRAMPS),
        # the same question twice beats a likelier one that asks for nothing
        ([(WEATHER, 0.3), (CRAMPS, 0.25), (CRAMP, 0.25)], CRAMPS),
        ([(STEPS, 0.3), (REPS, 0.5)], REPS),
        ([(COME, 0.3), (CRAMPS, 0.28), (CRAMP, 0.27)], CRAMPS),
        # what was heard clearly is taken, whatever it may mean
        ([(WEATHER, 0.8), (CRAMPS, 0.1)], WEATHER),
        ([("hello", 0.6), (CRAMPS, 0.2)], "hello"),
    ],
)
def test_the_guess_is_taken_whose_meaning_is_likeliest(
    speech_input: SpeechInput, said: Said, text: str
) -> None:
    understood = chosen(speech_input, said)
    assert isinstance(understood, Sure)
    assert understood.text == text


@pytest.mark.parametrize(
    ("said", "hypotheses"),
    [
        ([(STEPS, 0.3), (WEATHER, 0.3)], (STEPS, WEATHER)),
        ([(REPS, 0.3), (CRAMPS, 0.3), (WEATHER, 0.2)], (REPS, CRAMPS, WEATHER)),
        # one of two that mean the same is enough
        ([(WEATHER, 0.3), (CRAMPS, 0.2), (CRAMP, 0.1), (STEPS, 0.1)], (WEATHER, CRAMPS, STEPS)),
        ([(WEATHER, 0.3)], (WEATHER,)),
        ([(CRAMPS, 0.0), (REPS, 0.0)], (CRAMPS, REPS)),
    ],
)
def test_what_may_have_been_several_things_is_asked(
    speech_input: SpeechInput, said: Said, hypotheses: tuple[str, ...]
) -> None:
    assert chosen(speech_input, said) == Unsure(hypotheses)


def test_at_most_a_few_are_offered(speech_input: SpeechInput) -> None:
    understood = chosen(speech_input, [(f"the ships of harbour {at}", 0.1) for at in range(9)])
    assert isinstance(understood, Unsure)
    assert len(understood.hypotheses) == MOST_OFFERED


def test_a_long_story_is_not_offered_but_taken(speech_input: SpeechInput) -> None:
    story = "tell me about the ships in the harbour " * 8
    assert chosen(speech_input, [(story, 0.2), (WEATHER, 0.2)]) == Sure(story, (WEATHER,))


def test_what_else_it_may_have_been_means_something_else(speech_input: SpeechInput) -> None:
    understood = chosen(speech_input, [(CRAMPS, 0.5), (CRAMP, 0.2), (REPS, 0.1), (WEATHER, 0.1)])
    assert understood == Sure(CRAMPS, (REPS, WEATHER))


# Red flags: no guess is overlooked that may have been said.


@pytest.mark.parametrize("said", [[(NUMB, 0.9)], [(NUMB, 0.4), (DUMB, 0.35), (CRAMPS, 0.2)]])
def test_a_red_flag_that_is_likeliest_is_taken_at_its_word(
    speech_input: SpeechInput, said: Said
) -> None:
    understood = chosen(speech_input, said)
    assert isinstance(understood, Sure)
    assert understood.text == NUMB


@pytest.mark.parametrize("scene", [IDLE, TRAINING])
@pytest.mark.parametrize(
    ("said", "text", "family"),
    [
        ([(DUMB, 0.6), (NUMB, 0.3)], DUMB, NUMB_FAMILY),
        ([(CRAMPS, 0.5), (CRAMP, 0.2), (NUMB, 0.06)], CRAMPS, NUMB_FAMILY),
        ([("next", 0.6), (SWOLLEN, 0.2)], "next", CALF_FAMILY),
        ([(WEATHER, 0.2), (STEPS, 0.2), (NUMB, 0.2)], WEATHER, NUMB_FAMILY),
        # of two the likelier one is asked about
        ([(CRAMPS, 0.5), (NUMB, 0.1), (SWOLLEN, 0.3)], CRAMPS, CALF_FAMILY),
    ],
)
def test_a_red_flag_that_may_have_been_said_is_asked_about(
    speech_input: SpeechInput, said: Said, text: str, family: str, scene: Scene
) -> None:
    understood = chosen(speech_input, said, scene)
    assert isinstance(understood, Doubt)
    assert (understood.text, understood.family) == (text, family)


def test_a_red_flag_that_was_hardly_said_is_let_go(speech_input: SpeechInput) -> None:
    assert chosen(speech_input, [(CRAMPS, 0.9), (NUMB, 0.05)]) == Sure(CRAMPS, (NUMB,))


# In a session its own words come first.


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ([("next", 0.5), ("text", 0.3)], "next"),
        ([("text", 0.3), ("next", 0.25), ("next one", 0.2)], "next"),
        ([("twelve", 0.5), ("twenty", 0.2)], "twelve"),
        ([("hurts five", 0.6), ("hurts nine", 0.2)], "hurts five"),
        ([("stop", 0.5), ("skip", 0.4)], "stop"),
        ([("my hamstring is cramping", 0.9)], "my hamstring is cramping"),
        ([("next", 0.8), ("stop", 0.1)], "next"),
    ],
)
def test_words_of_a_session_are_known(speech_input: SpeechInput, said: Said, text: str) -> None:
    understood = chosen(speech_input, said, TRAINING)
    assert isinstance(understood, Sure)
    assert understood.text == text


@pytest.mark.parametrize(
    "said",
    [
        [("skip", 0.5), ("stop", 0.4)],
        [("done", 0.6), ("hurts", 0.2)],
        [("twelve", 0.3), ("twenty", 0.3)],
        [("hurts five", 0.3), ("hurts nine", 0.3)],
    ],
)
def test_a_doubtful_command_is_not_carried_out(speech_input: SpeechInput, said: Said) -> None:
    assert chosen(speech_input, said, TRAINING) == Unsure(tuple(text for text, _ in said))


def test_outside_a_session_its_words_mean_nothing(speech_input: SpeechInput) -> None:
    assert isinstance(chosen(speech_input, [("twelve", 0.3), ("done", 0.2)]), Unsure)


# A question of ours waits for its answer.


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ([("know", 0.3), ("no", 0.45)], Sure("no", ("know",))),
        ([("no", 0.4), ("yes", 0.35)], Unsure(("no", "yes"))),
        ([("no", 0.6), ("yes", 0.2)], Unsure(("no", "yes"))),
        ([("yes", 0.4), ("yeah", 0.3), ("no", 0.1)], Sure("yes", ("no",))),
        ([(NUMB, 0.5), ("no", 0.4)], Sure(NUMB, ("no",))),
    ],
)
def test_yes_and_no_are_listened_for(
    speech_input: SpeechInput, said: Said, understood: Understood
) -> None:
    assert chosen(speech_input, said, Scene(asked=True)) == understood


def test_days_and_times_are_listened_for(speech_input: SpeechInput) -> None:
    said = [("monday had heaven", 0.3), ("monday at seven", 0.4)]
    understood = chosen(speech_input, said, Scene(arranging=True))
    assert isinstance(understood, Sure)
    assert understood.text == "monday at seven"


# What is not listened to.


@pytest.mark.parametrize(
    ("size", "seconds", "why"),
    [
        (0, 1.0, RecognitionError.EMPTY),
        (LARGEST + 1, 1.0, RecognitionError.TOO_LARGE),
        (9, LONGEST + 1, RecognitionError.TOO_LONG),
        (LARGEST, LONGEST, None),
        (None, None, None),
        (None, LONGEST + 1, RecognitionError.TOO_LONG),
    ],
)
def test_what_is_unfit_is_known_before_it_is_fetched(
    size: int | None, seconds: float | None, why: RecognitionError | None
) -> None:
    assert unfit(size, seconds) is why


async def test_what_is_unfit_is_not_listened_to(speech_input: SpeechInput, voices: Voices) -> None:
    heard = await speech_input.understand(Recording(b"", seconds=2.0), IDLE)
    assert heard == NotHeard(RecognitionError.EMPTY)
    assert voices.grammars == []


@pytest.mark.parametrize(
    ("scene", "grammar"), [(IDLE, ExpectedSpeech.QUESTIONS), (TRAINING, ExpectedSpeech.COMMANDS)]
)
async def test_in_a_session_commands_are_expected(
    speech_input: SpeechInput, voices: Voices, scene: Scene, grammar: ExpectedSpeech
) -> None:
    assert await speech_input.understand(voices.recording("next"), scene) == Sure("next")
    assert voices.grammars == [grammar]


async def test_why_nothing_was_heard_is_passed_on(
    speech_input: SpeechInput, voices: Voices
) -> None:
    silence = voices.recording(RecognitionError.SILENT)
    assert await speech_input.understand(silence, IDLE) == NotHeard(RecognitionError.SILENT)

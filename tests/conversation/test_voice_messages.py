"""Voice messages: heard, answered as if typed, and mended with a tap."""

import pytest

from bot.conversation.speech_output import MODE
from bot.domain.audio import (
    ExpectedSpeech,
    NotHeard,
    RecognitionError,
    Recording,
    Transcript,
)
from bot.domain.awaited import SafetyQuestion
from bot.domain.replies import Placement, Verb
from bot.knowledge.view import safety_text, voice_text
from bot.knowledge.view.answer_text import stale
from bot.session.model.steps import Step
from tests.conversation.chat import Chat

CRAMPS = "why do my hamstrings cramp"
REPS = "how many reps should i do"
WEATHER = "what is the weather"
NUMB = "my leg is numb"
FAMILY = "numb_tingle_footdrop"
ANSWER = "Why do my hamstrings cramp?"
UNCLEAR = ((CRAMPS, 0.3), (REPS, 0.3), (WEATHER, 0.2))


@pytest.fixture(autouse=True)
def _silent(chat: Chat) -> None:
    chat.preferences.chosen[chat.person, MODE] = "off"


@pytest.fixture
async def training(chat: Chat) -> Chat:
    """A chat with a session at its first set."""
    await chat.write("/session finisher")
    await chat.tap_on("Start")
    return chat


def step_of(chat: Chat) -> Step:
    assert chat.session
    return chat.session.step


async def test_a_question_is_heard_and_answered(chat: Chat) -> None:
    heard, answer = await chat.speak(CRAMPS)
    assert heard.text == f"I heard: \u201c{CRAMPS}\u201d"
    typed = await chat.write(CRAMPS)
    assert (answer,) == typed


async def test_what_was_heard_is_remembered_as_what_was_typed(chat: Chat) -> None:
    await chat.write(CRAMPS)
    typed = chat.state
    chat.states.kept.clear()
    await chat.speak(CRAMPS)
    assert chat.state == typed


async def test_a_recording_leans_on_the_question_before(chat: Chat) -> None:
    await chat.write("how do i do the standing curl")
    _, answer = await chat.speak(("how many of those", 0.7), ("how many of these", 0.2))
    assert answer.title


@pytest.mark.parametrize("why", list(RecognitionError))
async def test_there_is_always_an_answer(chat: Chat, why: RecognitionError) -> None:
    await chat.speak(why)
    assert chat.reply == voice_text.not_heard(why)
    assert "type it" in chat.reply.text


async def test_signs_without_words_are_silence(chat: Chat) -> None:
    await chat.speak(" - ", "...")
    assert chat.reply == voice_text.not_heard(RecognitionError.SILENT)
    heard, _ = await chat.speak((" - ", 0.5), (CRAMPS, 0.4))
    assert CRAMPS in heard.text


async def test_a_slash_in_a_transcript_is_no_command(chat: Chat) -> None:
    heard, answer = await chat.speak("/session finisher")
    assert heard.text == "I heard: \u201c/session finisher\u201d"
    assert chat.session is None
    assert "Get ready" not in answer.text


# Mending what was misheard.


async def test_it_is_mended_with_a_tap(chat: Chat) -> None:
    await chat.speak((CRAMPS, 0.7), (REPS, 0.1), (WEATHER, 0.1))
    await chat.tap_on("Not what I said")
    assert chat.labels() == [REPS, WEATHER, "None of these, I will type"]
    assert chat.reply.place is Placement.INSTEAD
    picked, answer = await chat.tap_on(REPS)
    assert (picked.place, picked.buttons[0][0].label) == (Placement.BUTTONS, REPS)
    assert (answer,) == await chat.write(REPS)


async def test_without_other_guesses_the_person_is_asked_to_type(chat: Chat) -> None:
    await chat.speak(CRAMPS)
    await chat.tap_on("Not what I said")
    assert "Please type it" in chat.reply.text


async def test_when_unsure_it_asks_at_once(chat: Chat) -> None:
    await chat.speak(*UNCLEAR)
    assert chat.labels() == [CRAMPS, REPS, WEATHER, "None of these, I will type"]
    assert CRAMPS in chat.reply.speech
    assert chat.state.topic is None
    _, answer = await chat.tap_on(CRAMPS)
    assert answer.title == ANSWER


async def test_none_of_the_guesses_may_be_right(chat: Chat) -> None:
    await chat.speak(*UNCLEAR)
    await chat.tap_on("None of these")
    assert "Please type it" in chat.reply.text


async def test_a_guess_is_taken_once(chat: Chat) -> None:
    await chat.speak(*UNCLEAR)
    again = [button for button in chat.buttons() if button.label == CRAMPS]
    await chat.tap_on(CRAMPS)
    await chat.tap(again[0])
    assert chat.reply == stale()


async def test_guesses_of_an_older_recording_are_stale(chat: Chat) -> None:
    await chat.speak(*UNCLEAR)
    old = list(chat.buttons())
    await chat.speak(("how do i stretch", 0.3), (WEATHER, 0.3))
    for button in old:
        await chat.tap(button)
        assert chat.reply == stale()


@pytest.mark.parametrize("arguments", [(), ("0",), ("0", "00000000"), ("0", "1", "2")])
async def test_a_made_up_button_is_stale(chat: Chat, arguments: tuple[str, ...]) -> None:
    await chat.speak(*UNCLEAR)
    await chat.tap_data(":".join((Verb.HEARD.value, *arguments)))
    assert chat.reply == stale()


@pytest.mark.parametrize("what", ["3", "-1", "x", ""])
async def test_a_guess_that_was_not_offered_is_stale(chat: Chat, what: str) -> None:
    await chat.speak(*UNCLEAR)
    mark = voice_text.mark(chat.state.heard)
    await chat.tap_data(f"heard:{what}:{mark}")
    assert chat.reply == stale()


async def test_a_long_guess_fits_on_its_button(chat: Chat) -> None:
    long = "and so on " * 20
    await chat.speak((long, 0.3), (WEATHER, 0.3))
    assert len(chat.labels()[0]) <= 60
    assert chat.state.heard[0] == long


# Red flags.


async def test_a_spoken_red_flag_locks(chat: Chat) -> None:
    heard, stop = await chat.speak(NUMB)
    assert NUMB in heard.text
    assert stop.title == "Please stop here"
    assert chat.state.locked == FAMILY


async def test_a_red_flag_among_the_guesses_is_asked_about(chat: Chat) -> None:
    _, question = await chat.speak((CRAMPS, 0.5), (NUMB, 0.2))
    families = chat.conversation.text.knowledge_base.library.red_flags.families
    assert question == safety_text.ask_back(families[FAMILY], FAMILY)
    assert chat.state.safety_question == SafetyQuestion(FAMILY)


async def test_a_spoken_yes_to_that_stops(chat: Chat) -> None:
    await chat.speak((CRAMPS, 0.5), (NUMB, 0.2))
    _, stop = await chat.speak("yes")
    assert stop.title == "Please stop here"
    assert chat.state.locked == FAMILY


async def test_a_spoken_no_goes_on_with_the_question(chat: Chat) -> None:
    await chat.speak((CRAMPS, 0.5), (NUMB, 0.2))
    _, answer = await chat.speak("no")
    assert answer.title == ANSWER
    assert chat.state.safety_question is None


async def test_a_red_flag_in_an_endless_transcript_is_not_overlooked(chat: Chat) -> None:
    _, stop = await chat.speak(f"{NUMB}. {'and so on ' * 300}")
    assert stop.title == "Please stop here"


async def test_a_mended_red_flag_locks_too(chat: Chat) -> None:
    await chat.speak((CRAMPS, 0.9), (NUMB, 0.05))
    await chat.tap_on("Not what I said")
    await chat.tap_on(NUMB)
    assert chat.state.locked == FAMILY


# In a session.


async def test_a_spoken_command_moves_a_session_on(training: Chat) -> None:
    heard, card = await training.speak("done")
    assert training.voices.grammars == [ExpectedSpeech.COMMANDS]
    assert heard.text == "I heard: \u201cdone\u201d"
    assert card.place in {Placement.CARD, Placement.NEXT_CARD}
    assert step_of(training) is Step.SWITCH


async def test_a_doubtful_command_is_carried_out_when_tapped(training: Chat) -> None:
    await training.speak(("done", 0.4), ("hurts", 0.3))
    assert step_of(training) is Step.WORK
    await training.tap_on("hurts")
    assert step_of(training) is Step.PAIN_SCALE


async def test_a_misheard_command_can_be_undone(training: Chat) -> None:
    await training.speak(("done", 0.8), ("down", 0.1))
    await training.tap_on("Not what I said")
    assert "\u201cback\u201d undoes it" in training.reply.text
    await training.speak("back")
    assert step_of(training) is Step.WORK


@pytest.mark.parametrize(
    ("said", "step"),
    [("hurts five", Step.WORK), ("stop", Step.STOPPED), ("cramp", Step.CRAMP_PAUSE)],
)
async def test_pain_goes_to_the_session(training: Chat, said: str, step: Step) -> None:
    await training.speak(said)
    assert training.state.locked is None
    assert step_of(training) is step


async def test_a_spoken_red_flag_stops_a_session(training: Chat) -> None:
    _, stop, card = await training.speak("something popped and now it is numb")
    assert stop.title == "Please stop here"
    assert card.place is not Placement.NEW
    assert step_of(training) is Step.STOPPED


async def test_a_doubt_stops_the_clock_and_no_goes_on(training: Chat) -> None:
    _, question = await training.speak(("done", 0.5), (NUMB, 0.2))
    assert step_of(training) is Step.PAUSED
    assert [button.action.verb for button in training.buttons()][-2:] == [Verb.SAFETY, Verb.SAFETY]
    assert question.text.startswith("Before I answer")
    await training.speak("no")
    assert step_of(training) is Step.SWITCH


async def test_a_spoken_answer_sets_a_reminder(chat: Chat) -> None:
    await chat.write("/timezone berlin")
    await chat.write("/remind")
    _, proposal = await chat.speak(("monday had heaven", 0.3), ("monday at seven pm", 0.4))
    assert "Monday" in proposal.text + proposal.title


async def test_a_stop_while_a_recording_is_transcribed_lasts(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcribe = chat.voices.transcribe

    async def slowly(recording: Recording, expected: ExpectedSpeech) -> Transcript | NotHeard:
        await chat.conversation.read(chat.person, NUMB, chat.now)
        return await transcribe(recording, expected)

    monkeypatch.setattr(chat.voices, "transcribe", slowly)
    await chat.speak(CRAMPS)
    assert chat.state.locked == FAMILY
    assert chat.state.question == CRAMPS

"""What is said about hearing and speaking."""

from collections.abc import Sequence
from hashlib import sha256

from bot.domain.audio import RecognitionError
from bot.domain.replies import Button, Placement, Reply, Rows, Verb, act, column

WRONG, NONE = "wrong", "none"
"""What a button about something heard may say besides the number of a hypothesis."""
_LABEL = 60
"""Characters of a hypothesis on a button."""
_NOT_HEARD = {
    RecognitionError.EMPTY: "There was no sound in that recording. Please try again, or type it.",
    RecognitionError.SILENT: "I could not hear anybody in that recording. "
    "Please speak a little closer to the phone, or type it.",
    RecognitionError.FOREIGN: "I could not make out anything about training in that. "
    "Please say it in other words, or type it, above all if it is about pain.",
    RecognitionError.TOO_LONG: "I listen to one minute at most. Please say it more briefly, or "
    "type it.",
    RecognitionError.TOO_LARGE: "That recording is too large for me. "
    "Please send a short voice message, or type it.",
    RecognitionError.UNREADABLE: "I could not open that recording. "
    "Please send it as a voice message, or type it.",
    RecognitionError.BUSY: "Many people are talking to me just now. "
    "Please send that again in a minute, or type it.",
    RecognitionError.FAILED: "Something went wrong while I was listening. Please send that "
    "again, or type it.",
    RecognitionError.OFF: "I cannot listen here. Please type it, and I will gladly answer.",
}


def heard(text: str, others: Sequence[str]) -> Reply:
    """What was understood, with the way to mend it."""
    wrong = act("Not what I said", Verb.HEARD, WRONG, mark(others))
    return Reply(text=f"I heard: \u201c{text}\u201d", buttons=((wrong,),))


def which(hypotheses: Sequence[str]) -> Reply:
    """Several things may have been said."""
    what = "one of these" if len(hypotheses) > 1 else "this"
    return Reply(
        text=f"I am not sure that I heard you right. Did you say {what}?",
        buttons=_choices(hypotheses),
        speech=f"I am not sure that I heard you right. Did you say: {'; or: '.join(hypotheses)}?",
    )


def instead(others: Sequence[str], *, training: bool) -> Reply:
    """Something else was said than what was understood; a session may have moved on by it."""
    if not others:
        return type_it()
    undo = " If that moved your session on, \u201cback\u201d undoes it." if training else ""
    return Reply(
        text=f"Sorry, I misheard. Was it one of these?{undo}",
        buttons=_choices(others),
        place=Placement.INSTEAD,
    )


def type_it() -> Reply:
    """None of the hypotheses was right."""
    return Reply(
        text="Sorry, then I missed it. Please type it, or say it again a little closer to "
        "the phone.",
        place=Placement.INSTEAD,
    )


def picked(text: str) -> Reply:
    """A hypothesis was right."""
    return Reply(buttons=((act(_short(text), Verb.DONE),),), place=Placement.BUTTONS)


def not_heard(why: RecognitionError) -> Reply:
    """Why nothing was heard, and what to do."""
    return Reply(text=_NOT_HEARD[why])


MODES = {
    "off": ("Only write", "I write, and do not speak."),
    "mirror": ("When I speak", "I speak when you send me a voice message."),
    "always": ("Always", "I speak whenever I write, also when a rest is over or to remind you."),
}
"""When the coach speaks: what stands on the button, and what it means."""


def choice(mode: str, place: Placement, *, counts: bool) -> Reply:
    """When the coach speaks, and the other possibilities."""
    label, other = ("Count no sets aloud", "off") if counts else ("Count every set aloud", "on")
    counting = " I count every set aloud." if counts else ""
    return Reply(
        title="When shall I speak?",
        text=f"{MODES[mode][1]}{counting} Whatever I say is written, too.",
        buttons=(*_modes(mode), (act(label, Verb.VOICE, "count", other),)),
        place=place,
    )


def _modes(mode: str) -> Rows:
    return column(
        [
            act(f"{label} (now)" if name == mode else label, Verb.VOICE, name)
            for name, (label, _) in MODES.items()
        ]
    )


def silent() -> Reply:
    """There is no voice."""
    return Reply(text="I have no voice here, so I only write.")


def refused() -> Reply:
    """The channel may not send voice messages to this person."""
    return Reply(
        text="Telegram does not let me send you voice messages, so I only write. To hear me, open "
        "Settings, Privacy and Security, Voice Messages, and allow me there. Then choose:",
        buttons=_modes(""),
    )


def mark(hypotheses: Sequence[str]) -> str:
    """By this a button knows its hypotheses: those of an older recording have another one."""
    return sha256("\n".join(hypotheses).encode()).hexdigest()[:8]


def _choices(hypotheses: Sequence[str]) -> Rows:
    ours = mark(hypotheses)
    none = act("None of these, I will type", Verb.HEARD, NONE, ours)
    return (*column([_hypothesis(at, text, ours) for at, text in enumerate(hypotheses)]), (none,))


def _hypothesis(at: int, text: str, ours: str) -> Button:
    return act(_short(text), Verb.HEARD, str(at), ours)


def _short(text: str) -> str:
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1].rstrip()}\u2026"

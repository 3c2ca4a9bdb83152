"""Who the bot is: hello, help, privacy, and what it cannot read."""

from collections.abc import Iterable

from bot.domain.commands import Command
from bot.domain.replies import Reply, Unreadable, Verb, act
from bot.knowledge.content.loading import Library
from bot.knowledge.view.answer_text import examples


def hello(library: Library) -> Reply:
    """The first message."""
    return Reply(
        title="Hello, I am Hamstring Coach",
        text="Ask me anything about hamstring leg raises and training the back of your legs, in "
        "your own words; typing slips are fine. Or tap one of these to begin.",
        buttons=(
            *examples(library, "hello"),
            (act("Start a session", Verb.SESSION),),
            (act("All topics", Verb.TOPICS), act("The exercises", Verb.EXERCISES)),
        ),
        note="I am a training guide, not a doctor. If something sounds like an injury, "
        "I will say so and stop.",
    )


def help_page(commands: Iterable[Command]) -> Reply:
    """What the bot can do, from the same list as the menu."""
    lines = "\n".join(f"/{command.name}: {command.description}" for command in commands)
    return Reply(
        title="How to use me",
        text="Write a question in your own words, one or two at a time. If I am sure, I answer; "
        "if it could be several things, I ask; if I do not know, I say so.\n\n"
        "/session walks you through a workout, one step at a time; name one if you like: "
        "\u201c/session primer band\u201d. Tap the buttons or write \u201cdone\u201d, "
        "\u201c12\u201d, \u201ceasier\u201d, \u201churts 5\u201d, \u201cstop\u201d.\n\n"
        "You may also speak: send a voice message, and I say what I heard. "
        "/voice chooses when I speak.\n\n"
        "Below an answer you can ask on, ask who says so (the guide or the coach), "
        "and tell me whether it helped.\n\n"
        f"{lines}\n\n"
        "If you tell me about something that needs a professional, I stop and say what to do.",
    )


def privacy(choice: str | None) -> Reply:
    """What is kept, and for how long. `choice` is yes, no, or None when not asked yet."""
    kept = {"yes": "You agreed to this.", "no": "You said no to this."}.get(choice or "", "")
    return Reply(
        title="What I keep about you",
        text="\u2022 An entry for this chat, without your name, so that I can reply to you.\n"
        "\u2022 The last topic and your last question, so that I understand what comes next; "
        "the question is forgotten after 30 days.\n"
        "\u2022 No recordings: I listen to a voice message here and throw it away; what I heard is "
        "treated like a question that you typed.\n"
        "\u2022 In the browser chat, the last 500 messages, so that a reload loses nothing.\n"
        "\u2022 Whether an answer helped.\n"
        "\u2022 Your guided sessions: sets, repetitions, how they felt, and pain, for /history.\n"
        "\u2022 Your reminders and your time zone, until you delete or change them; what became of "
        "each call, for 30 days.\n"
        "\u2022 Only if you agree: questions I could not answer, for 30 days, so that my editor "
        f"can teach me. {kept}\n\n"
        "It stays on the computer that runs me and goes to nobody else; Telegram carries the "
        "messages that you write there.",
        buttons=(
            (
                act("You may keep questions", Verb.KEEP, "yes"),
                act("Keep no questions", Verb.KEEP, "no"),
            ),
        ),
    )


def unknown_command(name: str) -> Reply:
    """A command that does not exist."""
    return Reply(text=f"I do not know /{name[:32]}. /help shows what I can do.")


def unreadable(kind: Unreadable) -> Reply:
    """A message without words."""
    return Reply(
        text=f"I cannot read a {kind.value} yet. Please tell me in words, typed or spoken, what "
        "you would like to know."
    )


def empty() -> Reply:
    """Nothing to read."""
    return Reply(text="I could not see any words there. What would you like to know?")


def too_long(most: int) -> Reply:
    """A message over the limit of characters."""
    return Reply(
        text=f"That is more than I can read at once. Please ask in up to {most:,} characters."
    )

"""The safety gate in words: fixed sentences, never a diagnosis, never training advice."""

from bot.domain.replies import Placement, Reply, Verb, act
from bot.knowledge.content.entries import Family

LOCKED = (
    "Training is paused here until you tell me that a professional has looked at it, "
    "or that it was a misunderstanding."
)


def stop(family: Family, emergency: str) -> Reply:
    """What to do now. `emergency` is the text of the emergency number."""
    return Reply(
        title="Please stop here",
        text=f"{family.advice.format(emergency=emergency)}\n\n{LOCKED}",
        note="I am a training guide, not a doctor, and I cannot judge this from here.",
        buttons=((act("I have been checked and may train", Verb.CLEAR, "asked"),),),
    )


def ask_back(family: Family, family_id: str) -> Reply:
    """One plain question before anything else."""
    return Reply(
        text=f"Before I answer, one safety question. {family.ask_back}",
        buttons=(
            (
                act("Yes", Verb.SAFETY, "yes", family_id),
                act("No", Verb.SAFETY, "no", family_id),
            ),
        ),
    )


def confirm_clear() -> Reply:
    """Clearing is said twice, in plain words."""
    return Reply(
        text="Has a doctor or physiotherapist said that you may train again, or was it a "
        "misunderstanding and nothing is wrong?",
        buttons=(
            (act("Yes, I may train again", Verb.CLEAR, "yes"),),
            (act("No, not yet", Verb.CLEAR, "no"),),
        ),
    )


def cleared() -> Reply:
    """Training is open again."""
    return Reply(
        text="Good to hear. Training is open again. Start easy, and stop if anything feels wrong.",
        place=Placement.INSTEAD,
    )


def locked() -> Reply:
    """Nothing starts before the person is cleared."""
    return Reply(
        text=LOCKED,
        buttons=((act("I have been checked and may train", Verb.CLEAR, "asked"),),),
    )


def still_locked() -> Reply:
    """The person is not cleared yet."""
    return Reply(
        text="Then let us wait: rest, and have it looked at. I will be here. "
        "You can still ask me questions.",
        place=Placement.INSTEAD,
    )

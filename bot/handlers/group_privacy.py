"""What the bot may say in groups, where others read along: nothing about health."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.replies import Placement, Reply, Verb

_HEALTH = frozenset({Verb.SAFETY, Verb.CLEAR})

INVITATION = "Anything about pain or your health: write to me in private, @{username}."
IN_PRIVATE = Reply(
    title="Let us talk about that in private",
    text=(
        "Please stop training for now, and write to me at @{username}: "
        "others read along here.\n\n"
        "If it is bad or getting worse, don't wait for me: "
        "call your local emergency number or see a doctor."
    ),
)


def discreet(replies: Sequence[Reply], username: str) -> tuple[Reply, ...]:
    """The replies as a group may read them."""
    if any(_about_health(reply) for reply in replies):
        return (replace(IN_PRIVATE, text=IN_PRIVATE.text.format(username=username)),)
    invitation = INVITATION.format(username=username)
    return tuple(_inviting(reply, invitation) for reply in replies)


def _about_health(reply: Reply) -> bool:
    """Replies about somebody's symptoms are those that ask about them in their buttons."""
    return bool(_HEALTH & set(_verbs(reply)))


def _verbs(reply: Reply) -> Iterable[Verb]:
    return (button.action.verb for row in reply.buttons for button in row)


def _inviting(reply: Reply, invitation: str) -> Reply:
    if reply.place is Placement.BUTTONS:
        return reply
    return replace(reply, note=f"{reply.note}\n{invitation}" if reply.note else invitation)

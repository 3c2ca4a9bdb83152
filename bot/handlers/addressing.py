"""Whether a message is addressed to the bot, and with which text."""

from telegram import Chat, Message, MessageEntity, User

MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


def said_to(me: User, message: Message) -> str | None:
    """The text for the bot, without its name; None when others are addressed.

    In private everything is for the bot; in a group commands, mentions and replies to it.
    """
    if message.from_user is None or message.from_user.is_bot:
        return None
    text = message.text or message.caption or ""
    if text.startswith("/"):
        return _command(me, message, text)
    if is_private(message):
        return text
    return _in_group(me, message, text)


def is_private(message: Message) -> bool:
    """Whether the chat is private: nobody else reads it."""
    return message.chat.type == Chat.PRIVATE


def answers(me: User, message: Message) -> bool:
    """Whether it is a reply to a message of the bot."""
    original = message.reply_to_message
    return bool(original and original.from_user and original.from_user.id == me.id)


def _command(me: User, message: Message, text: str) -> str | None:
    """`/help@coach_bot please` is `/help please`."""
    command = text.split(maxsplit=1)[0]
    name, _, bot = command.partition("@")
    if bot.lower() == _username(me):
        return name + text[len(command) :]
    return text if is_private(message) or answers(me, message) else None


def _in_group(me: User, message: Message, text: str) -> str | None:
    names = _names(me, message)
    for name in names:
        text = text.replace(name, " ")
    return " ".join(text.split()) if names or answers(me, message) else None


def _names(me: User, message: Message) -> list[str]:
    """How the message names the bot."""
    found = {**message.parse_entities(MENTIONS), **message.parse_caption_entities(MENTIONS)}
    return [name for entity, name in found.items() if _is_me(me, entity, name)]


def _is_me(me: User, entity: MessageEntity, name: str) -> bool:
    if entity.user:
        return entity.user.id == me.id
    return name.lower() == f"@{_username(me)}"


def _username(me: User) -> str:
    return (me.username or "").lower()

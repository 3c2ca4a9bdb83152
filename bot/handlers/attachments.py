"""Messages without text: locations, and pictures, stickers and others that cannot be read."""

from dataclasses import dataclass

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.domain.replies import Unreadable
from bot.handlers.addressing import answers, is_private
from bot.handlers.exchange import Exchange, target_of
from bot.handlers.ports import Context, Handlers
from bot.handlers.recent_messages import RecentMessages
from bot.knowledge.view.help_text import unreadable

_KINDS = (
    ("photo", Unreadable.PHOTO),
    ("sticker", Unreadable.STICKER),
    ("video", Unreadable.VIDEO),
    ("video_note", Unreadable.VIDEO),
    ("animation", Unreadable.VIDEO),
    ("document", Unreadable.DOCUMENT),
    ("contact", Unreadable.CONTACT),
)
"""What a message holds, and what that is called; an animation is a document as well."""
_WORDLESS = ~filters.TEXT & ~filters.CAPTION & ~filters.StatusUpdate.ALL


@dataclass(frozen=True, slots=True)
class Attachments:
    """Passes locations to the conversation, and says what cannot be read."""

    exchange: Exchange
    recent: RecentMessages

    def handlers(self) -> Handlers:
        """New messages without text; status updates, such as pins, are ignored."""
        return (MessageHandler(filters.UpdateType.MESSAGE & _WORDLESS, self.decline),)

    async def decline(self, update: Update, _: Context) -> None:
        """Answer when the bot is addressed, once for each album."""
        message = update.message
        assert message
        if message.from_user is None or not self._meant(message):
            return
        if message.location and is_private(message):
            await self.exchange.locate(message.from_user, message, message.location)
            return
        if not self.recent.continues_album(message):
            person = await self.exchange.meet(message.from_user)
            await self.exchange.say(target_of(message, person), (unreadable(kind_of(message)),))

    def _meant(self, message: Message) -> bool:
        return is_private(message) or answers(self.exchange.me, message)


def kind_of(message: Message) -> Unreadable:
    """What a message without words holds."""
    for name, kind in _KINDS:
        if getattr(message, name):
            return kind
    return Unreadable.OTHER

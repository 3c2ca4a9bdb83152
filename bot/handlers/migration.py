"""Groups that become supergroups get a new id."""

from dataclasses import dataclass

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.domain.people import Channel
from bot.handlers.ports import Context, Handlers, People


@dataclass(frozen=True, slots=True)
class Migration:
    """Follows a group to its new address."""

    people: People

    def handlers(self) -> Handlers:
        """The notice in the old group, and its twin in the new one."""
        notice = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
        return (MessageHandler(notice, self.follow),)

    async def follow(self, update: Update, _: Context) -> None:
        """Move what is kept under the old id."""
        message = update.message
        assert message
        if message.migrate_to_chat_id is not None:
            new = str(message.migrate_to_chat_id)
            await self.people.rekey(Channel.TELEGRAM, str(message.chat.id), new)

"""Who can be reached where: people who block the bot or come back, groups that get a new id."""

from dataclasses import dataclass

from telegram import Chat, ChatMember, Update
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from bot.domain.people import Channel
from bot.handlers.ports import Clock, Context, Handlers, People


@dataclass(frozen=True, slots=True)
class Membership:
    """Records whether a person can be reached."""

    people: People
    clock: Clock

    def handlers(self) -> Handlers:
        """Changes of the bot's own membership in a chat."""
        return (ChatMemberHandler(self.change, ChatMemberHandler.MY_CHAT_MEMBER),)

    async def change(self, update: Update, _: Context) -> None:
        """Note it for a private chat; a group is not the address of a person."""
        changed = update.my_chat_member
        assert changed
        if changed.chat.type != Chat.PRIVATE:
            return
        address = str(changed.chat.id)
        if changed.new_chat_member.status == ChatMember.BANNED:
            await self.people.deactivate(Channel.TELEGRAM, address)
        else:
            await self.people.meet(Channel.TELEGRAM, address, self.clock())


@dataclass(frozen=True, slots=True)
class Migration:
    """Follows a group that becomes a supergroup to its new id."""

    people: People

    def handlers(self) -> Handlers:
        """The notices in the old group and in the new one."""
        notice = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
        return (MessageHandler(notice, self.follow),)

    async def follow(self, update: Update, _: Context) -> None:
        """Move what is stored under the old id."""
        message = update.message
        assert message
        if message.migrate_to_chat_id is not None:
            new = str(message.migrate_to_chat_id)
            await self.people.rekey(Channel.TELEGRAM, str(message.chat.id), new)

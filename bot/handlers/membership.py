"""Who blocks the bot, and who comes back."""

from dataclasses import dataclass

from telegram import Chat, ChatMember, Update
from telegram.ext import ChatMemberHandler

from bot.domain.people import Channel
from bot.handlers.ports import Clock, Context, Handlers, People


@dataclass(frozen=True, slots=True)
class Membership:
    """Remembers whether a person can be reached."""

    people: People
    clock: Clock

    def handlers(self) -> Handlers:
        """What happens to the bot's own place in a chat."""
        return (ChatMemberHandler(self.change, ChatMemberHandler.MY_CHAT_MEMBER),)

    async def change(self, update: Update, _: Context) -> None:
        """Note it for a private chat; groups are nobody's address."""
        changed = update.my_chat_member
        assert changed
        if changed.chat.type != Chat.PRIVATE:
            return
        address = str(changed.chat.id)
        if changed.new_chat_member.status == ChatMember.BANNED:
            await self.people.deactivate(Channel.TELEGRAM, address)
        else:
            await self.people.meet(Channel.TELEGRAM, address, self.clock())

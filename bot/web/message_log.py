"""The message log of the browser chat: new and edited messages, in storage and in all tabs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.domain.people import Author, Person
from bot.domain.replies import Placement, Reply, Rows
from bot.web.ports import MessageHistory
from bot.web.serial import pack, unpack
from bot.web.sse import Streams

Clock = Callable[[], datetime]
"""The present moment, aware."""


class CardLookup(Protocol):
    """Which message of each person is the card of a session."""

    async def get(self, person: Person) -> int | None:
        """The id of the message; None when there is no card."""

    async def put(self, person: Person, message_id: int | None) -> None:
        """Keep the id in place of the one before; None forgets it."""


@dataclass(frozen=True, slots=True)
class MessageLog:
    """Adds and edits messages. The caller holds the lock of the person."""

    history: MessageHistory
    cards: CardLookup
    streams: Streams
    clock: Clock

    async def read(self, person: Person, message_id: int) -> Reply | None:
        """A message as it stands there now; None when it is gone."""
        message = await self.history.get(person, message_id)
        return None if message is None else unpack(message.body)

    async def add(self, person: Person, author: Author, reply: Reply) -> int:
        """A new message; its id."""
        message = await self.history.add(person, author, pack(reply), self.clock())
        self.streams.notify(person.id)
        return message.id

    async def put(
        self, person: Person, replies: Sequence[Reply], tapped: int | None = None
    ) -> None:
        """Add or edit what replies say; `tapped` is the message whose button was tapped."""
        for reply in replies:
            await self._put(person, reply, tapped)

    async def _put(self, person: Person, reply: Reply, tapped: int | None) -> None:
        match reply.place:
            case Placement.BUTTONS:
                await self._change_buttons(person, tapped, reply.buttons)
            case Placement.CARD | Placement.NEXT_CARD:
                await self._put_card(person, reply)
            case Placement.REFRESH:
                await self._edit_card(person, await self.cards.get(person), reply)
            case Placement.INSTEAD if await self._change(person, tapped, reply):
                return
            case _:
                await self.add(person, Author.COACH, reply)

    async def _put_card(self, person: Person, reply: Reply) -> None:
        """Edit the card while nothing came below it; else it moves down."""
        before = card = await self.cards.get(person)
        if not await self._edit_card(person, card, reply):
            await self._change_buttons(person, card, ())
            card = await self.add(person, Author.COACH, reply)
        remembered = card if reply.buttons else None
        if remembered != before:
            await self.cards.put(person, remembered)

    async def _edit_card(self, person: Person, card: int | None, reply: Reply) -> bool:
        """Whether the card could stay where it is; its picture never changes."""
        if card is None or reply.place is Placement.NEXT_CARD:
            return False
        shown = await self.read(person, card)
        if shown is None or await self.history.newest(person) != card:
            return False
        return await self._change(
            person, card, replace(reply, picture=reply.picture or shown.picture)
        )

    async def _change_buttons(self, person: Person, message_id: int | None, buttons: Rows) -> None:
        shown = None if message_id is None else await self.read(person, message_id)
        if shown is not None and shown.buttons != buttons:
            await self._change(person, message_id, replace(shown, buttons=buttons))

    async def _change(self, person: Person, message_id: int | None, reply: Reply) -> bool:
        """Whether the message was there to be changed."""
        if message_id is None:
            return False
        changed = await self.history.change(person, message_id, pack(reply))
        self.streams.notify(person.id)
        return changed is not None

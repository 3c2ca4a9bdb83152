"""Where the card of a session lies among the other messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.handlers.delivery.rendering import MessagePart
from bot.handlers.delivery.sender import Sender
from bot.handlers.delivery.target import DeliveryTarget, Receipt
from bot.handlers.ports import Cards


@dataclass(frozen=True, slots=True)
class CardMessage:
    """Lays cards, so that each person has one with buttons at most, and finds it at the end."""

    sender: Sender
    cards: Cards

    async def lay(
        self, spot: DeliveryTarget, person: Person, pieces: Sequence[MessagePart], *, anew: bool
    ) -> Receipt:
        """The card in place of the last one if nothing lies below that, unless it must be new."""
        old = await self.cards.get(person)
        first, *others = pieces
        if old is None or anew or not self._is_last(spot, old):
            receipt = await self.sender.send(spot, first)
        else:
            receipt = await self.sender.edit(spot, old, first)
        receipt = await self.sender.go_on(receipt, spot, others)
        if receipt.outcome is SendOutcome.SENT:
            over = pieces[-1].keyboard is None
            await self._keep(person, old, None if over else receipt.message_id)
            await self._clear(spot, old, receipt.message_id)
        return receipt

    async def refresh(
        self, spot: DeliveryTarget, person: Person, pieces: Sequence[MessagePart]
    ) -> None:
        """Other words on the card, while nothing lies below it."""
        card = await self.cards.get(person)
        if card is not None and len(pieces) == 1 and self._is_last(spot, card):
            await self.sender.touch(spot, card, pieces[0])

    def _is_last(self, spot: DeliveryTarget, card: int) -> bool:
        """A tap further down shows, even after a restart, that the card is not the last."""
        tapped = spot.tapped.message_id if spot.tapped else 0
        return tapped <= card and self.sender.latest.is_last(spot.chat_id, card)

    async def _keep(self, person: Person, old: int | None, new: int | None) -> None:
        if new != old:
            await self.cards.put(person, new)

    async def _clear(self, spot: DeliveryTarget, old: int | None, shown: int | None) -> None:
        if old is not None and old != shown:
            await self.sender.strip(spot, old)

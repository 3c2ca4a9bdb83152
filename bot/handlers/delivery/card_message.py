"""The card of a session: the one message that is edited in place while it is the last one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.alarms import SendOutcome
from bot.domain.people import Person
from bot.handlers.delivery.rendering import MessagePart
from bot.handlers.delivery.sender import DeliveryTarget, Receipt, Sender
from bot.handlers.ports import Cards


@dataclass(frozen=True, slots=True)
class CardMessage:
    """Shows cards, so that each person has one with buttons at most, at the end of the chat."""

    sender: Sender
    cards: Cards

    async def show(
        self, target: DeliveryTarget, person: Person, parts: Sequence[MessagePart], *, anew: bool
    ) -> Receipt:
        """Edit the card while nothing is below it; otherwise, or `anew`, send another one."""
        old = await self.cards.get(person)
        if old is None or anew or not self._is_last(target, old):
            receipt = await self.sender.send(target, parts)
        else:
            receipt = await self.sender.edit(target, old, parts)
        if receipt.outcome is SendOutcome.SENT:
            has_ended = parts[-1].keyboard is None
            await self._store(person, old, None if has_ended else receipt.message_id)
            await self._clear(target, old, receipt.message_id)
        return receipt

    async def refresh(
        self, target: DeliveryTarget, person: Person, parts: Sequence[MessagePart]
    ) -> None:
        """Edit the card, if nothing is below it and the edit can be made at once."""
        card = await self.cards.get(person)
        if card is not None and len(parts) == 1 and self._is_last(target, card):
            await self.sender.edit_at_once(target, card, parts[0])

    def _is_last(self, target: DeliveryTarget, card: int) -> bool:
        """A tap further down shows, even after a restart, that the card is not the last."""
        tapped = target.tapped.message_id if target.tapped else 0
        return tapped <= card and self.sender.recent.is_last(target.chat_id, card)

    async def _store(self, person: Person, old: int | None, new: int | None) -> None:
        if new != old:
            await self.cards.put(person, new)

    async def _clear(self, target: DeliveryTarget, old: int | None, shown: int | None) -> None:
        """Take the buttons from the card before."""
        if old is not None and old != shown:
            await self.sender.remove_buttons(target, old)

"""From what a person sends to what they get: it only orders the steps."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversation.answers import Answering, moved_to
from bot.conversation.feedback import Keeping
from bot.conversation.reminder_alarms import CHECKS
from bot.conversation.reminders import PAIN, Reminding, Said
from bot.conversation.safety import Guarding
from bot.conversation.sessions import Aside, Training, Walked
from bot.conversation.speech_input import Doubt, Listening, Scene, Understood, Unsure, mend
from bot.conversation.speech_output import Speaking
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.audio import NotHeard, Recording
from bot.domain.people import Person
from bot.domain.replies import Action, Reply, Verb
from bot.domain.state import ConversationState
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view import answer_text, help_text, safety_text, voice_text
from bot.reminders.view.actions import ReminderVerb
from bot.session.machine.caution import may_walk
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.session import SUBJECT

CONTEXT_LASTS = timedelta(minutes=10)
"""How long "and standing?" still means the last topic."""
LONGEST_TEXT = 2000
"""Characters of one message that are read; Telegram allows 4096."""

Replies = tuple[Reply, ...]
Outcome = tuple[Replies, ConversationState]
"""What to say, and what to remember."""


class States(Protocol):
    """Where the state of a conversation is kept."""

    async def load(self, person: Person) -> ConversationState:
        """What is remembered; an empty memory for somebody new."""

    async def save(self, person: Person, memory: ConversationState, now: datetime) -> None:
        """Keep it for next time."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation with anybody, on any channel."""

    knowledge: KnowledgeBase
    memories: States
    keeping: Keeping
    training: Training
    reminding: Reminding
    answering: Answering
    listening: Listening
    guarding: Guarding
    speaking: Speaking

    async def read(self, person: Person, text: str, now: datetime) -> Replies:
        """What to say to a typed message. `now` is aware."""
        replies = await self._read(person, text.strip(), now)
        return await self.speaking.aloud(person, replies, spoken=False)

    async def _read(self, person: Person, text: str, now: datetime) -> Replies:
        if text.startswith("/"):
            return await self._command(person, text, now)
        memory = await self.memories.load(person)
        replies, changed = await self._take(person, memory, text, now)
        return replies + await self._remember(person, memory, changed, now)

    async def listen(self, person: Person, recording: Recording, now: datetime) -> Replies:
        """What to say to a recording; the same as to the words in it."""
        scene = self._scene(await self.memories.load(person), now)
        understood = await self.listening.hear(recording, scene)
        memory = await self.memories.load(person)  # a rest may have ended meanwhile
        replies, changed = await self._hear(person, memory, understood, now)
        replies += await self._remember(person, memory, changed, now)
        return await self.speaking.aloud(person, replies, spoken=True)

    def _scene(self, memory: ConversationState, now: datetime) -> Scene:
        return Scene(
            topic=self._context(memory, now),
            training=memory.training,
            asked=memory.asked_back is not None,
            arranging=memory.pending is not None,
        )

    async def _hear(
        self, person: Person, memory: ConversationState, understood: Understood, now: datetime
    ) -> Outcome:
        if isinstance(understood, NotHeard):
            return (voice_text.not_heard(understood.error),), memory
        if isinstance(understood, Unsure):
            asking = voice_text.which(understood.hypotheses)
            return (asking,), replace(memory, heard=understood.hypotheses)
        if isinstance(understood, Doubt):
            replies, memory = await self._doubt(person, memory, understood, now)
        else:
            replies, memory = await self._take(person, memory, understood.text, now)
        told = voice_text.heard(understood.text, understood.others)
        return (told, *replies), replace(memory, heard=understood.others)

    async def _doubt(
        self, person: Person, memory: ConversationState, doubt: Doubt, now: datetime
    ) -> Outcome:
        """Perhaps a red flag was said: ask about it, and meanwhile the clock of a session stops."""
        aside = await self.training.aside(person, now) if memory.training else None
        replies, memory = self.guarding.ask_back(replace(memory, question=doubt.text), doubt.family)
        return (_with_way_back(replies, aside) if aside else replies), memory

    async def _take(
        self, person: Person, memory: ConversationState, text: str, now: datetime
    ) -> Outcome:
        """Words, typed or spoken."""
        if not any(letter.isalnum() for letter in text):
            return (help_text.empty(),), memory
        if len(text) > LONGEST_TEXT:
            return self.guarding.skim(memory, text, LONGEST_TEXT)
        return await self._reply(person, memory, text, now)

    async def _remember(
        self, person: Person, memory: ConversationState, changed: ConversationState, now: datetime
    ) -> Replies:
        """Save what changed; a session under way stops when training was locked."""
        if changed != memory:
            await self.memories.save(person, changed, now)
        if changed.locked is None or memory.locked is not None or not changed.training:
            return ()
        walked = await self.training.step(person, SessionAction(SessionVerb.LOCK), now)
        return walked.replies if walked else ()

    async def _reply(
        self, person: Person, memory: ConversationState, text: str, now: datetime
    ) -> Outcome:
        answered = self.guarding.answered(memory, text)
        if memory.asked_back is not None and answered is not None:
            return await self._settle(person, memory, memory.asked_back, now, answered=answered)
        if self.guarding.clears(memory, text):
            return (safety_text.confirm_clear(),), memory
        decision = self.knowledge.decide(text, self._context(memory, now))
        if memory.pending == PAIN:
            decision = self._about_pain(decision, text)
            memory = replace(memory, pending=None)
        memory = replace(memory, asked_back=None)
        if memory.pending and decision.zone not in _STOPPING:
            said = await self.reminding.answer(person, memory.pending, text, now)
            memory = replace(memory, pending=None)
            if said:
                return _said(memory, said)
        if memory.training:
            return await self._read_in_session(person, memory, text, decision, now)
        return await self._decided(person, memory, text, decision, now)

    def _about_pain(self, decision: Decision, text: str) -> Decision:
        """Where it hurts, and since when: "left leg, two days" tells nothing of pain by itself."""
        if decision.zone in _STOPPING or "?" in text:
            return decision
        hurting = self.knowledge.decide(f"it hurts: {text}")
        return hurting if hurting.zone in _STOPPING else decision

    async def _read_in_session(
        self,
        person: Person,
        memory: ConversationState,
        text: str,
        decision: Decision,
        now: datetime,
    ) -> Outcome:
        """Words about the session, else a question for which the clock stops."""
        action = self.training.understand(text)
        if action and may_walk(action, decision.zone):
            walked = await self.training.step(person, action, now)
            if walked:
                return await self._walked(person, memory, walked)
        if decision.zone is DecisionKind.RED_FLAG:
            return await self._decided(person, memory, text, decision, now)
        aside = await self.training.aside(person, now)
        if aside is None:
            memory = replace(memory, training=False)
            return await self._decided(person, memory, text, decision, now)
        decision = self.answering.about(decision, aside.exercise)
        replies, changed = await self._decided(person, memory, text, decision, now)
        return _with_way_back(replies, aside), changed

    async def _walked(self, person: Person, memory: ConversationState, walked: Walked) -> Outcome:
        """The card, and the stop when the step raised a red flag."""
        memory = replace(memory, training=walked.under_way)
        if walked.begins_set:
            return await self.speaking.counted(person, walked.replies), memory
        if walked.red_flag is None:
            return walked.replies, memory
        replies, memory = self.guarding.stop(memory, walked.red_flag)
        return (*replies, *walked.replies), memory

    def _context(self, memory: ConversationState, now: datetime) -> str | None:
        """The topic that "and standing?" is about, while it is fresh."""
        if memory.topic_at is None or now - memory.topic_at > CONTEXT_LASTS:
            return None
        return memory.topic if memory.topic in self.knowledge.library.topics else None

    async def _decided(
        self,
        person: Person,
        memory: ConversationState,
        text: str,
        decision: Decision,
        now: datetime,
    ) -> Outcome:
        library = self.knowledge.library
        asked = replace(memory, question=text)
        match decision.zone:
            case DecisionKind.RED_FLAG:
                return self.guarding.stop(asked, decision.verdict.family)
            case DecisionKind.ASK_BACK:
                return self.guarding.ask_back(asked, decision.verdict.family)
            case DecisionKind.SMALL_TALK:
                return (answer_text.small_talk(library, decision.small_talk),), memory
            case DecisionKind.ANSWER:
                return self.answering.answers(decision), moved_to(asked, decision.topics[-1], now)
            case DecisionKind.CHOICES:
                return (answer_text.choices(library, decision.topics),), asked
            case DecisionKind.REFUSAL:
                consent = await self.keeping.offer_up(person, text, decision.zone, now)
                reply = answer_text.refusal(library, text, may_ask_to_keep=consent is None)
                return (reply,), asked

    async def _settle(
        self,
        person: Person,
        memory: ConversationState,
        family: str,
        now: datetime,
        *,
        answered: bool,
    ) -> Outcome:
        """A safety question was answered: stop, or go on with what was asked."""
        if answered:
            return self.guarding.stop(memory, family)
        memory = replace(memory, asked_back=None)
        if not memory.question:
            return (help_text.empty(),), memory
        decision = self.knowledge.decide_safe(memory.question)
        if memory.training:
            return await self._read_in_session(person, memory, memory.question, decision, now)
        return await self._decided(person, memory, memory.question, decision, now)

    async def _command(self, person: Person, text: str, now: datetime) -> Replies:
        name, *words = text[1:].casefold().split(maxsplit=1) or ("",)
        match name:
            case "session":
                return await self._order(person, " ".join(words), now)
            case "remind" | "timezone" | "pause":
                return await self._arrange(person, name, " ".join(words), now)
            case _:
                return (await self._page(person, name, " ".join(words), now),)

    async def _page(self, person: Person, name: str, words: str, now: datetime) -> Reply:
        match name:
            case "history":
                return await self.training.history(person)
            case "reminders":
                return await self.reminding.listed(person, now)
            case "voice":
                return await self.speaking.order(person, words)
            case "privacy":
                return help_text.privacy(await self.keeping.consent(person))
            case _:
                return self.answering.page(name)

    async def _order(self, person: Person, words: str, now: datetime) -> Replies:
        memory = await self.memories.load(person)
        if memory.locked is not None:
            return (safety_text.locked(),)
        walked = await self.training.order(person, words, now)
        replies, changed = await self._walked(person, memory, walked)
        return replies + await self._remember(person, memory, changed, now)

    async def locate(
        self, person: Person, latitude: float, longitude: float, now: datetime
    ) -> Replies:
        """What to say to somebody who shares where they are, in degrees."""
        memory = await self.memories.load(person)
        said = await self.reminding.locate(person, latitude, longitude, memory.pending, now)
        replies, changed = _said(memory, said)
        return replies + await self._remember(person, memory, changed, now)

    async def _arrange(self, person: Person, name: str, words: str, now: datetime) -> Replies:
        """A command about reminders."""
        memory = await self.memories.load(person)
        order = {
            "remind": self.reminding.order,
            "timezone": self.reminding.place,
            "pause": self.reminding.pause,
        }[name]
        replies, changed = _said(memory, await order(person, words, now))
        return replies + await self._remember(person, memory, changed, now)

    async def ring(self, alarm: Alarm, now: datetime) -> Replies:
        """What to say by itself because an alarm is due; nothing when it is not any more."""
        return await self.speaking.aloud(alarm.person, await self._ring(alarm, now), spoken=False)

    async def _ring(self, alarm: Alarm, now: datetime) -> Replies:
        if alarm.subject != SUBJECT:
            memory = await self.memories.load(alarm.person)
            return await self.reminding.calling.ring(alarm, now, locked=memory.locked is not None)
        walked = await self.training.ring(alarm, now)
        if walked is None:
            return ()
        memory = await self.memories.load(alarm.person)
        replies, changed = await self._walked(alarm.person, memory, walked)
        return replies + await self._remember(alarm.person, memory, changed, now)

    async def resting_card(self, person: Person, now: datetime) -> Reply | None:
        """The card with what is left of a rest; None when nobody rests."""
        return await self.training.resting_card(person, now)

    async def muted(self, person: Person) -> Replies:
        """What to say when the channel may not send voice messages to a person."""
        return await self.speaking.refused(person)

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> bool:
        """What became of what `ring` said; whether to ring again when that is not known."""
        if alarm.subject in {SUBJECT, CHECKS}:
            return alarm.tries == 1
        await self.reminding.calling.record_outcome(alarm, outcome, now)
        return True  # the ledger counts the copies

    async def next_alarm(self, alarm: Alarm, now: datetime) -> AlarmRequest | None:
        """The alarm that follows one which has rung."""
        if alarm.subject == SUBJECT:
            return await self.training.next_alarm(alarm)
        return await self.reminding.calling.next_alarm(alarm, now)

    async def tap(self, person: Person, data: str, now: datetime) -> Replies:
        """What happens on a tapped button. `data` comes from outside and is not trusted."""
        action = Action.decode(data)
        if action is None:
            return (answer_text.stale(),)
        if action.verb is Verb.DONE:
            return ()
        memory = await self.memories.load(person)
        replies, changed = await self._tapped(person, memory, action, now)
        replies += await self._remember(person, memory, changed, now)
        spoken = action.verb is Verb.HEARD and action.arguments[:1] not in _ABOUT_HEARING
        replies = await self.speaking.aloud(person, replies, spoken=spoken)
        return replies or (answer_text.stale(),)

    async def _tapped(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Outcome:
        match action.verb:
            case Verb.TOPIC | Verb.PICK | Verb.ORIGIN:
                return self.answering.tapped(memory, action, now)
            case Verb.GOOD | Verb.BAD | Verb.REASON | Verb.NONE_OF_THESE | Verb.KEEP:
                return await self.keeping.tap(person, memory, action, now), memory
            case Verb.SAFETY | Verb.CLEAR:
                return await self._safety_tap(person, memory, action, now)
            case Verb.SESSION | Verb.REMIND | Verb.HEARD:
                moves = {Verb.SESSION: self._train, Verb.REMIND: self._remind}
                return await moves.get(action.verb, self._mend)(person, memory, action, now)
            case Verb.VOICE:
                shown = await self.speaking.tap(person, action.arguments)
                return (shown,) if shown else (), memory
            case _:
                return self.answering.browse(action), memory

    async def _mend(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Outcome:
        """Something else was said than what was understood."""
        mended = mend(memory, action.arguments)
        if not isinstance(mended, str):
            return (mended,) if mended else (), memory
        replies, memory = await self._take(person, replace(memory, heard=()), mended, now)
        return (voice_text.picked(mended), *replies), memory

    async def _train(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Outcome:
        """A button of a session; while training is locked it can only be saved or dropped."""
        if memory.locked is not None and action.arguments[:1] not in _CLOSING:
            walked = await self.training.step(person, SessionAction(SessionVerb.LOCK), now)
            return (*(walked.replies if walked else ()), safety_text.locked()), memory
        walked = await self.training.tap(person, action.arguments, now)
        if walked is None:
            return (), memory
        return await self._walked(person, memory, walked)

    async def _remind(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Outcome:
        """A button of a reminder; one of them begins a session."""
        if action.arguments[:1] == (START,):
            return await self._train(person, memory, Action(Verb.SESSION), now)
        said = await self.reminding.tap(person, action.arguments, memory.pending, now)
        return _said(memory, said) if said else ((), memory)

    async def _safety_tap(
        self, person: Person, memory: ConversationState, action: Action, now: datetime
    ) -> Outcome:
        match (action.verb, *action.arguments):
            case (Verb.SAFETY, "yes" | "no" as said, str(family)) if family == memory.asked_back:
                return await self._settle(person, memory, family, now, answered=said == "yes")
            case (Verb.CLEAR, str(choice)):
                replies, changed = self.guarding.clear(memory, choice)
                if memory.locked and not changed.locked:
                    await self.reminding.calling.unlock(person)
                return replies, changed
            case _:
                return (), memory


_ABOUT_HEARING = {(voice_text.WRONG,), (voice_text.NONE,)}
"""The other buttons below a voice message take the words of a guess as if they had been heard."""
_CLOSING = {(SessionVerb.SAVE.value,), (SessionVerb.DROP.value,)}
START = ReminderVerb.START.value
"""What a button of a reminder carries that begins a session."""
_STOPPING = frozenset({DecisionKind.RED_FLAG, DecisionKind.ASK_BACK})


def _said(memory: ConversationState, said: Said) -> Outcome:
    """What to say about reminders, and what the next words answer."""
    replies, pending = said
    return replies, replace(memory, pending=pending)


def _with_way_back(replies: Replies, aside: Aside) -> Replies:
    """The last reply leads back to the session."""
    if aside.resume is None or not replies:
        return replies
    *first, last = replies
    return (*first, replace(last, buttons=((aside.resume,), *last.buttons)))

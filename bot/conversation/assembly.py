"""How the parts of a conversation fit together; tests and benches put them together the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.answers import Answers
from bot.conversation.buttons import Buttons
from bot.conversation.commands import Commands
from bot.conversation.feedback import FeedbackCollector, FeedbackStore, QuestionStore
from bot.conversation.ports import Preferences
from bot.conversation.reminder_alarms import OccasionLedger, ReminderAlarms
from bot.conversation.reminder_changes import ReminderChanges
from bot.conversation.reminder_check_ins import Alarms, WeeklyCheckIns
from bot.conversation.reminder_pauses import ReminderPauses
from bot.conversation.reminder_rules import ReminderRules, Rules, Trained
from bot.conversation.reminder_setup import ReminderSetup
from bot.conversation.reminders import Reminders
from bot.conversation.router import Conversation, States
from bot.conversation.safety import SafetyGate
from bot.conversation.session_cards import Drawings, SessionCards
from bot.conversation.session_steps import SessionSteps, SessionStore
from bot.conversation.sessions import GuidedSessions
from bot.conversation.speech_input import Recognizer, SpeechInput
from bot.conversation.speech_output import SpeechOutput
from bot.conversation.text_input import TextInput
from bot.conversation.voice_messages import VoiceMessages
from bot.domain.people import Person
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.reminders.input.timezones import TimezoneIndex
from bot.session.input.command import WorkoutCommands
from bot.session.input.grammar import CommandGrammar
from bot.session.model.session import PainLimits
from bot.session.model.workouts import Guide


@dataclass(frozen=True, slots=True)
class Stores:
    """Where everything about people is kept."""

    states: States
    preferences: Preferences
    feedback: FeedbackStore
    questions: QuestionStore
    sessions: SessionStore
    trained: Trained
    rules: Rules
    ledger: OccasionLedger
    alarms: Alarms


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator decides."""

    emergency: str
    """Whom to call when it cannot wait, as read in the middle of a sentence."""
    pain_limits: PainLimits
    """What pain leads to."""
    reminder_copies: int
    """How often one reminder is sent at most when what became of it is not known: 1 or 2."""
    reminders_a_day: int
    """How many calls a person gets in a day at most, besides those that were snoozed or moved."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a conversation needs of the rooms around it."""

    recognizer: Recognizer
    speaks: bool
    """Whether there is a voice."""
    drawings: Drawings
    zone_at: Callable[[float, float], str | None]
    """The time zone at a latitude and longitude in degrees, if there is one."""
    wake: Callable[[datetime], None]
    """Tells the scheduler that something is due at a moment."""
    rests: Callable[[Person, datetime], None]
    """Tells that somebody rests until a moment."""


def assemble(
    knowledge_base: KnowledgeBase,
    guide: Guide,
    timezones: TimezoneIndex,
    *,
    stores: Stores,
    policy: Policy,
    around: Surroundings,
) -> Conversation:
    """A conversation over these stores."""
    library = knowledge_base.library
    gate = SafetyGate(knowledge_base, policy.emergency)
    cards = SessionCards(guide, around.drawings, around.speaks)
    limits, wake, rests = policy.pain_limits, around.wake, around.rests
    steps = SessionSteps(guide, stores.sessions, cards, limits, wake, rests)
    speech = SpeechOutput(stores.preferences, around.speaks, steps.spoken_count)
    grammar = CommandGrammar.of(library.english)
    commands = WorkoutCommands.of(guide, library.english)
    sessions = GuidedSessions(steps, grammar, commands, gate, speech)
    feedback = FeedbackCollector(
        knowledge_base, stores.preferences, stores.feedback, stores.questions
    )
    answers = Answers(library, cards, gate, feedback)
    rules = ReminderRules(stores.rules, stores.trained, wake)
    check_ins = WeeklyCheckIns(rules, stores.alarms, stores.preferences, wake)
    reminders = Reminders(
        rules,
        ReminderSetup(rules, stores.preferences, timezones, around.zone_at),
        ReminderChanges(rules, cards.shortest),
        ReminderPauses(rules, check_ins),
    )
    copies, a_day = policy.reminder_copies, policy.reminders_a_day
    text = TextInput(knowledge_base, gate, reminders, sessions, answers)
    speech_input = SpeechInput(knowledge_base, around.recognizer, sessions.understand)
    voice = VoiceMessages(speech_input, text, gate, sessions)
    return Conversation(
        states=stores.states,
        text=text,
        commands=Commands(answers, feedback, reminders, sessions, speech),
        buttons=Buttons(text, voice, gate, answers, feedback, reminders, sessions, speech),
        voice_messages=voice,
        reminder_alarms=ReminderAlarms(rules, stores.ledger, check_ins, copies, a_day),
        reminder_setup=reminders.setup,
        sessions=sessions,
        speech=speech,
    )

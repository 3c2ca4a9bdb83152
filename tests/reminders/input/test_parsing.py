import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.input.parsing import next_step, parse_request
from bot.reminders.input.request import (
    Answer,
    NotUnderstood,
    PendingQuestion,
    Reason,
    ReminderRequest,
    Which,
)
from bot.reminders.input.tokens import fold, repair
from bot.reminders.schedule.week import NAMES, is_legal


def written(request: ReminderRequest) -> str:
    """The request in one line: "03 19:00 once"."""
    parts = (
        "".join(map(str, sorted(request.days))),
        f"{request.at:%H:%M}" if request.at else "",
        "open" if request.is_open else "",
        request.part.name.lower() if request.part else "",
        "" if request.ahead is None else f"in {request.ahead}",
        "once" if request.once else "",
        f"{request.times} a week" if request.times else "",
        "rotating" if request.rotating else "",
        "insists" if request.insists else "",
    )
    return " ".join(part for part in parts if part)


def short(answer: Answer) -> str:
    """A complete request; "? ..." for a question; "! ..." for what was not understood."""
    match answer:
        case ReminderRequest():
            return written(answer)
        case PendingQuestion():
            return f"? {answer.which.name} {written(answer.so_far)}".rstrip()
        case NotUnderstood():
            return f"! {answer.reason.name} {answer.detail}".rstrip()


REQUESTS = {
    # days and a time
    "mon thu 19:00": "03 19:00",
    "Mon Thu 19:00": "03 19:00",
    "MON, THU. 19.00!": "03 19:00",
    "19:00 mon thu": "03 19:00",
    "every tuesday and friday at 6pm": "14 18:00",
    "tuesdays & fridays 6 pm": "14 18:00",
    "tues + fri at 6 p.m.": "14 18:00",
    "on mondays at 7:30 a.m.": "0 07:30",
    "mon, wed & fri @ 18": "024 18:00",
    "mon/wed/fri 18:00": "024 18:00",
    "mon-wed-fri 18:00": "024 18:00",
    "mon \u2013 wed \u2013 fri 18:00": "024 18:00",
    "mwf 7:15": "024 07:15",
    "m w f 7:15": "024 07:15",
    "m/w/f 18": "024 18:00",
    "tth 18": "13 18:00",
    "tu th 18:00": "13 18:00",
    "mo we fr 18:00": "024 18:00",
    "wed + sat 19h": "25 19:00",
    "sunday noon": "6 12:00",
    "thurs and sun 12 pm": "36 12:00",
    "remind me to train every monday and thursday at 7pm please": "03 19:00",
    "can you remind me on tuesday and saturday at 8 in the morning?": "15 08:00",
    "I want to do my hamstring exercises on mondays and fridays at 17:45": "04 17:45",
    "set a reminder for wed 18:00": "2 18:00",
    "mon thu 19:00 for 20 minutes": "03 19:00",
    "3 times a week mon wed fri 7am": "024 07:00 3 a week",
    # times
    "mon 19h": "0 19:00",
    "mon 19h30": "0 19:30",
    "mon 7h": "0 07:00",
    "mon 19 h": "0 19:00",
    "mon 19 hrs": "0 19:00",
    "mon 1930": "0 19:30",
    "mon 1930h": "0 19:30",
    "mon 730": "0 07:30",
    "mon 0730": "0 07:30",
    "mon 07": "0 07:00",
    "mon 19": "0 19:00",
    "mon 7.30 pm": "0 19:30",
    "mon 7:30pm": "0 19:30",
    "mon 7 30 pm": "0 19:30",
    "mon 12:30 am": "0 00:30",
    "mon 0:00": "0 00:00",
    "mon 00:15": "0 00:15",
    "mon 23:59": "0 23:59",
    "mon 13 pm": "0 13:00",
    "mon 19:00 pm": "0 19:00",
    "mon noon": "0 12:00",
    "mon midday": "0 12:00",
    "mon at 12": "0 12:00",
    "mon half past six pm": "0 18:30",
    "mon half past 6 in the evening": "0 18:30",
    "mon half six in the evening": "0 18:30",
    "mon quarter to 7 in the evening": "0 18:45",
    "mon a quarter past seven am": "0 07:15",
    "mon ten past eight am": "0 08:10",
    "mon 20 minutes to 7 pm": "0 18:40",
    "mon twenty five past five pm": "0 17:25",
    "mon quarter to one pm": "0 12:45",
    "mon six thirty pm": "0 18:30",
    "mon seven oh five am": "0 07:05",
    "mon eight forty five am": "0 08:45",
    "mon nineteen hundred hours": "0 19:00",
    "mon nineteen thirty": "0 19:30",
    "mon 19 o'clock": "0 19:00",
    "mon 7 o\u2019clock pm": "0 19:00",
    "mon 8 at night": "0 20:00",
    "mon 2 at night": "0 02:00",
    "mon 3 in the afternoon": "0 15:00",
    "mon 12 in the afternoon": "0 12:00",
    "mon 7:30 in the evening": "0 19:30",
    "mon 19:00 in the evening": "0 19:00",
    "mon 07:30 in the evening": "0 19:30",
    "mon 09:00 PM": "0 21:00",
    "mon 09:00 AM": "0 09:00",
    "monday evening at 7": "0 19:00",
    "monday mornings at 7": "0 07:00",
    "mon after work at 6": "0 18:00",
    "mon 7am 7am": "0 07:00",
    # one date only
    "tomorrow 7am": "07:00 in 1 once",
    "tmrw 19:00": "19:00 in 1 once",
    "2moro 7pm": "19:00 in 1 once",
    "today 18:00": "18:00 in 0 once",
    "tonight at 8": "20:00 in 0 once",
    "this evening at 7": "19:00 in 0 once",
    "the day after tomorrow at 7 am": "07:00 in 2 once",
    "in 3 days at 18:00": "18:00 in 3 once",
    "in two days 18:00": "18:00 in 2 once",
    "this friday 6pm": "4 18:00 once",
    "next friday 6pm": "4 18:00 once",
    "friday 6pm just once": "4 18:00 once",
    # slips
    "thrusday 19:00": "3 19:00",
    "tuseday and firday 7 pm": "14 19:00",
    "wensday 6pm": "2 18:00",
    "wendesday 6pm": "2 18:00",
    "saterday 9am": "5 09:00",
    "modnay 9am": "0 09:00",
    "sundy 9am": "6 09:00",
    "thursdya 9am": "3 09:00",
    "tommorow 9am": "09:00 in 1 once",
    "tomorow mornign at 9": "09:00 in 1 once",
    "mon eevning at 8": "0 20:00",
    # insisting
    "mon tue 7am anyway": "01 07:00 insists",
    "every day except sunday 7am all the same": "012345 07:00 insists",
}
QUESTIONS = {
    # days
    "": "? DAYS",
    "hello": "? DAYS",
    "remind me to train": "? DAYS",
    "19:00": "? DAYS 19:00",
    "noon": "? DAYS 12:00",
    "every morning at 7": "? DAYS 07:00",
    "19h": "? DAYS 19:00",
    "twice a week": "? DAYS 2 a week",
    "2x a week": "? DAYS 2 a week",
    "three times a week at 19:00": "? DAYS 19:00 3 a week",
    "3 days per week 7am": "? DAYS 07:00 3 a week",
    "4x/week 7am": "? DAYS 07:00 4 a week",
    "once a week": "? DAYS 1 a week",
    "thrice weekly": "? DAYS 3 a week",
    # the rest between
    "every day": "? LEGAL_DAYS 0123456",
    "daily at 7am": "? LEGAL_DAYS 0123456 07:00",
    "everyday 19:00": "? LEGAL_DAYS 0123456 19:00",
    "weekdays 7:30": "? LEGAL_DAYS 01234 07:30",
    "mon-fri 7:30": "? LEGAL_DAYS 01234 07:30",
    "mon to fri 7am": "? LEGAL_DAYS 01234 07:00",
    "monday through thursday at 18:00": "? LEGAL_DAYS 0123 18:00",
    "from fri till mon 7am": "? LEGAL_DAYS 0456 07:00",
    "weekend": "? LEGAL_DAYS 56",
    "weekends at 10am": "? LEGAL_DAYS 56 10:00",
    "sat sun 10:00": "? LEGAL_DAYS 56 10:00",
    "sun mon 10:00": "? LEGAL_DAYS 06 10:00",
    "weeknights at 8": "? LEGAL_DAYS 01234 20:00",
    "every day except sunday at 6 pm": "? LEGAL_DAYS 012345 18:00",
    "every day but not mon 18:00": "? LEGAL_DAYS 123456 18:00",
    "mon tue thu 18:00": "? LEGAL_DAYS 013 18:00",
    "mon wed fri sun 18:00": "? LEGAL_DAYS 0246 18:00",
    "every day at 8": "? LEGAL_DAYS 0123456 08:00 open",
    # every other day
    "every other day": "? ROTATING 3 a week rotating",
    "every second day 19:00": "? ROTATING 19:00 3 a week rotating",
    "alternate days at 7am": "? ROTATING 07:00 3 a week rotating",
    "every 2 days": "? ROTATING 3 a week rotating",
    "every third day": "? ROTATING 2 a week rotating",
    # the time
    "mondays": "? TIME 0",
    "mon thu": "? TIME 03",
    "mon-wed-fri": "? TIME 024",
    "in the morning": "? TIME morning",
    "every morning": "? TIME morning",
    "mon in the morning": "? TIME 0 morning",
    "mon evening": "? TIME 0 evening",
    "mon after work": "? TIME 0 evening",
    "mon lunchtime": "? TIME 0 midday",
    "mon before breakfast": "? TIME 0 morning",
    "mon before bed": "? TIME 0 night",
    "tmrw": "? TIME in 1 once",
    "tonight": "? TIME evening in 0 once",
    "next friday": "? TIME 4 once",
    # morning or evening
    "at 8": "? MORNING_OR_EVENING 08:00 open",
    "8": "? MORNING_OR_EVENING 08:00 open",
    "mon at 8": "? MORNING_OR_EVENING 0 08:00 open",
    "mon 7 o'clock": "? MORNING_OR_EVENING 0 07:00 open",
    "half past six": "? MORNING_OR_EVENING 06:30 open",
    "mon quarter to 7": "? MORNING_OR_EVENING 0 06:45 open",
    "mon six thirty": "? MORNING_OR_EVENING 0 06:30 open",
    "tomorrow at seven": "? MORNING_OR_EVENING 07:00 open in 1 once",
}
REFUSALS = {
    # times that are none
    "mon 24:00": "! MIDNIGHT 24:00",
    "mon 24": "! MIDNIGHT 24",
    "mon midnight": "! MIDNIGHT midnight",
    "mon 12am": "! MIDNIGHT 12 am",
    "mon 12 at night": "! MIDNIGHT 12",
    "mon 25:00": "! HOUR 25:00",
    "mon 24:30": "! HOUR 24:30",
    "mon 31": "! HOUR 31",
    "mon 123456": "! HOUR 123456",
    "mon 7:75": "! MINUTE 7:75",
    "mon 19:60": "! MINUTE 19:60",
    "mon 7:5": "! MINUTE 7:5",
    "mon 775": "! MINUTE 775",
    "mon 13am": "! HALF 13 am",
    "mon 19:00 in the morning": "! HALF 19:00",
    "mon 0 pm": "! HALF 0 pm",
    "mon 0:30 in the evening": "! HALF 0:30",
    # too many
    "mon 7:00 thu 19:00": "! TWO_TIMES",
    "mon thu 7am and 7pm": "! TWO_TIMES",
    "mon 7-8pm": "! TWO_TIMES",
    "mon from 18:00 to 19:00": "! TWO_TIMES",
    "twice a day": "! TOO_OFTEN twice a day",
    "mon morning and evening": "! TOO_OFTEN morning and evening",
    "every hour": "! TOO_OFTEN every hour",
    # other rhythms
    "every other monday at 7": "! NOT_WEEKLY every other",
    "every two weeks on monday 7:00": "! NOT_WEEKLY every two weeks",
    "fortnightly mon 7:00": "! NOT_WEEKLY fortnightly",
    "monthly": "! NOT_WEEKLY monthly",
    "first monday 7:00": "! NOT_WEEKLY first",
    "in 2 hours": "! IN_HOURS in 2 hours",
    "in an hour": "! IN_HOURS in an hour",
    "in half an hour": "! IN_HOURS in half an",
    # dates
    "on 3 march at 7": "! DATE march",
    "5th of june": "! DATE 5th",
    "2026-03-05 19:00": "! DATE 2026-03-05",
    "3/4 19:00": "! DATE 3/4",
    "24/12/2026 19:00": "! DATE 24/12/2026",
    "next week 19:00": "! DATE next week",
    # other languages
    "mo/do 19 uhr": "! LANGUAGE",
    "mo do 19:00": "! LANGUAGE",
    "sa so 10:00": "! LANGUAGE",
    "jeden Dienstag um 7": "! LANGUAGE",
    "t\u00e4glich 7:30": "! LANGUAGE",
    "lundi 19h": "! LANGUAGE",
    "mi\u00e9rcoles 19:00": "! LANGUAGE",
    "\u043f\u043e\u043d\u0435\u0434\u0435\u043b\u044c\u043d\u0438\u043a 19:00": "! LANGUAGE",
    "\u6708\u66dc\u65e5 19:00": "! LANGUAGE",
    # no sense
    "blah": "! WORD blah",
    "mon 19:00 unless it rains": "! WORD unless",
    "why do my hamstrings cramp": "! WORD why",
    "every day except every day": "! NO_DAY",
    "mon except mon": "! NO_DAY",
    "mon " * 40: "! TOO_LONG",
}


def test_the_tables_are_large() -> None:
    assert len(REQUESTS) + len(QUESTIONS) + len(REFUSALS) > 200


@pytest.mark.parametrize(("text", "expected"), REQUESTS.items())
def test_a_request_is_understood(text: str, expected: str) -> None:
    assert short(parse_request(text)) == expected


@pytest.mark.parametrize(("text", "expected"), QUESTIONS.items())
def test_what_is_unclear_is_asked(text: str, expected: str) -> None:
    assert short(parse_request(text)) == expected


@pytest.mark.parametrize(("text", "expected"), REFUSALS.items())
def test_what_makes_no_sense_is_refused_by_name(text: str, expected: str) -> None:
    assert short(parse_request(text)) == expected


DIALOGUES = [
    (("mon thu", "19:00"), "03 19:00"),
    (("mon thu", "at 7", "evening"), "03 19:00"),
    (("at 8", "in the morning", "mon thu"), "03 08:00"),
    (("at 8", "pm"), "! WORD pm"),
    (("at 8", "8pm"), "? DAYS 20:00"),
    (("in the evening", "at 8", "mon"), "0 20:00"),
    (("mon in the morning", "7"), "0 07:00"),
    (("mon in the morning", "7:30 pm"), "0 19:30"),
    (("every day at 7am", "mon wed fri"), "024 07:00"),
    (("every day at 7am", "keep my days"), "0123456 07:00 insists"),
    (("twice a week 19:00", "mon thu"), "03 19:00"),
    (("twice a week 19:00", "mon tue"), "? LEGAL_DAYS 01 19:00"),
    (("every other day 19:00", "mon wed fri"), "024 19:00"),
    (("every other day", "anyway"), "? ROTATING 3 a week rotating insists"),
    (("mon thu 19:00", "18:00"), "03 18:00"),
    (("mon thu 19:00", "tue"), "1 19:00"),
    (("mon thu 19:00", "in the morning"), "? TIME 03 morning"),
    (("mon thu 19:00", "only once"), "03 19:00 once"),
    (("mon 19:00", "tomorrow"), "19:00 in 1 once"),
    (("tomorrow", "mon", "19:00"), "0 19:00"),
    (("mon", "blah"), "! WORD blah"),
    (("mon", ""), "? TIME 0"),
    (("mon", "12"), "0 12:00"),
    (("mon at 12:30 am", "tue"), "1 00:30"),
]


@pytest.mark.parametrize(("texts", "expected"), DIALOGUES)
def test_an_answer_joins_what_was_said_before(texts: tuple[str, ...], expected: str) -> None:
    so_far, answer = ReminderRequest(), parse_request(texts[0])
    for text in texts[1:]:
        so_far = answer.so_far if isinstance(answer, PendingQuestion) else answer  # type: ignore[assignment]
        answer = parse_request(text, so_far)
    assert short(answer) == expected


def test_other_reminders_count() -> None:
    assert short(parse_request("tue 19:00", others=frozenset({0}))) == "? LEGAL_DAYS 1 19:00"
    assert short(parse_request("wed 19:00", others=frozenset({0}))) == "2 19:00"
    assert short(parse_request("mon 7:00", others=frozenset({0}))) == "0 07:00"
    full = parse_request("sun 19:00", others=frozenset({0, 2, 4}))
    assert isinstance(full, PendingQuestion)
    assert full.offers == ()


def test_one_date_is_not_held_against_the_days_of_others() -> None:
    # real dates decide there
    assert short(parse_request("this tuesday 19:00", others=frozenset({0}))) == "1 19:00 once"


@pytest.mark.parametrize("text", [*REQUESTS, *QUESTIONS])
def test_questions_about_days_bring_legal_offers(text: str) -> None:
    answer = parse_request(text)
    if isinstance(answer, PendingQuestion):
        asks_days = answer.which in {Which.DAYS, Which.LEGAL_DAYS, Which.ROTATING}
        assert bool(answer.offers) == asks_days
        assert all(map(is_legal, answer.offers))


@given(st.frozensets(st.integers(0, 6), min_size=1), st.times(), st.sampled_from([" ", ", ", "/"]))
def test_days_and_times_written_plainly_are_read(
    days: frozenset[int], at: object, gap: str
) -> None:
    text = f"{gap.join(NAMES[day] for day in sorted(days))} {at:%H:%M}"
    answer = parse_request(text)
    request = answer.so_far if isinstance(answer, PendingQuestion) else answer
    assert isinstance(request, ReminderRequest)
    assert (request.days, f"{request.at:%H:%M}") == (days, f"{at:%H:%M}")
    assert isinstance(answer, ReminderRequest) == is_legal(days)


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(parse_request(text), ReminderRequest | PendingQuestion | NotUnderstood)


words = st.lists(
    st.sampled_from(" ".join((*REQUESTS, *QUESTIONS, *REFUSALS)).split()), max_size=8
).map(" ".join)


@given(words, words)
def test_any_mixture_of_its_own_words_has_an_answer(first: str, second: str) -> None:
    answer = parse_request(first)
    if isinstance(answer, PendingQuestion | ReminderRequest):
        so_far = answer.so_far if isinstance(answer, PendingQuestion) else answer
        answer = parse_request(second, so_far)
    if isinstance(answer, ReminderRequest):
        assert answer.at
        assert answer.has_days
        assert not answer.is_open
        assert next_step(answer) == answer


@pytest.mark.parametrize("text", ["9" * 9000, "9" * 9000 + ":00", "9" * 9000 + "x week", "9h" * 99])
def test_endless_figures_are_no_time(text: str) -> None:
    assert isinstance(parse_request(text), NotUnderstood)


@given(words)
def test_a_refusal_names_a_piece_of_the_text_or_nothing(text: str) -> None:
    answer = parse_request(text)
    if isinstance(answer, NotUnderstood) and answer.reason is Reason.WORD:
        assert answer.detail in fold(text)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("thrusday", "thursday"),
        ("tuseday", "tuesday"),
        ("mondey", "monday"),
        ("wednsday", "wednesday"),
        ("tomorow", "tomorrow"),
        ("evning", "evening"),
        # not a slip
        ("money", "money"),
        ("someday", "someday"),
        ("birthday", "birthday"),
        ("holiday", "holiday"),
        ("yoga", "yoga"),
        ("dog", "dog"),
        ("here", "here"),
        ("monday", "monday"),
    ],
)
def test_slips_are_repaired_and_other_words_left_alone(word: str, meant: str) -> None:
    assert repair(word) == meant


BOUNDS = {
    "mon " * 29 + "19:00": "0 19:00",
    "mon " * 30 + "19:00": "! TOO_LONG",
    # a number and its unit, or only a number
    "mon in 3": "? MORNING_OR_EVENING 0 03:00 open",
    "in 3 days 7pm": "19:00 in 3 once",
    "in a day 7pm": "19:00 in 1 once",
    "in 0 days 7pm": "19:00 in 0 once",
    "in half an hour": "! IN_HOURS in half an",
    "in an hour": "! IN_HOURS in an hour",
    "mon 19:00 for 20 minutes": "0 19:00",
    "mon 19:00 for an hour": "0 19:00",
    # two days are a span, three are a list
    "mon-fri 19:00": "? LEGAL_DAYS 01234 19:00",
    "mon-wed-fri 19:00": "024 19:00",
    "mon to wed to fri 19:00": "024 19:00",
    "mon- 19:00": "0 19:00",
    "-mon 19:00": "0 19:00",
    # how often
    "1x week 19:00": "? DAYS 19:00 1 a week",
    "6x a week 19:00": "? DAYS 19:00 6 a week",
    "7x a week 19:00": "? DAYS 19:00 7 a week",
    "8x a week 19:00": "? DAYS 19:00 7 a week",
    "2 days a week 19:00": "? DAYS 19:00 2 a week",
    "thrice a week 19:00": "? DAYS 19:00 3 a week",
    "0x week": "! HOUR 0x",
    # three days with a rest between them, four, two without one
    "mon wed fri 19:00": "024 19:00",
    "mon wed sun 19:00": "? LEGAL_DAYS 026 19:00",
    "mon tue 19:00": "? LEGAL_DAYS 01 19:00",
    "mon tue 19:00 anyway": "01 19:00 insists",
    "mon tue 19:00 only once": "01 19:00 once",
}


@pytest.mark.parametrize(("text", "expected"), BOUNDS.items())
def test_words_at_the_bounds_of_what_they_may_mean(text: str, expected: str) -> None:
    assert short(parse_request(text)) == expected

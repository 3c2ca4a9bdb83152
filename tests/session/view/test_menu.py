import pytest

from bot.domain.replies import Reply
from bot.knowledge.content.loading import Library
from bot.session.input.command import WorkoutCommands
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.workouts import Guide
from bot.session.view import menu
from bot.session.view.menu import WorkoutOrder, from_arguments, opening, with_exercise


def labels(guide: Guide, order: WorkoutOrder) -> list[str]:
    return [one.label for row in menu.choosing(guide, order).buttons for one in row]


def test_every_workout_is_offered_with_its_purpose_and_length(guide: Guide) -> None:
    card = menu.workouts(guide, Choices())
    assert [button.label for row in card.buttons for button in row] == [
        "Finisher",
        "Primer",
        "Three minutes",
    ]
    assert "Primer: Wakes up the back of the legs before you squat or deadlift." in card.text
    assert "About 3 minutes." in card.text


def test_a_workout_starts_with_two_taps(guide: Guide) -> None:
    first = first_button(guide, menu.workouts(guide, Choices()))
    assert first == WorkoutOrder("finisher", Choices())
    start = first_button(guide, menu.choosing(guide, first))
    assert start == WorkoutOrder("finisher", Choices(), starts=True)


def first_button(guide: Guide, shown: Reply) -> WorkoutOrder | None:
    return menu.from_arguments(shown.buttons[0][0].action.arguments, guide)


def test_the_choice_is_marked_in_words(guide: Guide) -> None:
    order = WorkoutOrder("finisher", Choices(Kit.BAND, PracticeLevel.STRONG))
    assert labels(guide, order) == [
        "Start",
        *("No equipment", "Ankle weight", "Band (chosen)", "Ball"),
        *("New to it", "Some practice", "Strong (chosen)"),
    ]


def test_the_buttons_of_the_menu_stand_in_rows(guide: Guide) -> None:
    assert [len(row) for row in menu.workouts(guide, Choices()).buttons] == [1, 1, 1]
    chosen = menu.choosing(guide, WorkoutOrder("finisher", Choices()))
    assert [len(row) for row in chosen.buttons] == [1, 2, 2, 3]


def test_no_level_is_asked_where_it_makes_no_difference(guide: Guide) -> None:
    assert len(labels(guide, WorkoutOrder("primer", Choices()))) == 5


def test_the_sets_are_told_before_one_starts(guide: Guide) -> None:
    card = menu.choosing(guide, WorkoutOrder("finisher", Choices(Kit.NONE, PracticeLevel.STRONG)))
    assert "2 sets of 20 on each side: Standing hamstring curl." in card.text
    assert "1 set of 20 seconds on each side: Prone straight-leg hip extension." in card.text
    assert "two sets of twenty" in card.speech
    assert "are ours" in card.note


@pytest.mark.parametrize("kit", Kit)
@pytest.mark.parametrize("level", PracticeLevel)
def test_every_button_of_the_menu_is_read_and_fits(
    guide: Guide, kit: Kit, level: PracticeLevel
) -> None:
    for workout in guide.workouts:
        for row in menu.choosing(guide, WorkoutOrder(workout, Choices(kit, level))).buttons:
            for button in row:
                assert menu.from_arguments(button.action.arguments, guide)
                assert button.action.encode()  # raises when it is too long


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("menu",),
        ("menu", "finisher"),
        ("menu", "finisher", "none"),
        ("menu", "gymnastics", "none", "new"),
        ("menu", "finisher", "barbell", "new"),
        ("menu", "finisher", "none", "olympic"),
        ("begin", "finisher", "none", "new"),
        ("menu", "finisher", "none", "new", "now"),
    ],
)
def test_other_arguments_are_refused(guide: Guide, arguments: tuple[str, ...]) -> None:
    assert menu.from_arguments(arguments, guide) is None


def ordered(
    workout: str, kit: Kit = Kit.NONE, level: PracticeLevel = PracticeLevel.NEW
) -> WorkoutOrder:
    return WorkoutOrder(workout, Choices(kit, level), starts=True)


ORDERS = {
    "finisher": ordered("finisher"),
    "Finisher please": ordered("finisher"),
    "primer band": ordered("primer", Kit.BAND),
    "primer with a band": ordered("primer", Kit.BAND),
    "finsher with ankle wieghts": ordered("finisher", Kit.ANKLE_WEIGHT),
    "warm-up": ordered("primer"),
    "before squats": ordered("primer"),
    "three minutes": ordered("three_minute"),
    "3 minutes strong": ordered("three_minute", level=PracticeLevel.STRONG),
    "short one on the ball": ordered("three_minute", Kit.BALL),
    "finisher resistance band advanced": ordered("finisher", Kit.BAND, PracticeLevel.STRONG),
    "finisher no equipment": ordered("finisher"),
    "ball": WorkoutOrder("finisher", Choices(Kit.BALL)),
    "beginner": WorkoutOrder("finisher", Choices()),
}


@pytest.mark.parametrize(("text", "order"), ORDERS.items())
def test_an_order_in_words_is_read(
    guide: Guide, library: Library, text: str, order: WorkoutOrder
) -> None:
    assert WorkoutCommands.of(guide, library.english).parse(text, Choices()) == order


@pytest.mark.parametrize("text", ["", "please", "banana", "primer for my grandmother", "why"])
def test_other_words_are_no_order(guide: Guide, library: Library, text: str) -> None:
    assert WorkoutCommands.of(guide, library.english).parse(text, Choices()) is None


def test_what_is_not_said_is_as_usual(guide: Guide, library: Library) -> None:
    usual = Choices(Kit.BAND, PracticeLevel.STRONG)
    order = WorkoutCommands.of(guide, library.english).parse("primer ball", usual)
    assert order == WorkoutOrder("primer", Choices(Kit.BALL, PracticeLevel.STRONG), starts=True)


def test_every_movement_leads_to_a_workout_that_has_it(guide: Guide) -> None:
    for exercise in guide.exercises:
        order = with_exercise(guide, exercise)
        assert order, exercise
        routine = guide.workouts[order.workout].routine(order.choices)
        assert exercise in {one.exercise for one in routine.sets}
        assert from_arguments(opening(order).action.arguments, guide) == order


def test_a_movement_of_no_workout_leads_nowhere(guide: Guide) -> None:
    assert with_exercise(guide, "somersault") is None


def test_the_shortest_workout_starts_at_one_tap(guide: Guide) -> None:
    button = menu.shortest(guide)
    assert button.label == "Three minutes"
    order = menu.from_arguments(button.action.arguments, guide)
    assert order == WorkoutOrder("three_minute", Choices(), starts=True)

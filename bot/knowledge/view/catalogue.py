"""Everything the bot knows, to look through with buttons."""

from bot.domain.replies import Placement, Reply, Rows, Verb, act, column
from bot.knowledge.content.entries import Exercise, Sentence
from bot.knowledge.content.loading import Library

_KIT = {
    "none": "No equipment",
    "ankle_weight": "Ankle weight",
    "band": "Resistance band",
    "ball": "Stability ball",
}
_CHAPTERS = {
    "Intro": "Why the back of the leg",
    "Wake-Up": "The author's story",
    "Mechanics": "How the muscles work",
    "Standing": "The standing curl",
    "Prone": "The prone leg lift",
    "Mistakes": "Common mistakes",
    "Programming": "Fitting it into training",
    "Progressing": "Making it harder",
    "FAQ": "Often asked",
    "Coach": "From the coach",
}
"""Section -> what it is about."""


def sections(library: Library, place: Placement = Placement.NEW) -> Reply:
    """The chapters."""
    names = list(dict.fromkeys(topic.section for topic in library.topics.values()))
    buttons = [act(chapter(name), Verb.TOPICS, name) for name in names]
    return Reply(
        title="Everything I can answer",
        text=f"{len(library.topics)} topics in {len(names)} chapters. Pick one:",
        buttons=column(buttons),
        place=place,
    )


def chapter(section: str) -> str:
    """What a section is called on buttons."""
    return _CHAPTERS.get(section, section)


def section(library: Library, name: str) -> Reply | None:
    """The questions of a chapter; None when there is no such chapter."""
    found = [
        act(topic.question, Verb.TOPIC, topic_id)
        for topic_id, topic in library.topics.items()
        if topic.section == name
    ]
    if not found:
        return None
    return Reply(
        title=chapter(name),
        text="Tap a question:",
        buttons=(*column(found), (act("All chapters", Verb.TOPICS),)),
        place=Placement.INSTEAD,
    )


def exercises(library: Library, place: Placement = Placement.NEW) -> Reply:
    """The movements, easiest first."""
    ordered = sorted(library.exercises.items(), key=lambda item: item[1].level)
    return Reply(
        title="The exercises, easiest first",
        text="\n".join(f"{exercise.name}: {_in_short(exercise)}" for _, exercise in ordered),
        buttons=column([act(exercise.name, Verb.EXERCISE, name) for name, exercise in ordered]),
        place=place,
    )


def _in_short(exercise: Exercise) -> str:
    return f"level {exercise.level}, {_KIT[exercise.kit].lower()}"


def exercise(library: Library, name: str) -> Reply:
    """One movement, step by step."""
    found = library.exercises[name]
    return Reply(
        title=found.name,
        text="\n\n".join((_facts(found), _steps(found), _look(found), _faults(found))),
        note=found.origin_note,
        buttons=_exercise_buttons(library, found),
        speech=f"{found.name}. {' '.join(step.text for step in found.steps)}",
    )


def _facts(exercise: Exercise) -> str:
    fewest, most = exercise.repetitions
    each = " on each side" if exercise.sides == "each" else ""
    support = f" Hold on to: {exercise.support}." if exercise.support else ""
    return (
        f"{_KIT[exercise.kit]}, level {exercise.level}. {fewest}\u2013{most} repetitions{each}, "
        f"{exercise.rest} seconds of rest between sets.{support}"
    )


def _steps(exercise: Exercise) -> str:
    lines = [f"{at}. {step.text}" for at, step in enumerate(exercise.steps, start=1)]
    return "\n".join(lines)


def _look(exercise: Exercise) -> str:
    return f"What it looks like: {exercise.picture_text}"


def _faults(exercise: Exercise) -> str:
    lines = [f"\u2022 {fault.seen} {_mend(fault.mend)}" for fault in exercise.faults]
    return "If something is off:\n" + "\n".join(lines)


def _mend(mend: Sentence) -> str:
    return f"Then: {mend.text}"


def _exercise_buttons(library: Library, exercise: Exercise) -> Rows:
    links = {"Easier": exercise.easier, "Harder": exercise.harder}
    steps = [
        act(f"{label}: {library.exercises[name].name}", Verb.EXERCISE, name)
        for label, name in links.items()
        if name
    ]
    others = [
        act(f"Other kit: {library.exercises[name].name}", Verb.EXERCISE, name)
        for name in exercise.other_kit
        if name not in links.values()
    ]
    how = act(library.topics[exercise.explains].question, Verb.TOPIC, exercise.explains)
    return column([*steps, *others, how, act("All exercises", Verb.EXERCISES)])

"""Speech on the command line: what is said in a file, and words as a voice message."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.cli.ask import as_json
from bot.config import RecognizerChoice, Settings, SynthesizerChoice
from bot.domain.audio import LARGEST, ExpectedSpeech, NotHeard, Recording, Sound, Transcript
from bot.domain.replies import saying
from bot.errors import CoachError, VoiceError
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.session.input.grammar import CommandGrammar as Commands
from bot.voice.speech_engines import speech_engines

_DIGITS = 4


class FileError(CoachError):
    """A file that should be listened to or written cannot be."""


@dataclass(frozen=True, slots=True)
class Overheard:
    """What was heard in a file."""

    file: Path
    result: Transcript | NotHeard


async def overhear(
    settings: Settings, files: Iterable[Path], grammar: ExpectedSpeech
) -> AsyncIterator[Overheard]:
    """What is said in each file, one after the other.

    Raises `FileError` for one that cannot be read, and `VoiceError` when there is no ear.
    """
    async with speech_engines(replace(settings, speaker=SynthesizerChoice.OFF)) as engines:
        if not engines.transcribes:
            raise VoiceError("Nothing can be heard: BOT_LISTENER is off.")
        for file in files:
            result = await engines.transcribe(Recording(_content(file)), grammar)
            yield Overheard(file, result)


def _content(file: Path) -> bytes:
    """The file, or as much of it as shows that it is too large."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from error


def files_in(lines: Iterable[str]) -> Iterator[Path]:
    """The files named in JSON lines. Raises `FileError` naming the line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _file_in(line, number)


def _file_in(line: str, number: int) -> Path:
    try:
        return Path(json.loads(line.removeprefix("\ufeff"))["file"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FileError(f'Line {number}: must be a JSON object like {{"file": "..."}}.') from error


def heard_as_json(mind: KnowledgeBase, overheard: Overheard) -> dict[str, Any]:
    """What was heard, and what the likeliest guess would get, as data."""
    result = overheard.result
    told: dict[str, Any] = {"file": str(overheard.file), "heard": None, "why": None}
    if isinstance(result, NotHeard):
        return {**told, "why": result.error.value}
    first = result.hypotheses[0].text
    decided = as_json(mind, first)
    del decided["q"]
    return {
        **told,
        "heard": first,
        "grammar": result.grammar.value,
        "guesses": [
            {"text": one.text, "confidence": round(one.confidence, _DIGITS)}
            for one in result.hypotheses
        ],
        "command": _command(mind, result),
        **decided,
    }


def _command(mind: KnowledgeBase, heard: Transcript) -> str | None:
    """What the likeliest guess asks of a session."""
    if heard.grammar is not ExpectedSpeech.COMMANDS:
        return None
    action = Commands.of(mind.library.english).understand(heard.hypotheses[0].text)
    return action.kind.value if action else None


def heard_as_text(mind: KnowledgeBase, overheard: Overheard) -> str:
    """The same for people."""
    told = heard_as_json(mind, overheard)
    if told["why"]:
        return f"Nothing was heard: {told['why']}."
    lines = [f"heard    {told['heard']}", f"zone     {told['zone']}"]
    lines += [f"topic    {', '.join(told['topics'][:1]) or 'none'}"]
    lines += [f"command  {told['command']}"] if told["command"] else []
    hypotheses = (f"  {one['confidence']:.3f}  {one['text']}" for one in told["guesses"])
    return "\n".join([*lines, "guesses", *hypotheses])


async def spoken(settings: Settings, words: str) -> Sound:
    """Words as a voice message. Raises `VoiceError` when they cannot be said."""
    async with speech_engines(replace(settings, listener=RecognizerChoice.OFF)) as engines:
        return await engines.synthesize(saying(words))


def write(sound: Sound, file: Path) -> None:
    """Write a voice message to a file. Raises `FileError` when that fails."""
    try:
        file.write_bytes(sound.content)
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}.") from error

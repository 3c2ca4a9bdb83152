"""`hear` and `say`: what is said in a recording, and words as a voice message."""

import json
import os
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.cli.ask import as_json
from bot.config import RecognizerChoice, Settings, SynthesizerChoice, read_settings
from bot.domain.audio import LARGEST, ExpectedSpeech, NotHeard, Recording, Sound, Transcript
from bot.domain.replies import saying
from bot.errors import CoachError, VoiceError
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.semantic.knowledge_base import load_knowledge_base
from bot.session.input.grammar import CommandGrammar
from bot.voice.speech_engines import speech_engines

_DIGITS = 4


class FileError(CoachError):
    """A file that should be transcribed or written cannot be."""


@dataclass(frozen=True, slots=True)
class FileTranscript:
    """A file with what is said in it."""

    file: Path
    result: Transcript | NotHeard


async def hear(files: Sequence[Path], *, in_session: bool, as_lines: bool) -> int:
    """Print what is said in each file, named here or on standard input. Returns the exit code.

    In a session a command is expected rather than a question. Raises `FileError`, `VoiceError`.
    """
    if not files and not as_lines:
        print("Name a recording: python -m bot hear question.ogg", file=sys.stderr)
        return 2
    settings = read_settings(os.environ)
    grammar = ExpectedSpeech.COMMANDS if in_session else ExpectedSpeech.QUESTIONS
    knowledge_base = None
    async for one in transcribe(settings, files or files_in(sys.stdin), grammar):
        # Not before: a recogniser that cannot start is told at once.
        knowledge_base = knowledge_base or load_knowledge_base(settings, wait=True)
        told = transcript_as_json(knowledge_base, one)
        print(json.dumps(told) if as_lines else _as_text(told), flush=True)
    return 0


async def say(words: str, file: Path) -> int:
    """Write words as a voice message to a file. Returns the exit code.

    Raises `VoiceError` when there is no voice, `FileError` when the file cannot be written.
    """
    settings = replace(read_settings(os.environ), listener=RecognizerChoice.OFF)
    async with speech_engines(settings) as engines:
        sound = await engines.synthesize(saying(words))
    _write(sound, file)
    print(f"Said in {sound.seconds:.1f} seconds: {file}")
    return 0


async def transcribe(
    settings: Settings, files: Iterable[Path], grammar: ExpectedSpeech
) -> AsyncIterator[FileTranscript]:
    """What is said in each file, one after the other.

    Raises `FileError` for one that cannot be read, and `VoiceError` when there is no recogniser.
    """
    async with speech_engines(replace(settings, speaker=SynthesizerChoice.OFF)) as engines:
        if not engines.transcribes:
            raise VoiceError("Nothing can be heard: BOT_LISTENER is off.")
        for file in files:
            result = await engines.transcribe(Recording(_content(file)), grammar)
            yield FileTranscript(file, result)


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


def transcript_as_json(
    knowledge_base: KnowledgeBase, transcribed: FileTranscript
) -> dict[str, Any]:
    """The hypotheses, and what the likeliest one would get as a question, as data."""
    result = transcribed.result
    told: dict[str, Any] = {"file": str(transcribed.file), "heard": None, "why": None}
    if isinstance(result, NotHeard):
        return {**told, "why": result.error.value}
    first = result.hypotheses[0].text
    decided = as_json(knowledge_base, first)
    del decided["q"]
    return {
        **told,
        "heard": first,
        "grammar": result.grammar.value,
        "guesses": [
            {"text": one.text, "confidence": round(one.confidence, _DIGITS)}
            for one in result.hypotheses
        ],
        "command": _command(knowledge_base, result),
        **decided,
    }


def _command(knowledge_base: KnowledgeBase, transcript: Transcript) -> str | None:
    """What the likeliest hypothesis asks of a session."""
    if transcript.grammar is not ExpectedSpeech.COMMANDS:
        return None
    action = CommandGrammar.of(knowledge_base.library.english).parse(transcript.hypotheses[0].text)
    return action.kind.value if action else None


def _as_text(told: Mapping[str, Any]) -> str:
    """The same for people."""
    if told["why"]:
        return f"Nothing was heard: {told['why']}."
    lines = [f"heard    {told['heard']}", f"zone     {told['zone']}"]
    lines += [f"topic    {', '.join(told['topics'][:1]) or 'none'}"]
    lines += [f"command  {told['command']}"] if told["command"] else []
    hypotheses = (f"  {one['confidence']:.3f}  {one['text']}" for one in told["guesses"])
    return "\n".join([*lines, "guesses", *hypotheses])


def _write(sound: Sound, file: Path) -> None:
    """Write a voice message to a file. Raises `FileError` when that fails."""
    try:
        file.write_bytes(sound.content)
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}.") from error

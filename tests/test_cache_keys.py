"""What is kept on disk is made anew when the code that made it changes or moves, and only then."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.test_imports import BOT, house, imports

KEYS = """
from bot.pictures.album import picture_version
from bot.voice.recognition.language_model.model import model_version
from bot.voice.synthesis.synthesizer import speech_version

def keys():
    return {"speech": speech_version(), "pictures": picture_version(), "model": model_version()}
"""
"""Works the keys out in the folder it is started in."""
CHANGES = """
import json
import sys
from pathlib import Path

first = keys()
changed = {}
for name in json.loads(sys.stdin.read()):
    path = Path(name)
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    now = keys()
    changed[name] = sorted(key for key in first if now[key] != first[key])
    path.write_bytes(content)
assert keys() == first
print(json.dumps(changed))
"""
"""Changes a byte of one file after the other, and tells which keys that changes."""

SPEECH, PICTURES, MODEL = "speech", "pictures", "model"
ENTRY = {
    SPEECH: "bot.voice.synthesis",
    PICTURES: "bot.pictures",
    MODEL: "bot.voice.recognition.language_model",
}
"""The package that makes what is kept; what it imports has a part in it, too."""
COUNTED_ELSEWHERE = {
    SPEECH: {
        *("bot.file_cache", "bot.voice.processes.workers", "bot.voice.processes.limits"),  # how
        *("bot.errors", "bot.domain.audio"),  # shapes only
        "bot.domain.replies",  # its cues are in the key of each message
    },
    PICTURES: {
        *("bot.file_cache", "bot.errors", "bot.domain.replies"),
        "bot.domain.number_words",  # for the text twins
        "bot.knowledge.content.loading",  # what it reads is in the key of each picture
    },
    MODEL: {
        *("bot.file_cache", "bot.errors"),
        "bot.session.model.actions",  # `phrases` sorts its sentences by them
        *("bot.session.model.choices", "bot.session.model.log"),
    },
}
"""Imported, but without a say in what is made."""
DATA = {
    SPEECH: (),
    PICTURES: ("bot/pictures/poses.yaml",),
    MODEL: (
        *(
            f"bot/voice/recognition/language_model/{name}.yaml"
            for name in ("phones", "spoken_form")
        ),
        *("bot/faq.yaml", "bot/knowledge/small_talk.yaml", "bot/knowledge/out_of_scope.yaml"),
        *("bot/knowledge/exercises.yaml", "bot/knowledge/red_flags.yaml"),
        *("bot/knowledge/vocabulary.yaml", "bot/knowledge/english.txt"),
    ),
}
IRRELEVANT = (
    *("bot/app.py", "bot/scheduler.py", "bot/web/assets/page.js", "bot/conversation/router.py"),
    *("bot/voice/recognition/vosk.py", "bot/voice/specs.py", "bot/knowledge/workouts.yaml"),
)


def needed(kind: str) -> set[str]:
    """The modules that make something, by full name: the package and everything it imports."""
    sources = house()
    found: set[str] = set()
    waiting = [name for name in sources if _is_below(name, ENTRY[kind])]
    while waiting:
        name = waiting.pop()
        if name not in found | COUNTED_ELSEWHERE[kind]:
            found.add(name)
            waiting += [one for one in imports(sources, name) if one in sources]
    return found


def _is_below(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def path_of(module: str) -> str:
    path = module.replace(".", "/")
    return f"{path}/__init__.py" if (BOT.parent / path).is_dir() else f"{path}.py"


@pytest.fixture
def house_copy(tmp_path: Path) -> Path:
    """A folder with a copy of bot/ in it."""
    shutil.copytree(BOT, tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def told(folder: Path, program: str, given: object = None) -> dict[str, list[str] | str]:
    """What a program prints about the copy in a folder."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", KEYS + program],
        cwd=folder,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[str] | str] = json.loads(done.stdout)
    return answer


def test_a_changed_byte_changes_the_keys_of_all_that_is_made_with_it(house_copy: Path) -> None:
    expected: dict[str, set[str]] = {path: set() for path in IRRELEVANT}
    for kind in ENTRY:
        for path in (*map(path_of, needed(kind)), *DATA[kind]):
            expected.setdefault(path, set()).add(kind)
    changed = told(house_copy, CHANGES, list(expected))
    missed = {path: kinds - set(changed[path]) for path, kinds in expected.items()}
    assert {path: kinds for path, kinds in missed.items() if kinds} == {}
    assert {path: changed[path] for path in IRRELEVANT if changed[path]} == {}


@pytest.mark.parametrize(
    ("module", "to", "kinds"),
    [
        ("bot.voice.synthesis.timeline", "bot.voice.synthesis.later.timeline", {SPEECH}),
        ("bot.voice.audio", "bot.voice.opus", {SPEECH}),
        ("bot.pictures.figure", "bot.pictures.drawn.figure", {PICTURES}),
        ("bot.session.input.phrases", "bot.session.phrases", {MODEL}),
        ("bot.domain.number_words", "bot.domain.words.number_words", {SPEECH, MODEL}),
    ],
)
def test_a_source_that_moves_changes_the_keys(
    house_copy: Path, module: str, to: str, kinds: set[str]
) -> None:
    before = told(house_copy, "import json\nprint(json.dumps(keys()))")
    move(house_copy, module, to)
    after = told(house_copy, "import json\nprint(json.dumps(keys()))")
    assert {key for key in ENTRY if before[key] != after[key]} >= kinds


def test_keys_do_not_depend_on_where_the_assistant_lies(house_copy: Path) -> None:
    here = told(BOT.parent, "import json\nprint(json.dumps(keys()))")
    assert told(house_copy, "import json\nprint(json.dumps(keys()))") == here


def move(folder: Path, module: str, to: str) -> None:
    """Move a module, and change every import of it."""
    target = folder / f"{to.replace('.', '/')}.py"
    if not target.parent.exists():
        target.parent.mkdir()
        (target.parent / "__init__.py").write_text('"""A new package."""\n')
    (folder / path_of(module)).rename(target)
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        changed = "\n".join(_moved(text.split("\n"), module, to))
        if changed != text:
            path.write_text(changed, encoding="utf-8")


def _moved(lines: Iterable[str], module: str, to: str) -> Iterator[str]:
    (package, _, name), (new_package, _, new_name) = module.rpartition("."), to.rpartition(".")
    for line in lines:
        found = re.fullmatch(rf"(\s*)from {re.escape(package)} import (.*\b{name}\b.*)", line)
        if found:
            others = [one for one in found[2].split(", ") if one != name]
            if others:
                yield f"{found[1]}from {package} import {', '.join(others)}"
            alias = "" if name == new_name else f" as {name}"
            yield f"{found[1]}from {new_package} import {new_name}{alias}"
        else:
            yield re.sub(rf"\b{re.escape(module)}\b", to, line)

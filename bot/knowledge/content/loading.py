"""Content from files, in layers: path, text, dict, entries. Only `read_library` opens files."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.errors import ContentError
from bot.knowledge.content.entries import (
    Exercise,
    Identifier,
    RedFlags,
    SmallTalk,
    Topic,
    Vocabulary,
)

CONTENT = Path(__file__).parents[1]
"""Where the content lies: the room `knowledge`; faq.yaml is one above."""

OutOfScope = Mapping[str, tuple[str, ...]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that editors write, validated."""

    topics: Mapping[str, Topic]
    exercises: Mapping[str, Exercise]
    small_talk: Mapping[str, SmallTalk]
    out_of_scope: OutOfScope
    """Questions that look like ours and are not, by kind."""
    red_flags: RedFlags
    vocabulary: Vocabulary
    english: frozenset[str]
    """Common English words, which are never taken for a typing slip."""
    fingerprint: str
    """Hash of what was read; fitted weights name the one they were fitted on."""


def read_library(content: Path = CONTENT) -> Library:
    """The library in a content folder.

    Raises `ContentError` naming file, entry, key and value of what is wrong.
    """
    texts = {name: _read(path) for name, path in content_files(content).items()}
    return parse_library(texts)


def content_files(content: Path = CONTENT) -> dict[str, Path]:
    """Every file an editor may change, by name."""
    names = ("exercises", "small_talk", "out_of_scope", "red_flags", "vocabulary")
    files = {f"{name}.yaml": content / f"{name}.yaml" for name in names}
    return {
        "faq.yaml": content.parent / "faq.yaml",
        **files,
        "english.txt": content / "english.txt",
    }


def parse_library(texts: Mapping[str, str]) -> Library:
    """The library from the text of its files, by file name. Raises `ContentError`."""
    fingerprint = sha256("\0".join(texts[name] for name in sorted(texts)).encode()).hexdigest()
    return Library(
        topics=_entries(texts, "faq.yaml", Topic),
        exercises=_entries(texts, "exercises.yaml", Exercise),
        small_talk=_entries(texts, "small_talk.yaml", SmallTalk),
        out_of_scope=validate(
            "out_of_scope.yaml",
            OutOfScope,
            parse_yaml("out_of_scope.yaml", texts["out_of_scope.yaml"]),
        ),
        red_flags=_whole(texts, "red_flags.yaml", RedFlags),
        vocabulary=_whole(texts, "vocabulary.yaml", Vocabulary),
        english=_word_list(texts["english.txt"]),
        fingerprint=fingerprint[:16],
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: cannot be read ({error}).") from error


def _word_list(text: str) -> frozenset[str]:
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _entries(texts: Mapping[str, str], file: str, model: type[T]) -> dict[str, T]:
    data = parse_yaml(file, texts[file])
    for name in data:
        validate(f"{file}: {name}", Identifier, name)
    return {name: validate(f"{file}: {name}", model, value) for name, value in data.items()}


def _whole(texts: Mapping[str, str], file: str, model: type[BaseModel]) -> Any:  # noqa: ANN401
    return validate(file, model, parse_yaml(file, texts[file]))


def validate(place: str, shape: Any, data: object) -> Any:  # noqa: ANN401 - pydantic checks it
    """Data in a shape. Raises `ContentError` naming place, key and value of what is wrong."""
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        raise ContentError("\n".join(_complaints(place, error))) from error


def _complaints(place: str, error: ValidationError) -> list[str]:
    return [
        f"{place}: {'.'.join(str(step) for step in detail['loc']) or 'entry'}: "
        f"{detail['msg']} (got {_shortened(detail['input'])})"
        for detail in error.errors(include_url=False)
    ]


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - one line


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C is faster
    """Safe YAML that refuses a key given twice, where plain YAML would drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - the signature of the library
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be plain text", key.start_mark
                )
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)  # type: ignore[no-any-return]


def parse_yaml(file: str, text: str) -> dict[str, Any]:
    """A YAML mapping. Raises `ContentError` naming the file and the line."""
    try:
        data = yaml.load(text, _Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise ContentError(f"{file}: {_where(error)}") from error
    except ValueError as error:  # a date or a figure that is none
        raise ContentError(f"{file}: {error}") from error
    if not isinstance(data, dict):
        raise ContentError(f"{file}: must be a mapping from names to entries.")
    return data


def _where(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return str(error)

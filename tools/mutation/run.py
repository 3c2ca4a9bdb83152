"""One room in a process of its own: mutmut keeps what it knows in globals.

Mutants are made for the whole room, a sample of them is drawn, and mutmut tries each with the
tests that touch its function, the fastest first, in a process forked from one in which the code is
loaded and no test.
"""

import json
import os
import resource
import shutil
import sys
from collections.abc import Collection, Iterable
from dataclasses import asdict
from hashlib import sha256
from math import ceil
from pathlib import Path

from mutmut.__main__ import CatchOutput, collect_or_load_stats, create_mutants
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import (
    copy_also_copy_files,
    copy_src_dir,
    setup_source_paths,
    walk_mutatable_files,
)
from mutmut.utils.format_utils import mangled_name_from_mutant_name
from mutmut.workers.isolation import MutantRunner, get_mutant_runner

from tools.mutation.known import Change
from tools.mutation.outcome import RESULTS, Outcome
from tools.mutation.rooms import ROOT, Room
from tools.mutation.sample import Draw

MEMORY = 3 << 30
"""Bytes that a process may ask for: a loop that never ends must not take the machine's memory."""

UNABLE = 255
"""The exit code when pytest cannot even begin, because a file of tests cannot be imported."""


def run_room(room: Room, draw: Draw, processes: int) -> None:
    """Try a room's mutants and leave the outcomes in its folder; the working folder changes.

    Raises:
        SystemExit: The tests fail without a mutant.
    """
    os.chdir(_workspace(room))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    settings = config()
    settings.only_mutate = room.sources
    settings.pytest_add_cli_args_test_selection.insert(0, room.tests)
    Path("mutants").mkdir(exist_ok=True)
    Path(str(settings.preload_modules_file)).write_text("\n".join(_modules()), "utf-8")
    with CatchOutput():
        copy_src_dir()
        copy_also_copy_files()
        setup_source_paths()
        create_mutants(processes)
    runner = get_mutant_runner(processes)
    collect_or_load_stats(runner)
    files = _mutants()
    chosen = draw.choose(room, files)
    codes = _try_all(runner, chosen)
    outcomes = [asdict(_outcome(name, codes[name], files[name])) for name in sorted(chosen)]
    kept = {"mutants": len(files), "outcomes": outcomes}
    Path(RESULTS).write_text(json.dumps(kept), "utf-8")


def _workspace(room: Room) -> Path:
    """A folder with links to the code and the tests; mutmut's own `mutants` stands beside them.

    It is made anew when anything changed that a verdict hangs on: mutmut by itself looks at the
    text of functions only, not at tests and content.
    """
    folder = room.folder
    stamp, key = folder / "stamp", _fingerprint(room)
    if not stamp.exists() or stamp.read_text("utf-8") != key:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("bot", "tests", "pyproject.toml"):
            (folder / name).symlink_to(ROOT / name)
        stamp.write_text(key, "utf-8")
    return folder


def _fingerprint(room: Room) -> str:
    found = sha256(room.name.encode())
    for path in sorted(path for top in ("bot", "tests") for path in (ROOT / top).rglob("*.*")):
        if "__pycache__" not in path.parts and path.is_file():
            found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    found.update((ROOT / "pyproject.toml").read_bytes())
    return found.hexdigest()


def _modules() -> list[str]:
    """Modules that tests of these rooms need; loading them for each mutant would take longest."""
    paths = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "bot").rglob("*.py"))
    return sorted(".".join(path.parts) for path in paths if path.parts[1] in _LOADED)


_LOADED = frozenset(
    {"domain", "knowledge", "session", "reminders", "conversation", "scheduler", "voice"}
)
"""Not the channels: pytest wants to load what they bring along by itself."""


def _mutants() -> dict[str, Path]:
    """All mutants of the room, each with the file it was made from."""
    found: dict[str, Path] = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        found |= dict.fromkeys(data.exit_code_by_key, path)
    return found


def _try_all(runner: MutantRunner, names: Collection[str]) -> dict[str, int]:
    """The exit code of each mutant's tests; those that take longest come last."""
    codes: dict[str, int] = {}

    def wait() -> None:
        result = runner.wait_for_result()
        codes[result.mutant_name] = result.exit_code
        print(f"\r{len(codes)} of {len(names)}", end="", file=sys.stderr, flush=True)

    runner.startup()
    try:
        _check(runner, names)
        for name in sorted(names, key=_seconds):
            while not runner.has_capacity():
                wait()
            limit = 2 * (_seconds(name) + config().timeout_constant) * config().timeout_multiplier
            runner.submit(name, _tests(name), ceil(limit), _seconds(name))
        runner.signal_work_complete()
        while runner.pending_count():
            wait()
    finally:
        runner.shutdown()
        print(file=sys.stderr)
    return codes


def _check(runner: MutantRunner, names: Iterable[str]) -> None:
    """See that tests pass in this way without a mutant, before their failure means anything."""
    tests = next((found for name in names if (found := _tests(name))), [])
    runner.submit(_NO_MUTANT, tests[:20], ceil(config().timeout_constant * 20), 0)
    if tests and runner.wait_for_result().exit_code:
        raise SystemExit("These tests fail without a mutant:\n" + "\n".join(tests[:20]))


_NO_MUTANT = "none"


def _tests(name: str) -> list[str]:
    """The tests that touch the mutant's function, the fastest first."""
    touching = state().tests_by_mangled_function_name.get(
        mangled_name_from_mutant_name(name), set()
    )
    return sorted(touching, key=lambda test: (state().duration_by_test[test], test))


def _seconds(name: str) -> float:
    return sum(state().duration_by_test[test] for test in _tests(name))


def _outcome(name: str, code: int, path: Path) -> Outcome:
    diff = get_diff_for_mutant(name, path=path)
    change = Change.from_diff(_plain(name), diff)
    status = "killed" if code == UNABLE else status_by_exit_code[code]
    return Outcome(name, status, **asdict(change), diff=diff)


def _plain(name: str) -> str:
    """Module, class and function of a mutant: mutmut writes `x_run`, `xǁPlanǁstep`."""
    module, _, mangled = mangled_name_from_mutant_name(name).rpartition(".")
    return f"{module}.{mangled[2:].replace('ǁ', '.')}"


if __name__ == "__main__":
    name, sample, seed, processes, *patterns = sys.argv[1:]
    run_room(Room(name), Draw(int(sample), int(seed), tuple(patterns)), int(processes))

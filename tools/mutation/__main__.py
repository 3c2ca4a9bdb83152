"""How many small defects the tests notice, room by room: python -m tools.mutation --help."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from tools.mutation.known import read_known
from tools.mutation.outcome import RESULTS
from tools.mutation.report import RoomReport, survivors, table
from tools.mutation.rooms import ROOT, Room, read_rooms
from tools.mutation.sample import Draw


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the rooms one after the other; 1 when one of them could not be tried."""
    options = _options(arguments)
    draw = Draw(options.sample, options.seed, tuple(options.mutants))
    reports, failed = [], []
    for room in options.rooms:
        if _try(room, draw, options.processes):
            reports.append(RoomReport.read(room.name, room.folder / RESULTS))
        else:
            failed.append(room.name)
    _print(reports)
    print(f"\nseed {options.seed}", *(f"{name} could not be tried" for name in failed), sep="; ")
    return bool(failed)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("--rooms", type=read_rooms, default="", help="such as session/machine")
    parser.add_argument("--sample", type=int, default=120, help="mutants a room")
    parser.add_argument("--seed", type=int, default=1, help="which ones are drawn")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("mutants", nargs="*", help="only these: names, or patterns of names")
    return parser.parse_args(arguments)


def _try(room: Room, draw: Draw, processes: int) -> bool:
    """Whether the room's tests pass without a mutant, and all of the sample was tried."""
    print(f"{room.name} …", flush=True)
    (room.folder / RESULTS).unlink(missing_ok=True)
    figures = (str(figure) for figure in (draw.sample, draw.seed, processes))
    command = [sys.executable, "-m", "tools.mutation.run", room.name, *figures, *draw.patterns]
    done = subprocess.run(  # noqa: S603 - this very program
        command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        print(*done.stdout.splitlines()[-1:], f"Do its tests pass? pytest {room.tests}", sep="\n")
    return not done.returncode


def _print(reports: Sequence[RoomReport]) -> None:
    known = read_known()
    for report in reports:
        print(f"\n{report.room}: what was not noticed", *survivors(report, known), sep="\n")
    print("", *table(reports, known), sep="\n")


if __name__ == "__main__":
    sys.exit(main())

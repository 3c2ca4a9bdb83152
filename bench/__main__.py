"""The command line: python -m bench [name ...]."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import perf_counter

from bench.asking import asking
from bench.crashes import crashes
from bench.growth import growth, growth_far
from bench.hearing import hearing
from bench.meaning import meaning
from bench.quality import quality
from bench.reminders import reminders
from bench.sending import sending
from bench.sessions import sessions
from bench.start import start
from bench.storage import storage
from bench.tables import Table, drawn
from bench.telegram import telegram, telegram_profile
from bench.voice import voice

Benchmark = Callable[[], Iterable[Table]]

USUAL: Mapping[str, Benchmark] = {
    "quality": quality,
    "asking": asking,
    "growth": growth,
    "telegram": telegram,
    "start": start,
    "storage": storage,
    "sessions": sessions,
    "hearing": hearing,
    "voice": voice,
}
ON_DEMAND: Mapping[str, Benchmark] = {
    "crashes": crashes,
    "reminders": reminders,
    "sending": sending,
    "growth-far": growth_far,
    "meaning": meaning,
    "telegram-profile": telegram_profile,
}
"""Only when named: they take minutes, or are for those who want to make something faster."""
EVERY = {**USUAL, **ON_DEMAND}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was named, or the usual. Returns the exit code."""
    names = _parser().parse_args(arguments).names or list(USUAL)
    began = perf_counter()
    for name in names:
        _run(name, EVERY[name])
    print(f"measured in {perf_counter() - began:.0f} s")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    usual, others = ", ".join(USUAL), ", ".join(ON_DEMAND)
    told = f"what to measure: {usual} (all of these by default), {others}"
    parser.add_argument("names", nargs="*", metavar="name", type=_name, help=told)
    return parser


def _name(text: str) -> str:
    if text not in EVERY:
        raise argparse.ArgumentTypeError(f"there is no {text!r}, only {', '.join(EVERY)}")
    return text


def _run(name: str, benchmark: Benchmark) -> None:
    if sys.stderr.isatty():
        print(f"measuring {name} ...", end="\r", file=sys.stderr, flush=True)
    for table in benchmark():
        print(f"{drawn(table)}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())

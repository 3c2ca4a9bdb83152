"""What loading the knowledge takes in a fresh process: one line of JSON."""

import json
import os
from time import perf_counter


def main() -> None:
    from bench.programs import resident  # noqa: PLC0415  its modules count as there before

    process = os.getpid()
    bare, began = resident(process), perf_counter()
    from bot.semantic.knowledge_base import load_knowledge_base  # noqa: PLC0415  this is measured

    imported, loaded = resident(process), perf_counter()
    knowledge_base = load_knowledge_base()
    built, ready = resident(process), perf_counter()
    knowledge_base.decide("why do my hamstrings cramp")
    first = perf_counter()
    found = {
        "import_seconds": loaded - began,
        "build_seconds": ready - loaded,
        "first_seconds": first - ready,
        "import_bytes": imported - bare,
        "build_bytes": built - imported,
        "bytes": built,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()

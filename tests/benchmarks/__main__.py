"""`make bench`: every figure the kiosk promises, measured here and now, as a table without verdicts.

`python -m tests.benchmarks [decode] [start] [soak]` runs some of them; `soak=50` shortens the long one.
"""

import sys

from tests.benchmarks import decode_codes, soak, start_and_idle


def main(wanted: list[str]) -> None:
    chosen = dict(name.partition("=")[::2] for name in wanted or ["start", "decode", "soak"])
    if "start" in chosen:
        _show(start_and_idle.start_and_idle())
    if "decode" in chosen:
        decode_codes.main([])
    if "soak" in chosen:
        _show(soak.soak(int(chosen["soak"] or soak.JOURNEYS)))


def _show(lines: list[str]) -> None:
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

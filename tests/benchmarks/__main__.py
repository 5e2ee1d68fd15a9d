"""`make bench`: every figure the kiosk promises, measured here and now, as a table without verdicts.

`python -m tests.benchmarks [decode] [start] [soak] [fuzz]` runs some of them; `soak=50` and `fuzz=100000`
shorten the long ones. `printer` prints on somebody else's printer, where that program is installed.
"""

import sys

from tests.benchmarks import decode_codes, fuzz_codecs, independent_printer, soak, start_and_idle


def main(wanted: list[str]) -> None:
    chosen = dict(name.partition("=")[::2] for name in wanted or ["start", "decode", "soak", "fuzz"])
    if "start" in chosen:
        _show(start_and_idle.start_and_idle())
    if "decode" in chosen:
        decode_codes.main([])
    if "soak" in chosen:
        _show(soak.soak(int(chosen["soak"] or soak.JOURNEYS)))
    if "fuzz" in chosen:
        for line in fuzz_codecs.fuzz_codecs(int(chosen["fuzz"] or fuzz_codecs.BYTES)):
            _show([line])
    if "printer" in chosen:
        _show(independent_printer.independent_printer())


def _show(lines: list[str]) -> None:
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

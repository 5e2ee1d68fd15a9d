"""`make bench`: every figure the kiosk promises, measured here and now, with a verdict where a bar is set.

`python -m tests.benchmarks [decode] [start] [payments] [soak] [fuzz] [eject]` runs some of them; `soak=50`,
`eject=1`, `payments=2` and `fuzz=100000` shorten the long ones. `quality` prints a sheet for each model;
`printer` prints on somebody else's printer, where that program is installed; `reconcile` compares a day of a
million payments. `voice` tells how soon a screen is heard, and how soon a touch silences it; `companion`
how far the second display is behind the resident's. `operator` asks for every page of the operators with a
million payments of 10,000 kiosks, on PostgreSQL and on SQLite. `fleet` plays 200 kiosks for three minutes on
PostgreSQL; `fleet=20` fewer.
"""

import sys

from tests.benchmarks import (
    companion,
    decode_codes,
    fleet,
    forced_eject,
    fuzz_codecs,
    independent_printer,
    operator_pages,
    payments,
    quality,
    reconcile_million,
    soak,
    start_and_idle,
    voice,
)

USUAL = ["start", "decode", "eject", "payments", "soak", "fuzz"]


def main(wanted: list[str]) -> None:
    chosen = dict(name.partition("=")[::2] for name in wanted or USUAL)
    if "start" in chosen:
        _show(start_and_idle.start_and_idle())
    if "decode" in chosen:
        decode_codes.main([])
    if "eject" in chosen:
        _show(forced_eject.forced_eject(int(chosen["eject"] or forced_eject.ROUNDS)))
    if "soak" in chosen:
        _show(soak.soak(int(chosen["soak"] or soak.JOURNEYS)))
    if "fuzz" in chosen:
        for line in fuzz_codecs.fuzz_codecs(int(chosen["fuzz"] or fuzz_codecs.BYTES)):
            _show([line])
    if "payments" in chosen:
        _show(payments.payments(float(chosen["payments"] or payments.SECONDS)))
    if "quality" in chosen:
        _show(quality.quality())
    if "reconcile" in chosen:
        _show(reconcile_million.reconcile_million(int(chosen["reconcile"] or reconcile_million.ROWS)))
    if "voice" in chosen:
        _show(voice.voice())
    if "companion" in chosen:
        _show(companion.companion(int(chosen["companion"] or companion.CHANGES)))
    if "operator" in chosen:
        for line in operator_pages.operator_pages(int(chosen["operator"] or operator_pages.PAYMENTS)):
            _show([line])
    if "fleet" in chosen:
        _show(fleet.fleet(int(chosen["fleet"] or fleet.KIOSKS)))
    if "printer" in chosen:
        _show(independent_printer.independent_printer())


def _show(lines: list[str]) -> None:
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

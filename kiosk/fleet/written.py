"""What kiosks have written down of a run, read back from their journals, which are proven as they open."""

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kiosk.fleet.kiosk import JOURNAL, Site
from kiosk.runtime.journal import Intent, Journal


class Written(msgspec.Struct, frozen=True):
    """By payment: intents, and the last word of how each ended. By kiosk: what is open still."""

    intents: Mapping[str, Intent]
    ends: Mapping[str, str]
    open: Mapping[str, Sequence[str]]


def written_by(sites: Iterable[Site]) -> Written:
    """Of kiosks that are switched off. Raises JournalDamaged."""
    intents, ends, waiting = dict[str, Intent](), dict[str, str](), dict[str, Sequence[str]]()
    for site in sites:
        journal = Journal(site.folder / JOURNAL, site.journal_key)
        for line in journal.begun_between(0.0, math.inf):
            if line.kind == "intent":
                intents[line.payment_id] = Intent(line.payment_id, **msgspec.json.decode(line.body))
            elif line.kind == "result":
                ends[line.payment_id] = line.body.split()[0]
        waiting[site.kiosk_id] = [
            *(intent.payment_id for intent in journal.open_intents()),
            *(note.note_id for note in journal.open_found_notes()),
        ]
        journal.close()
    return Written(intents, ends, waiting)

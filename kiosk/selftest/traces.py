"""The last messages of all devices in one order, as lines to read. The traces hold nothing personal."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from drivers.trace import Trace, TraceEntry


def merged(traces: Iterable[Trace], most: int) -> tuple[TraceEntry, ...]:
    """The last `most` messages, oldest first."""
    entries = [entry for trace in traces for entry in trace.entries()]
    return tuple(sorted(entries, key=lambda entry: entry.wall_s)[-most:])


def as_line(entry: TraceEntry, utc_offset_s: int) -> str:
    """Such as "22:04:51.123 printer <- status 16 42 ms"; the arrow points to who hears it."""
    at = datetime.fromtimestamp(entry.wall_s, UTC) + timedelta(seconds=utc_offset_s)
    arrow = "->" if entry.from_host else "<-"
    words = [at.strftime("%H:%M:%S.") + f"{at.microsecond // 1000:03d}", entry.device, arrow, entry.name]
    if not entry.valid:
        words.append(f"not valid, {entry.length} bytes")
    elif entry.shown:
        words.append(entry.shown)
    if entry.after_s is not None:
        words.append(f"{entry.after_s * 1000:.0f} ms")
    return " ".join(words)

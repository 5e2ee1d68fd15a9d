"""The words of the bench panel, from `assets/texts/bench.toml`."""

from pathlib import Path

import msgspec

from kiosk import places


class BenchWords:
    """Asked as `words("printer.title")`; `{places}` are given by name."""

    def __init__(self, path: Path = places.ASSETS / "texts" / "bench.toml") -> None:
        self._file = path.name
        self._tables = msgspec.toml.decode(path.read_bytes(), type=dict[str, dict[str, str]])

    def __call__(self, key: str, **filled: str) -> str:
        """Raises KeyError naming file and key."""
        table, _, name = key.partition(".")
        try:
            return self._tables[table][name].format_map(filled)
        except KeyError as missing:
            raise KeyError(f"{self._file}: no words {key!r} or no value for {missing}") from None

    def keys(self) -> frozenset[str]:
        return frozenset(f"{table}.{name}" for table, words in self._tables.items() for name in words)

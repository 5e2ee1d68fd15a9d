"""The words of the bench panel, from `assets/texts/bench.toml`."""

from pathlib import Path

import msgspec

from kiosk import places


class BenchWords:
    """Asked as `words("printer.title")`; `{places}` are given by name."""

    def __init__(self, path: Path = places.ASSETS / "texts" / "bench.toml") -> None:
        self._file = path.name
        tables = msgspec.toml.decode(path.read_bytes(), type=dict[str, dict[str, str]])
        self._words = {
            f"{table}.{name}": said for table, words in tables.items() for name, said in words.items()
        }

    def __call__(self, key: str, **filled: str) -> str:
        """Raises KeyError naming file and key."""
        try:
            said = self._words[key]
        except KeyError:
            raise KeyError(f"{self._file}: no words {key!r}") from None
        return said.format_map(filled) if filled else said

    def keys(self) -> frozenset[str]:
        return frozenset(self._words)

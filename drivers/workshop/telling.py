"""What the bench prints: one line of text or of JSON for each thing told. People's data is masked here.

States and paper are spelled in XFS4IoT's own words on the way out ("noDevice").
"""

import json
import re
import sys
from collections.abc import Mapping

import msgspec

from drivers.card.port import CardRead
from drivers.events import DeviceEvent, StatusChanged
from drivers.idcard.port import IdCardRead
from drivers.scanner.port import CodeSeen
from drivers.workshop.masks import masked_code


class Teller:
    """`personal` True shows what people's cards and codes say; only on the technician's explicit wish."""

    def __init__(self, *, as_json: bool, personal: bool) -> None:
        self.personal = personal
        self._as_json = as_json

    def say(self, facts: Mapping[str, object]) -> None:
        """One result, on the standard output."""
        if self._as_json:
            print(json.dumps(facts, ensure_ascii=False), flush=True)
        else:
            print(" · ".join(_phrase(key, value) for key, value in facts.items() if value != ""), flush=True)

    def event(self, event: DeviceEvent) -> None:
        self.say({"event": _snake(type(event).__name__), **self._facts(event)})

    def hint(self, words: str) -> None:
        """What to do now, on the standard error, where it disturbs no reader of results."""
        print(words, file=sys.stderr, flush=True)

    def _facts(self, event: DeviceEvent) -> dict[str, object]:
        match event:
            case IdCardRead():
                shown = (
                    (event.name, event.number) if self.personal else (event.name_masked, event.number_masked)
                )
                return {
                    "name": shown[0],
                    "number": shown[1],
                    "kind": event.kind.value,
                    "last_day": event.last_day,
                }
            case CardRead():
                number = event.card_number if self.personal else event.number_masked
                return {"number": number, "kind": event.card_kind}
            case CodeSeen():
                text = event.text if self.personal else masked_code(event.text)
                return {"text": text, "symbology": event.symbology, "length": len(event.text)}
            case StatusChanged():
                return status_facts(event)
            case _:
                return _plain(event)


def status_facts(told: StatusChanged) -> dict[str, object]:
    return {
        "device": xfs(told.state),
        "statuses": [status.value for status in told.statuses],
        "reason": told.reason,
    }


def xfs(word: str) -> str:
    """XFS4IoT's spelling of one of our words: "no_device" is "noDevice" there."""
    return re.sub(r"_(.)", lambda letter: letter[1].upper(), word)


def _plain(event: DeviceEvent) -> dict[str, object]:
    """Of an event nobody here knows, a third party's perhaps, only numbers and marks are shown."""
    fields: dict[str, object] = msgspec.to_builtins(event)
    fields.pop("type", None)
    ours = type(event).__module__.startswith("drivers.")
    return {key: value for key, value in fields.items() if ours or not isinstance(value, str)}


def _phrase(key: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return f"{key}: {', '.join(str(each) for each in value) or 'none'}"
    return f"{key}: {value}"


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()

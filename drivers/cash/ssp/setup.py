"""The answer to SSP's set-up request: which notes are on which channel, never hard-coded.

Source: ITL SSP protocol manual GA138, set-up request. From protocol version 6 on, each channel has a currency
and a value of four bytes of its own.
"""

from typing import Final

import msgspec

_PER_CHANNEL_SINCE: Final = 6
_NOTE_VALIDATOR: Final = 0x00


class NoteChannel(msgspec.Struct, frozen=True):
    """`value_fen` is in hundredths of the currency; 0 on an empty channel."""

    currency: str
    value_fen: int


class Setup(msgspec.Struct, frozen=True):
    unit_type: int
    firmware: str
    protocol_version: int
    channels: tuple[NoteChannel, ...]


def parse_setup(data: bytes) -> Setup:
    """`data` is what follows the OK. Raises ValueError for what no note validator answers."""
    if len(data) < 12:
        raise ValueError(f"a set-up of {len(data)} bytes is too short")
    if data[0] != _NOTE_VALIDATOR:
        raise ValueError(f"the unit is of type {data[0]:02X}, not a note validator")
    count = data[11]
    values, after = data[12 : 12 + count], 12 + 2 * count
    if len(data) < after + 4:
        raise ValueError(f"a set-up of {len(data)} bytes has no room for {count} channels")
    multiplier = int.from_bytes(data[after : after + 3])
    version = data[after + 3]
    return Setup(
        unit_type=data[0],
        firmware=_ascii(data[1:5]),
        protocol_version=version,
        channels=_own_channels(data[after + 4 :], count, multiplier)
        if version >= _PER_CHANNEL_SINCE
        else tuple(NoteChannel(_ascii(data[5:8]), value * multiplier) for value in values),
    )


def _own_channels(data: bytes, count: int, multiplier: int) -> tuple[NoteChannel, ...]:
    if len(data) < 7 * count:
        raise ValueError(f"the set-up ends before the currencies and values of {count} channels")
    currencies = [_ascii(data[3 * n : 3 * n + 3]) for n in range(count)]
    values = [int.from_bytes(data[3 * count + 4 * n :][:4], "little") for n in range(count)]
    return tuple(
        NoteChannel(currency, value * multiplier) for currency, value in zip(currencies, values, strict=True)
    )


def setup_bytes(setup: Setup, currency: str) -> bytes:
    """What a unit answers after the OK. Values are whole units of a currency of a hundred parts."""
    values = [channel.value_fen // 100 for channel in setup.channels]
    count = len(values)
    data = bytes([setup.unit_type]) + setup.firmware.encode("ascii") + currency.encode("ascii")
    data += (1).to_bytes(3) + bytes([count, *(min(value, 255) for value in values), *[2] * count])
    data += (100).to_bytes(3) + bytes([setup.protocol_version])
    if setup.protocol_version >= _PER_CHANNEL_SINCE:
        data += b"".join(channel.currency.encode("ascii") for channel in setup.channels)
        data += b"".join(value.to_bytes(4, "little") for value in values)
    return data


def _ascii(data: bytes) -> str:
    return data.decode("ascii", "replace").strip()

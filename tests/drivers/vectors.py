"""Frames from the makers' documents, or computed by their rules. All persons in them are synthetic."""

import json
from pathlib import Path
from typing import Literal

Protocol = Literal["sam_v", "crt310", "crt_f2"]
Side = Literal["host", "device"]


def frames(protocol: Protocol, side: Side) -> dict[str, bytes]:
    vectors = json.loads((Path(__file__).parent / "card_frame_vectors.json").read_text(encoding="utf-8"))
    return {vector["name"]: bytes.fromhex(vector["hex"]) for vector in vectors[protocol][side]}

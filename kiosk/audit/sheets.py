"""Contact sheets: all screens of a combination, small, six beside each other, each with its name."""

import re
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.audit.combinations import Combination
from kiosk.audit.ink import FONTS
from kiosk.audit.seen import Seen

ACROSS = 6
THUMB_WIDE_PX, NAME_PX, GAP_PX = 300, 26, 10


class ContactSheets:
    """Collects pictures of one combination at a time, and writes them when the next one begins."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._of: Combination | None = None
        self._pictures: list[tuple[str, Image.Image]] = []
        self._font = ImageFont.truetype(str(FONTS / "NotoSansSC-Regular.otf"), 14)

    def add(self, seen: Seen, name: str) -> None:
        """Of a screen that was looked at in pixels."""
        if seen.combination != self._of:
            self.write()
            self._of = seen.combination
        if seen.pixels is not None:
            whole = Image.fromarray(seen.pixels)
            high = round(THUMB_WIDE_PX * whole.height / whole.width)
            self._pictures.append((name, whole.resize((THUMB_WIDE_PX, high), Image.Resampling.LANCZOS)))

    def write(self) -> None:
        """What has been collected; nothing where there is nothing."""
        if self._of is None or not self._pictures:
            return
        high = max(picture.height for _, picture in self._pictures) + NAME_PX + GAP_PX
        rows = -(-len(self._pictures) // ACROSS)
        wide = ACROSS * (THUMB_WIDE_PX + GAP_PX) + GAP_PX
        sheet = Image.new("RGB", (wide, rows * high + GAP_PX), "#808080")
        pen = ImageDraw.Draw(sheet)
        for at, (name, picture) in enumerate(self._pictures):
            x = GAP_PX + at % ACROSS * (THUMB_WIDE_PX + GAP_PX)
            y = GAP_PX + at // ACROSS * high
            pen.text((x, y), name[:44], font=self._font, fill="#FFFFFF")
            sheet.paste(picture, (x, y + NAME_PX))
        self._folder.mkdir(parents=True, exist_ok=True)
        sheet.save(self._folder / f"{_file_name(self._of)}.png")
        self._pictures = []


def _file_name(combination: Combination) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(combination).lower())

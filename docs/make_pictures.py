"""Makes the README's pictures: `python docs/make_pictures.py build/demo build/demo-landscape`."""

import sys
from pathlib import Path

from PIL import Image

WIDTH_PX = 360
PICTURES = Path(__file__).parent / "pictures"


def picture(source: Path, name: str, width_px: int = WIDTH_PX) -> None:
    image = Image.open(source).convert("RGB")
    height_px = round(image.height * width_px / image.width)
    small = image.resize((width_px, height_px), Image.Resampling.LANCZOS)
    small.quantize(64).save(PICTURES / f"{name}.png", optimize=True)


def newest(folder: Path, screen: str) -> Path:
    """The last picture of a screen in a journey's folder."""
    return sorted(folder.glob(f"*-{screen}.png"))[-1]


def main(portrait: Path, landscape: Path) -> None:
    combined = portrait / "combined"
    for screen in ("home", "bills", "done"):
        picture(newest(combined, screen), screen)
    picture(combined / "receipt.png", "receipt", WIDTH_PX * 2 // 3)
    picture(newest(landscape / "id", "take_card"), "take_card_landscape", WIDTH_PX * 2)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Cut the kiosk's typefaces out of Debian's fonts-noto-cjk. Run by hand; the results are committed.

    python assets/fonts/make_fonts.py [--source /usr/share/fonts/opentype/noto]

Kivy opens only the first face of a collection, and in Noto's that is the Japanese one (直, 骨, 角 differ),
so the simplified Chinese face is taken out. Needs fontTools; changes nothing else. The face of one width
holds Latin letters alone, half as wide as a Chinese character: for traces in the technician's mode.
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE_FACE, ONE_WIDTH_FACE = 2, 7
WEIGHTS = ("Regular", "Bold")
HERE = Path(__file__).parent

# Family names are Chinese, street names are Chinese, and both hold characters outside GB 2312. Everything of
# these blocks is kept that Noto has drawn, so that no resident's name is ever shown as an empty box.
BLOCKS = (
    (0x00A0, 0x00FF),  # the yuan sign, the middle dot and their kin
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x2030, 0x203B),
    (0x2190, 0x2199),  # arrows
    (0x2460, 0x2473),  # circled numbers
    (0x2500, 0x257F),  # box drawing
    (0x25A0, 0x25CF),  # squares, triangles, discs
    (0x2713, 0x2717),
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),  # the unified ideographs
    (0xFF00, 0xFFEF),  # full-width forms
    (0x20000, 0x3FFFF),  # every extension behind the basic plane: general_standard_beyond_bmp.txt and more
)


def code_points() -> set[int]:
    """Every character the kiosk can show: the blocks, and what GB 18030 has in one or two bytes."""
    wanted = {point for first, last in BLOCKS for point in range(first, last + 1)} | set(range(0x20, 0x7F))
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return wanted | {ord(sign) for pair in pairs if len(sign := pair.decode("gb18030", "ignore")) == 1}


def cut(collection: Path, face: int, wanted: set[int], target: Path) -> None:
    """Write one face of `collection`, reduced to the `wanted` characters, to `target`."""
    font = TTFont(collection, fontNumber=face)
    options = subset.Options(
        layout_features=["kern"],  # the renderer does no shaping; halves the file
        drop_tables=["vhea", "vmtx", "VORG", "BASE", "GSUB", "DSIG"],  # horizontal writing only
        hinting=False,  # the smallest text is 40 px; hints change nothing there
        notdef_outline=True,
        name_IDs=["*"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.save(target)


def main() -> None:
    """Write the faces beside this file and print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    source = parser.parse_args().source
    whole, latin = code_points(), set(range(0x0020, 0x007F))
    faces = [(weight, SIMPLIFIED_CHINESE_FACE, whole, f"NotoSansSC-{weight}.otf") for weight in WEIGHTS]
    faces.append(("Regular", ONE_WIDTH_FACE, latin, "NotoSansMonoSC-Latin.otf"))
    for weight, face, wanted, name in faces:
        target = HERE / name
        cut(source / f"NotoSansCJK-{weight}.ttc", face, wanted, target)
        print(f"{name}: {target.stat().st_size / 1e6:.2f} MB")  # noqa: T201 - a script run by hand


if __name__ == "__main__":
    main()

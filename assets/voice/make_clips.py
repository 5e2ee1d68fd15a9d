"""Make the recordings of the voice, or tell what there is to record. Run by hand from the project's folder.

    python -m assets.voice.make_clips --list zh              clips and their words, for whoever reads them
    python -m assets.voice.make_clips zh [--slower] FOLDER   by espeak-ng, each clip that is not there yet

`voice.clips` in kiosk.toml names FOLDER. Made clips are no better than the engine that made them: they are
there to be replaced by a person's, read in the same few hours (16 bits, one voice, all of one rate).
"""

import argparse
import sys
from pathlib import Path

from kiosk.texts import Texts, load_texts
from kiosk.voice.espeak import Espeak
from kiosk.voice.script import script
from kiosk.voice.spoken_line import SpokenLine
from kiosk.voice.waves import LOUDEST, read, trimmed, written


def clips_of(language: str) -> dict[str, str]:
    texts: Texts = load_texts(language, also=())
    return script({key: texts[key] for key in sorted(texts.keys())}, texts.resolve)


def make(language: str, folder: Path, *, slower: bool) -> int:
    """How many were made; what is there already stays, since somebody may have read it."""
    target = folder / (f"{language}-slower" if slower else language)
    target.mkdir(parents=True, exist_ok=True)
    engine, made = Espeak(), 0
    for clip, words in clips_of(language).items():
        path = target / f"{clip}.wav"
        if not path.exists():
            line = SpokenLine(words, "zh" if language == "zh" else "en", LOUDEST, slower)
            path.write_bytes(written(trimmed(read(engine.wave(line)))))
            made += 1
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="The recordings of the voice.")
    parser.add_argument("language", choices=("zh", "en"))
    parser.add_argument("folder", type=Path, nargs="?", help="where they are made")
    parser.add_argument("--list", action="store_true", help="tell the clips and their words")
    parser.add_argument("--slower", action="store_true", help="for whoever wants it slower")
    wanted = parser.parse_args()
    if wanted.list or wanted.folder is None:
        lines = [f"{clip}\t{words}\n" for clip, words in clips_of(wanted.language).items()]
        sys.stdout.writelines(lines)
    else:
        made = make(wanted.language, wanted.folder, slower=wanted.slower)
        sys.stdout.write(f"{made} clips made in {wanted.folder}\n")


if __name__ == "__main__":
    main()

"""The repository speaks of the project alone and can be set up anywhere."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from .source import ROOT, files, place

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
TEXT_ENDINGS = {
    "",
    ".cfg",
    ".editorconfig",
    ".in",
    ".kv",
    ".lock",
    ".md",
    ".py",
    ".sh",
    ".svg",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
}
MACHINE_PATH = re.compile(
    r"(?<![\w.$}>-])/(?:home|root|work|tmp|opt|Users|mnt|private)/[\w.]|[A-Z]:\\\\?Users"
)
ADDRESS = re.compile(r"https?://|@ *file:|--(?:extra-)?index-url|--find-links|-i ")


def requirement_names(lines: list[str]) -> set[str]:
    """Normalised as PEP 503 has it: `Types_Requests>=2` is types-requests."""
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", name.group()).lower() for name in names if name}


def test_every_locked_package_has_a_version_and_hashes() -> None:
    blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", LOCK).strip())
    assert len(blocks) > 40
    form = re.compile(r"[a-z0-9._-]+==[^ ;]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [block.partition("\n")[0] for block in blocks if not form.fullmatch(block)] == []


def test_the_lock_names_no_address() -> None:
    assert ADDRESS.findall(LOCK) == []


def test_the_lock_covers_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = requirement_names(project["project"]["dependencies"] + project["dependency-groups"]["dev"])
    assert asked - requirement_names(LOCK.splitlines()) == set()


def text_files() -> list[Path]:
    return [path for path in files(ending="") if path.suffix in TEXT_ENDINGS]


def test_no_file_names_a_path_of_one_machine() -> None:
    found = []
    for path in text_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [
            f"{place(path)}:{number}: {line.strip()}"
            for number, line in enumerate(lines, 1)
            if MACHINE_PATH.search(line)
        ]
    assert found == []


@pytest.mark.parametrize("script", [".ci/run", "config/deploy/set_up.sh"])
def test_scripts_are_sound_and_may_be_run(script: str) -> None:
    path = ROOT / script
    subprocess.run(["bash", "-n", path], check=True)
    assert path.stat().st_mode & 0o111
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")


def test_the_version_is_the_newest_in_the_change_log() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## \[?([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == project["version"]

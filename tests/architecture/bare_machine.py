"""A machine for the set-up script: real shell tools, and stand-ins of the package tools."""

import os
import shutil
import subprocess
from pathlib import Path

from .source import ROOT

SHELL_TOOLS = [
    "awk",
    "bash",
    "cat",
    "chmod",
    "dirname",
    "env",
    "flock",
    "grep",
    "mkdir",
    "rm",
    "sed",
    "sha256sum",
    "touch",
    "tr",
    "xargs",
]

# Files beside the stand-ins decide what they answer: a test makes or removes `no-ensurepip` and so on.
STAND_INS = {
    "python3": r"""
        case "$*" in
            *ensurepip*) [[ ! -e $HERE/no-ensurepip ]] ;;
            *"sys.exit"*) [[ ! -e $HERE/old-python ]] ;;
            *print*) echo 3.12 ;;
            -V) echo "Python 3.12.3" ;;
            "-m venv "*) mkdir -p .venv/bin && cat "$0" >.venv/bin/python && chmod +x .venv/bin/python &&
                echo "VIRTUAL_ENV=$PWD/.venv" >.venv/bin/activate ;;
            *"pip install"*) [[ ! -e $HERE/no-network ]] ;;
        esac""",
    "dpkg-query": r"""sed 's/^/ii /' "$HERE/installed" """,
    "apt-cache": r"""[[ ! -e $HERE/unknown-$2 ]]""",
    "apt-get": "true",
    "sudo": r"""[[ -e $HERE/sudo-allowed ]] && { [[ $1 == -n ]] || "$@"; }""",
    "id": r"""cat "$HERE/user" """,
}
SILENT = {"id", "dpkg-query", "apt-cache"}


class BareMachine:
    """`folder` is a project with the real script and list; `installed` are its Debian packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self._tools = folder / "tools"
        self._tools.mkdir()
        self._log = folder / "calls"
        shutil.copytree(ROOT / "config" / "deploy", self.folder / "config" / "deploy")
        (self.folder / "requirements.lock").write_text("anything==1\n")
        for tool in SHELL_TOOLS:
            (self._tools / tool).symlink_to(str(shutil.which(tool)))
        for name, body in STAND_INS.items():
            note = "" if name in SILENT else f'[[ $* == -V ]] || echo "{name} $*" >>"{self._log}"\n'
            self.put(name, f"#!{shutil.which('bash')}\nHERE={self._tools}\n{note}{body}\n")
            (self._tools / name).chmod(0o755)
        self.put("user", "0\n")
        self.install(self.listed())

    def put(self, name: str, content: str = "") -> None:
        (self._tools / name).write_text(content)

    def take_away(self, name: str) -> None:
        (self._tools / name).unlink()

    def listed(self) -> list[str]:
        """The first name of every need of the list."""
        lines = (self.folder / "config" / "deploy" / "apt-packages.txt").read_text().splitlines()
        return [line.split()[0] for line in lines if line and not line.startswith("#")]

    def install(self, packages: list[str]) -> None:
        self.put("installed", "".join(f"{package}\n" for package in packages))

    def set_up(self) -> tuple[int, str, list[str]]:
        """Exit status, what it said, and the calls it made of the package tools."""
        self._log.write_text("")
        result = subprocess.run(
            ["bash", "config/deploy/set_up.sh"],
            cwd=self.folder,
            env={"PATH": str(self._tools), "HOME": os.devnull},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
        return result.returncode, result.stdout + result.stderr, self._log.read_text().splitlines()

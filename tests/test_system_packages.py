"""What tests need of the system is installed or named; nothing is done where all is there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import NAMES

SCRIPT = Path(__file__).parents[1] / "tools" / "system_packages.sh"
NEEDED = ("make", "chromium", "initdb", "postgres", "flite", "python3")
TOOLS = ("bash", "dirname", "env", "touch")
"""What the script and the stand-ins below call."""


class Machine:
    """A machine on which only these programs are installed; they do nothing."""

    def __init__(self, folder: Path, *programs: str) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        for program in programs:
            self.install(program, "exit 0")
        (folder / "tools").mkdir()
        self.script = folder / "tools" / SCRIPT.name
        shutil.copy(SCRIPT, self.script)

    def install(self, program: str, does: str) -> None:
        path = self.bin / program
        path.write_text(f"#!/usr/bin/env bash\n{does}\n")
        path.chmod(0o755)

    def apt_get(self, *installs: str) -> None:
        """Let apt-get install these programs, whatever it is asked for."""
        installed = " ".join(str(self.bin / name) for name in installs)
        self.install(
            "apt-get",
            f'echo "$@" >> {self.bin}/asked\n'
            f"if [[ $* == *install* ]]; then touch {installed}; chmod +x {installed}; fi",
        )
        self.install("chmod", f'{shutil.which("chmod")} "$@"')
        self.install("apt-cache", 'echo "chromium | 1.0"')
        self.install("sudo", 'exec "$@"')

    def run(self, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", self.script],
            env={"PATH": str(self.bin), **settings},
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )

    @property
    def asked(self) -> list[str]:
        """What was asked of apt-get."""
        path = self.bin / "asked"
        return path.read_text().splitlines() if path.exists() else []


def without(*programs: str) -> list[str]:
    return [name for name in NEEDED if name not in programs]


def test_nothing_is_said_or_done_where_nothing_is_missing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *NEEDED)
    machine.apt_get()
    done = machine.run()
    assert (done.stdout, done.stderr, machine.asked) == ("", "", [])


@pytest.mark.parametrize("name", NAMES)
def test_each_name_of_chromium_that_tests_know_will_do(name: str, tmp_path: Path) -> None:
    done = Machine(tmp_path, *without("chromium"), name).run()
    assert (done.stdout, done.stderr) == ("", "")


def test_where_there_is_apt_only_what_is_missing_is_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *without("chromium", "flite"))
    machine.apt_get("chromium", "flite")
    done = machine.run()
    assert "Installing" in done.stdout
    assert done.stderr == ""
    update, install = machine.asked
    assert "update" in update
    assert install.endswith("install --no-install-recommends chromium flite")


def test_a_certain_python_brings_its_own_environments(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *NEEDED)
    machine.apt_get("python3.13")
    machine.run(PYTHON="python3.13")
    assert machine.asked[1].endswith(" python3.13 python3.13-venv")


def test_where_python_must_compile_it_gets_a_compiler(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *without("python3"))
    machine.install("python3", "case $* in *version_info*|*Python.h*) [[ -e $0.done ]];; esac")
    machine.apt_get("python3.done")
    machine.run()
    assert machine.asked[1].endswith("install --no-install-recommends gcc python3-dev")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have it built in")
def test_the_library_that_drives_chromium_is_installed_where_it_is_missing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *NEEDED)
    machine.apt_get()
    bare = tmp_path / "usr" / "lib" / "x86_64-linux-gnu"
    bare.mkdir(parents=True)
    told = machine.run(ROOT=str(tmp_path)).stderr
    assert machine.asked[1].endswith("install --no-install-recommends libatomic1")
    assert "Missing: libatomic. Without it nobody can test the page of the browser chat" in told
    (bare / "libatomic.so.1").touch()
    assert machine.run(ROOT=str(tmp_path)).stderr == ""


def test_what_could_not_be_installed_is_named_and_tests_go_on(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *without("flite"))
    machine.apt_get()
    machine.install("apt-get", "exit 100")
    told = machine.run().stderr
    assert "Missing: flite." in told
    assert "understanding speech: sudo apt-get install flite" in told


@pytest.mark.parametrize(
    ("manager", "commands"),
    [
        ("dnf", ("sudo dnf install chromium", "sudo dnf install flite")),
        ("pacman", ("sudo pacman -S chromium", "sudo pacman -S flite")),
        ("brew", ("brew install --cask google-chrome", "brew install flite")),
        ("nix", ("package manager of this system, install chromium", "install flite")),
    ],
)
def test_elsewhere_each_missing_program_is_named_with_a_command(
    manager: str, commands: tuple[str, ...], tmp_path: Path
) -> None:
    machine = Machine(tmp_path, *without("chromium", "flite"), manager)
    done = machine.run()
    lines = done.stderr.splitlines()
    assert done.stdout == ""
    assert [line.partition(".")[0] for line in lines] == ["Missing: chromium", "Missing: flite"]
    assert all(command in line for command, line in zip(commands, lines, strict=True))

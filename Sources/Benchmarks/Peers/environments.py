"""Where the frameworks are: environments given by the user, or made here when asked."""
import shutil
import subprocess
import sys
from pathlib import Path

from process import Failure

HERE = Path(__file__).resolve().parent
# Ignored by git, and thrown away by `make clean`.
PLACE = HERE.parents[2] / ".build-peers"


def interpreter(framework, given, install):
    """The Python that has a framework: the given one (or its environment), else one of ours."""
    if given is not None:
        python = Path(given)
        python = python / "bin" / "python" if python.is_dir() else python
        if not python.exists():
            raise Failure(f"there is no {python}.")
        return python
    python = PLACE / framework / "bin" / "python"
    if not python.exists():
        if not (install or agreed(framework)):
            raise Failure(f"there is no {framework}. Give --install, or --python-{framework} PATH.")
        make(framework)
    return python


def agreed(framework):
    if not sys.stdin.isatty():
        return False
    question = f"There is no {framework}. Install it into {PLACE / framework}? [y/N] "
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def make(framework):
    """An environment with the pinned versions; one that fails half-way is not left behind."""
    folder = PLACE / framework
    for command in (
            [sys.executable, "-m", "venv", folder],
            [folder / "bin" / "python", "-m", "pip", "install", "--quiet",
             "--requirement", HERE / f"{framework}.txt"]):
        # What is said goes where it does not mix with --json.
        if subprocess.run(command, stdout=sys.stderr).returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise Failure(f"{framework} could not be installed.")

"""Finds the Python environments of the frameworks, and makes them on request."""
import shutil
import subprocess
import sys
from pathlib import Path

from process import Failure

HERE = Path(__file__).resolve().parent
# Git ignores this folder, and `make clean` removes it.
PLACE = HERE.parents[2] / ".build-peers"


def interpreter(framework, given, install):
    """Returns the Python with a framework: `given`, in which an environment can stand for its Python, or one
    that is made here."""
    if given is not None:
        python = Path(given)
        python = python / "bin" / "python" if python.is_dir() else python
        if not python.exists():
            raise Failure(f"'{python}' was not found.")
        return python
    python = PLACE / framework / "bin" / "python"
    if not python.exists():
        if not (install or agreed(framework)):
            raise Failure(f"{framework} was not found. Give --install, or --python-{framework} PATH.")
        make(framework)
    return python


def agreed(framework):
    if not sys.stdin.isatty():
        return False
    question = f"{framework} was not found. Install it into {PLACE / framework}? [y/N] "
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def make(framework):
    """Makes an environment with the pinned versions. An incomplete one is removed."""
    folder = PLACE / framework
    for command in (
            [sys.executable, "-m", "venv", folder],
            [folder / "bin" / "python", "-m", "pip", "install", "--quiet",
             "--requirement", HERE / f"{framework}.txt"]):
        # Standard output is for --json.
        if subprocess.run(command, stdout=sys.stderr).returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise Failure(f"{framework} could not be installed.")

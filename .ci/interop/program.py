"""The built program: the options of a check, its commands, and the probabilities that it predicts."""
import json
import subprocess
import sys
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]
# The largest difference of a probability in single precision.
LIMIT = 1e-5


def parse(parser, real):
    """Returns the options of a check, with those that all checks have.

    `real` is the default number of pictures that are not random."""
    parser.add_argument("--program", default=ROOT / ".build/release/alexnet", type=Path)
    parser.add_argument("--pictures", default=ROOT.parent / "shared/data", type=Path, metavar="FOLDER")
    parser.add_argument("--real", default=real, type=int, metavar="COUNT")
    options = parser.parse_args()
    if not options.program.exists():
        sys.exit(f"interop: {options.program} was not found. Build it with make build.")
    return options


class Program:
    """The program with the folder of its runs. A command that fails ends the check."""

    def __init__(self, path, runs):
        self.path, self.runs = path, runs

    def __call__(self, command, *arguments):
        """Returns what a command prints."""
        words = [self.path, command, *arguments, "--runs", self.runs]
        result = subprocess.run(words, stdout=subprocess.PIPE, text=True)
        if result.returncode != 0:
            sys.exit(f"interop: {' '.join(map(str, words))} failed.")
        return result.stdout

    def probabilities(self, run, files, classes, *options):
        """Returns the probabilities of the classes for images, [images, classes]."""
        rows = numpy.zeros((len(files), classes))
        lines = self("predict", run, *options, "--json", "--top", str(classes), *files).splitlines()
        for row, line in zip(rows, lines, strict=True):
            for guess in json.loads(line)["guesses"]:
                row[guess["label"]] = guess["probability"]
        return rows

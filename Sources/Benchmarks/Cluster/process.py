"""Runs of the program, with the times of their steps and the memory of their processes."""
import json
import os
import shlex
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from namespaces import Failure

# The part of the time that processors are busy below which the machine is idle, and the seconds for which.
BUSY, QUIET = 0.12, 3
# Pauses between two looks at the memory, in seconds.
PAUSE = 0.5


def processor_times():
    numbers = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
    idle = numbers[3] + numbers[4]
    return sum(numbers) - idle, sum(numbers)


def wait_until_idle(patience):
    """Waits until the machine is idle. Returns False if it is not after this time in seconds."""
    end, quiet = time.monotonic() + patience, 0
    before = processor_times()
    while time.monotonic() < end:
        time.sleep(1)
        now = processor_times()
        busy = (now[0] - before[0]) / max(now[1] - before[1], 1)
        before = now
        quiet = quiet + 1 if busy < BUSY else 0
        if quiet >= QUIET:
            return True
    return False


def resident_bytes(mark):
    """Returns the memory of the processes whose command contains a word, by their process IDs."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            # Launchers and shells have the word as a part of longer words, or come with another program.
            if mark.encode() not in words or b"train" not in words[1:3]:
                continue
            pages = int((folder / "statm").read_text().split()[1])
            found[int(folder.name)] = pages * os.sysconf("SC_PAGESIZE")
        except (OSError, IndexError, ValueError):
            continue
    return found


class Memory(threading.Thread):
    """The largest memory of each process of a run."""

    def __init__(self, mark):
        super().__init__(daemon=True)
        self.mark, self.largest, self.ended = mark, {}, threading.Event()

    def run(self):
        while not self.ended.wait(PAUSE):
            for process, size in resident_bytes(self.mark).items():
                self.largest[process] = max(size, self.largest.get(process, 0))


def step_seconds(events, warm_up):
    """Returns the duration of each step after the first ones."""
    steps = [event for event in events if event.get("event") == "step"]
    return [(after["seconds"] - before["seconds"]) / (after["step"] - before["step"])
            for before, after in zip(steps, steps[1:]) if before["step"] >= warm_up]


def train(launcher, arguments, variables, batch, warm_up, patience):
    """Runs the program, and returns its speed and the memory of its processes.

    - launcher: the words before the program's own; `arguments` begin with the program and `train`.
    - patience: the seconds after which a run is ended.
    """
    with tempfile.TemporaryDirectory(prefix="alexnet-measure-") as runs:
        mark = Path(runs).name
        command = [*launcher, *arguments, "--runs", runs, "--run", mark, "--json"]
        memory = Memory(mark)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=os.environ | variables, start_new_session=True)
        memory.start()
        try:
            output, errors = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired as error:
            raise Failure(f"A run takes longer than {patience} s: {shlex.join(command)}") from error
        finally:
            memory.ended.set()
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        memory.join()
    if process.returncode != 0:
        raise Failure(f"{shlex.join(command)} ended with {process.returncode}:\n{(errors or output)[-1500:]}")
    events = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    seconds = step_seconds(events, warm_up)
    if not seconds:
        raise Failure(f"{shlex.join(command)} printed no steps:\n{(errors or output)[-1500:]}")
    return dict(imagesPerSecond=batch / statistics.median(seconds), stepSeconds=seconds,
                residentBytes=sorted(memory.largest.values()))

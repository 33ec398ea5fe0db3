#!/usr/bin/env python3
"""What the dashboard costs, measured with the real program in a private tmux of 200x60.

  measure.py PROGRAM latency [OPTION ...]   how long a key waits for its answer, by what goes on
  measure.py PROGRAM idle    [OPTION ...]   processor time while the run is paused
  measure.py PROGRAM speed   [OPTION ...]   training speed watched over unwatched, by turns in one run

Options go to the program: --network paper --batch 32 --validate-every 5. Nothing is tested here; figures
are printed for a person to judge. Runs live in a folder of their own, which is removed.
"""
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


class Window:
    """A program in a tmux of its own."""

    def __init__(self, home, command, width=200, height=60):
        self.socket = os.path.join(home, "tmux")
        self.environment = dict(
            os.environ, HOME=home, XDG_CONFIG_HOME=home, TERM="tmux-256color",
            COLORTERM="truecolor", LC_ALL="C.UTF-8")
        self.tmux("new-session", "-d", "-x", str(width), "-y", str(height), *command)
        self.tmux("set", "-s", "escape-time", "0")

    def tmux(self, *arguments):
        command = ["tmux", "-u", "-S", self.socket, "-f", "/dev/null", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True).stdout

    def screen(self):
        return self.tmux("capture-pane", "-p").rstrip("\n").split("\n")

    def process(self):
        return int(self.tmux("display-message", "-p", "#{pane_pid}"))

    def wait(self, holds, patience=120, interval=0.005):
        end = time.time() + patience
        while time.time() < end:
            lines = self.screen()
            if holds(lines):
                return lines
            time.sleep(interval)
        raise SystemExit("waited in vain; the screen is\n" + "\n".join(self.screen()))

    def is_over(self):
        return self.tmux("list-sessions") == ""

    def close(self):
        """Takes the terminal away; the run goes on."""
        self.tmux("kill-server")

    def stop(self):
        """Stops the run, which would outlive its terminal."""
        self.tmux("send-keys", "q")
        time.sleep(1)
        self.tmux("send-keys", "s")
        self.wait(lambda lines: self.is_over() or "stopped" in lines[0], interval=0.5)
        self.close()


def phase(lines):
    words = re.findall(r"(training|validating|saving|pausing|paused|preparing)", lines[0])
    return words[-1] if words else "?"


def watching(program, home, options):
    command = [program, "watch", "--runs", home + "/runs", *options]
    window = Window(home, command)
    window.wait(lambda lines: re.search(r"step\s+[0-9]", lines[0]))
    return window


def latency(program, home, options, presses=60):
    """From the key to the frame that answers it, as tmux shows it: a bound from above."""
    window = watching(program, home, options)
    waited = {}
    answers = [("y", "values: log"), ("=", "smoothing"), ("y", "values: linear"), ("-", "smoothing")]
    for number in range(presses):
        key, answer = answers[number % len(answers)]
        if number % 6 == 5:
            window.tmux("send-keys", "c")  # a checkpoint is written from here on
        time.sleep(random.uniform(0.1, 0.6))
        before = window.screen()
        start = time.time()
        window.tmux("send-keys", key)
        window.wait(lambda lines: answer in lines[-1] and lines[-1] != before[-1], 30)
        waited.setdefault(phase(before), []).append(time.time() - start)
    window.stop()
    for name, times in sorted(waited.items()):
        print(
            f"{name:10} {len(times):3} keys: median {statistics.median(times) * 1000:.0f} ms, "
            f"worst {max(times) * 1000:.0f} ms")


def idle(program, home, options, seconds=20):
    window = watching(program, home, options)
    window.tmux("send-keys", "p")
    window.wait(lambda lines: phase(lines) == "paused")
    time.sleep(3)

    def used():
        fields = open(f"/proc/{window.process()}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    before = used()
    time.sleep(seconds)
    share = (used() - before) / seconds
    window.stop()
    print(f"paused: {share * 100:.2f} % of a core")


def steps_made(journal):
    """The number of the last step in a journal that grows."""
    with open(journal, "rb") as file:
        file.seek(max(0, os.path.getsize(journal) - 4096))
        found = re.findall(rb'"event":"step".*?"step":([0-9]+)', file.read())
    return int(found[-1]) if found else 0


def pace(journal, seconds):
    """Steps a second from now on, by the clock."""
    time.sleep(1)  # whoever has just come or gone has made his own work
    start, first = time.time(), steps_made(journal)
    time.sleep(seconds)
    return (steps_made(journal) - first) / (time.time() - start)


def speed(program, home, options, pairs=12, seconds=5):
    """One trainer, with a screen on it and without by turns: a machine has moods, which last longer."""
    runs = ["--runs", home + "/runs"]
    plan = ["--steps", "1000000", "--validate-every", "0", *runs, *options]
    subprocess.run([program, "train", "--detach", "--run", "speed", *plan], check=True)
    journal = home + "/runs/speed/journal.jsonl"
    time.sleep(5)
    ratios = []
    for number in range(pairs):
        paces = {}
        for watched in [False, True] if number % 2 == 0 else [True, False]:
            window = Window(home, [program, "attach", "speed", *runs]) if watched else None
            paces[watched] = pace(journal, seconds)
            if window:
                window.close()
        ratios.append(paces[True] / paces[False])
        print(f"pair {number + 1}: {ratios[-1]:.3f}", flush=True)
    window = Window(home, [program, "attach", "speed", *runs])
    window.wait(lambda lines: "training" in lines[0], interval=0.5)
    window.stop()
    print(f"watched over unwatched: median {statistics.median(ratios):.3f}")


def main():
    ways = {"latency": latency, "idle": idle, "speed": speed}
    if len(sys.argv) < 3 or sys.argv[2] not in ways:
        raise SystemExit(__doc__)
    home = tempfile.mkdtemp(prefix="alexnet-measure-")
    try:
        ways[sys.argv[2]](os.path.abspath(sys.argv[1]), home, sys.argv[3:])
    finally:
        subprocess.run(
            ["tmux", "-S", home + "/tmux", "kill-server"], capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


main()

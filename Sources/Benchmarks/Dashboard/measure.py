#!/usr/bin/env python3
"""What the dashboard costs, measured with the real program in a private tmux of 200x60.

  measure.py PROGRAM latency [OPTION ...]   how long a key waits for its answer, by what goes on
  measure.py PROGRAM idle    [OPTION ...]   processor time while the run is paused
  measure.py PROGRAM speed   [OPTION ...]   training speed watched over that of `train --quiet`, in turns

Options go to the program: --network paper --batch 32 --validate-every 5. Nothing is tested here; figures
are printed for a person to judge. Runs live in a folder of their own, which is removed.
"""
import json
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
        self.tmux("kill-server")


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
    window.close()
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
    window.close()
    print(f"paused: {share * 100:.2f} % of a core")


def pace(folder, first):
    """Images a second from step `first` to the last, by the journal's own training time."""
    steps = []
    for line in open(folder + "/journal.jsonl"):
        event = json.loads(line)
        if event.get("event") == "step":
            steps.append((event["step"], event["seconds"]))
    start = next(seconds for step, seconds in steps if step == first)
    return (steps[-1][0] - first) / (steps[-1][1] - start)


def speed(program, home, options, pairs=5, steps=200):
    ratios = []
    plan = ["--steps", str(steps), "--validate-every", "0", "--runs", home + "/runs", *options]
    for number in range(pairs):
        paces = {}
        for kind in ["quiet", "watched"] if number % 2 == 0 else ["watched", "quiet"]:
            name = f"{kind}-{number}"
            if kind == "quiet":
                subprocess.run([program, "train", "--quiet", "--run", name, *plan], check=True)
            else:
                window = Window(home, [program, "watch", "--run", name, *plan])
                # Asking for the screen takes what trains.
                window.wait(lambda lines: "finished" in lines[0], 3600, interval=2)
                window.tmux("send-keys", "q")
                time.sleep(0.3)
                window.close()
            paces[kind] = pace(f"{home}/runs/{name}", steps // 4)
        ratios.append(paces["watched"] / paces["quiet"])
        print(f"pair {number + 1}: {ratios[-1]:.3f}", flush=True)
    print(f"watched over quiet: median {statistics.median(ratios):.3f}")


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

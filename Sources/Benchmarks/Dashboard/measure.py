#!/usr/bin/env python3
"""What the dashboard costs, measured with the real program on a terminal of 200x60 of its own.

  measure.py PROGRAM latency [OPTION ...]   how long a key waits for its answer, by what goes on
  measure.py PROGRAM frames  [OPTION ...]   processor time of a frame, by screen
  measure.py PROGRAM idle    [OPTION ...]   processor time while the run is paused
  measure.py PROGRAM speed   [OPTION ...]   training speed watched over unwatched, by turns in one run

Options go to the program: --network paper --data FOLDER --validate-every 5. Nothing is tested here; figures
are printed for a person to judge. Runs live in a folder of their own, which is removed.
"""
import fcntl
import os
import pty
import random
import re
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time


class Terminal:
    """A program on a terminal of its own, which only reads what it is sent."""

    def __init__(self, home, command, width=200, height=60):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.execve(command[0], command, dict(
                os.environ, HOME=home, XDG_CONFIG_HOME=home, TERM="xterm-256color",
                COLORTERM="truecolor", LC_ALL="C.UTF-8"))

    def read(self, patience):
        """What comes next: nothing when nothing does, None when the program is gone."""
        if not select.select([self.descriptor], [], [], max(0, patience))[0]:
            return b""
        try:
            return os.read(self.descriptor, 1 << 16) or None
        except OSError:
            return None

    def press(self, keys):
        os.write(self.descriptor, keys)

    def wait(self, seconds):
        """Reads so long, as every terminal does; tells whether the program is still there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.read(end - time.monotonic()) is None:
                return False
        return True

    def paint(self, keys=b"", patience=60):
        """Has the whole screen painted after these keys: how long until it was there, and its text."""
        start = last = time.monotonic()
        self.press(keys + b"\x0c")
        painted = b""
        while True:
            part = self.read(0.03)
            if part:
                painted += part
                last = time.monotonic()
            elif part is None or b"\x1b[2J" in painted:
                break
            elif time.monotonic() - start > patience:
                raise SystemExit("waited in vain for an answer")
        text = painted.split(b"\x1b[2J")[-1].decode(errors="replace")
        return last - start, re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|\(.)", "", text)

    def close(self):
        """Takes the terminal away; the run goes on."""
        os.close(self.descriptor)
        os.waitpid(self.process, 0)

    def stop(self):
        """Stops the run, which would outlive its terminal."""
        self.press(b"q")
        self.wait(1)
        self.press(b"s")
        while self.wait(1):  # the question hears no ^L
            if "stopped" in self.paint()[1][:200]:
                self.press(b"q")
        self.close()


def phase(text):
    """From the screen's first line."""
    words = re.search(r"training|validating|saving|pausing|paused|preparing", text)
    return words[0] if words else "?"


def watching(program, home, options):
    terminal = Terminal(home, [program, "watch", "--runs", home + "/runs", *options])
    while not re.search(r"step\s*[0-9]", terminal.paint()[1]):
        if not terminal.wait(0.5):
            raise SystemExit("the program has ended")
    return terminal


def latency(program, home, options, presses=120):
    """From the key to the end of the frame that answers it, which is painted whole: ^L is among them."""
    terminal = watching(program, home, options)
    waited = {}
    for number in range(presses):
        if number % 6 == 5:
            terminal.press(b"c")  # a checkpoint is written from here on
        terminal.wait(random.uniform(0.1, 0.6))
        seconds, text = terminal.paint(b"y" if number % 2 else b"=")
        waited.setdefault(phase(text), []).append(seconds)
    terminal.stop()
    for name, times in sorted(waited.items()):
        print(
            f"{name:10} {len(times):3} keys: median {statistics.median(times) * 1000:.0f} ms, "
            f"worst {max(times) * 1000:.0f} ms")


def paused(program, home, options):
    terminal = watching(program, home, options)
    terminal.press(b"p")
    while phase(terminal.paint()[1]) != "paused":
        terminal.wait(0.5)
    terminal.wait(3)
    return terminal


def frames(program, home, options, times=40):
    """Of the thread that draws: for a frame painted whole, and for a step with all that it brings."""
    terminal = paused(program, home, options)
    thread = f"/proc/{terminal.process}/task/{terminal.process}/schedstat"

    def milliseconds(keys):
        before = int(open(thread).read().split()[0])
        terminal.paint(keys)
        terminal.wait(0.3)
        return (int(open(thread).read().split()[0]) - before) / 1e6

    screens = ["live", "kernels", "charts", "layers", "images", "compare", "runs"]
    print("ms: median and worst of a whole frame, of a step")
    for key, screen in enumerate(screens, 1):
        terminal.press(b"%d" % key)
        terminal.wait(1)
        whole = sorted(milliseconds(b"") for _ in range(times))
        step = sorted(milliseconds(b"s") for _ in range(times // 2))
        print(f"{screen:8}" + "".join(
            f"{of[len(of) // 2]:8.2f} {of[-1]:6.2f}" for of in [whole, step]), flush=True)
    terminal.stop()


def idle(program, home, options, seconds=20):
    terminal = paused(program, home, options)

    def used():
        fields = open(f"/proc/{terminal.process}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    before = used()
    terminal.wait(seconds)
    share = (used() - before) / seconds
    terminal.stop()
    print(f"paused: {share * 100:.2f} % of a core")


def steps_made(journal):
    """The number of the last step in a journal that grows."""
    with open(journal, "rb") as file:
        file.seek(max(0, os.path.getsize(journal) - 4096))
        found = re.findall(rb'"event":"step".*?"step":([0-9]+)', file.read())
    return int(found[-1]) if found else 0


def pace(journal, seconds, terminal):
    """Steps a second from now on, by the clock."""
    wait = terminal.wait if terminal else time.sleep
    wait(1)  # whoever has just come or gone has made his own work
    start, first = time.monotonic(), steps_made(journal)
    wait(seconds)
    return (steps_made(journal) - first) / (time.monotonic() - start)


def speed(program, home, options, pairs=12, seconds=5):
    """One trainer, with a screen on it and without by turns: a machine has moods, which last longer."""
    runs = ["--runs", home + "/runs"]
    plan = ["--steps", "1000000", "--validate-every", "0", *runs, *options]
    subprocess.run([program, "train", "--detach", "--run", "speed", *plan], check=True)
    journal = home + "/runs/speed/journal.jsonl"
    time.sleep(5)
    attach = [program, "attach", "speed", *runs]
    ratios = []
    for number in range(pairs):
        paces = {}
        for watched in [False, True] if number % 2 == 0 else [True, False]:
            terminal = Terminal(home, attach) if watched else None
            paces[watched] = pace(journal, seconds, terminal)
            if terminal:
                terminal.close()
        ratios.append(paces[True] / paces[False])
        print(f"pair {number + 1}: {ratios[-1]:.3f}", flush=True)
    terminal = Terminal(home, attach)
    terminal.wait(1)
    terminal.stop()
    print(f"watched over unwatched: median {statistics.median(ratios):.3f}")


def main():
    ways = {"latency": latency, "frames": frames, "idle": idle, "speed": speed}
    if len(sys.argv) < 3 or sys.argv[2] not in ways:
        raise SystemExit(__doc__)
    home = tempfile.mkdtemp(prefix="alexnet-measure-")
    try:
        ways[sys.argv[2]](os.path.abspath(sys.argv[1]), home, sys.argv[3:])
    finally:
        subprocess.run(["pkill", "-f", home])  # a trainer outlives its terminal
        shutil.rmtree(home, ignore_errors=True)


main()

#!/usr/bin/env python3
"""Measures the costs of the dashboard, with the real program on a pseudo-terminal of 200x60.

  measure.py PROGRAM latency [OPTION ...]   time from a key to its answer, for each state of the trainer
  measure.py PROGRAM frames  [OPTION ...]   processor time of a frame, for each screen
  measure.py PROGRAM idle    [OPTION ...]   processor time while the run is paused
  measure.py PROGRAM speed   [OPTION ...]   training speed with a dashboard over the speed without one

The options are passed to the program, such as --network paper --data FOLDER --validate-every 5. The figures
are printed and not compared with limits. The runs are in a temporary folder, which is removed at the end.
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
    """A program on a pseudo-terminal, whose output is read and not displayed."""

    def __init__(self, home, command, width=200, height=60):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.execve(command[0], command, dict(
                os.environ, HOME=home, XDG_CONFIG_HOME=home, TERM="xterm-256color",
                COLORTERM="truecolor", LC_ALL="C.UTF-8"))

    def read(self, timeout):
        """Returns the next output, b"" if there is none for `timeout` seconds, or None at its end."""
        if not select.select([self.descriptor], [], [], max(0, timeout))[0]:
            return b""
        try:
            return os.read(self.descriptor, 1 << 16) or None
        except OSError:
            return None

    def press(self, keys):
        os.write(self.descriptor, keys)

    def wait(self, seconds):
        """Reads output for this time, as a terminal does. Returns False if the program has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.read(end - time.monotonic()) is None:
                return False
        return True

    def paint(self, keys=b"", timeout=60):
        """Sends these keys and ^L. Returns the seconds until the screen is complete, and its text."""
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
            elif time.monotonic() - start > timeout:
                raise SystemExit(f"The program did not draw the screen within {timeout} s.")
        text = painted.split(b"\x1b[2J")[-1].decode(errors="replace")
        return last - start, re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|\(.)", "", text)

    def close(self):
        """Closes the terminal. The run continues."""
        os.close(self.descriptor)
        os.waitpid(self.process, 0)

    def stop(self):
        """Stops the run, which would otherwise continue without the terminal."""
        self.press(b"q")
        self.wait(1)
        self.press(b"s")
        while self.wait(1):  # the open question ignores ^L
            if "stopped" in self.paint()[1][:200]:
                self.press(b"q")
        self.close()


def phase(text):
    """Returns the state of the trainer in the first line of the screen."""
    words = re.search(r"running|validating|saving|pausing|paused|preparing", text)
    return words[0] if words else "?"


def watching(program, home, options):
    terminal = Terminal(home, [program, "watch", "--runs", home + "/runs", *options])
    while not re.search(r"step\s*[0-9]", terminal.paint()[1]):
        if not terminal.wait(0.5):
            raise SystemExit("The program has ended before its first step.")
    return terminal


def latency(program, home, options, presses=120):
    """Measures the time from a key and ^L to the end of the complete frame that answers them."""
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
    """Measures the thread that draws, for a complete frame and for the updates of a step."""
    terminal = paused(program, home, options)
    thread = f"/proc/{terminal.process}/task/{terminal.process}/schedstat"

    def milliseconds(keys):
        before = int(open(thread).read().split()[0])
        terminal.paint(keys)
        terminal.wait(0.3)
        return (int(open(thread).read().split()[0]) - before) / 1e6

    screens = ["live", "kernels", "charts", "layers", "images", "compare", "runs"]
    print("ms: median and worst of a complete frame, and of a step")
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
    """Returns the number of the last step in a journal that is being written."""
    with open(journal, "rb") as file:
        file.seek(max(0, os.path.getsize(journal) - 4096))
        found = re.findall(rb'"event":"step".*?"step":([0-9]+)', file.read())
    return int(found[-1]) if found else 0


def next_step(journal, wait):
    """Waits for the end of a step. Returns its number and the time."""
    last = steps_made(journal)
    while (step := steps_made(journal)) == last:
        wait(0.005)
    return step, time.monotonic()


def pace(journal, seconds, terminal):
    """Measures the steps per second of wall-clock time, from the end of one step to that of another."""
    wait = terminal.wait if terminal else time.sleep
    wait(1)  # attaching and leaving cause work of their own
    first, start = next_step(journal, wait)
    wait(seconds)
    last, end = next_step(journal, wait)
    return (last - first) / (end - start)


def speed(program, home, options, pairs=12, seconds=5):
    """Measures one trainer with and without a dashboard in turns: a machine is not always equally fast."""
    runs = ["--runs", home + "/runs"]
    pictures = []
    if "--pictures" in options:
        place = options.index("--pictures")
        pictures = options[place:place + 2]
        options = options[:place] + options[place + 2:]
    plan = ["--steps", "1000000", "--validate-every", "0", *runs, *options]
    subprocess.run([program, "train", "--detach", "--run", "speed", *plan], check=True)
    journal = home + "/runs/speed/journal.jsonl"
    time.sleep(5)
    attach = [program, "attach", "speed", *runs, *pictures]
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
    print(f"speed with a dashboard over speed without: median {statistics.median(ratios):.3f}")


def main():
    measurements = {"latency": latency, "frames": frames, "idle": idle, "speed": speed}
    if len(sys.argv) < 3 or sys.argv[2] not in measurements:
        raise SystemExit(__doc__)
    home = tempfile.mkdtemp(prefix="alexnet-measure-")
    try:
        measurements[sys.argv[2]](os.path.abspath(sys.argv[1]), home, sys.argv[3:])
    finally:
        subprocess.run(["pkill", "-f", home])  # a trainer continues without its terminal
        shutil.rmtree(home, ignore_errors=True)


main()

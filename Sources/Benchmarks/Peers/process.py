"""The peers' processes as compare.py sees them."""
import json
import os
import subprocess
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Keeps what was freed instead of giving it back to the kernel and faulting it in again.
TUNED_MALLOC = dict(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_="100000000000",
                    MALLOC_TOP_PAD_="268435456")
WARM_UP, TRIAL = 2, 5


class Failure(Exception):
    """What went wrong, in a line for a person."""


def choices(peer, precision):
    """The ways in which a peer may compute, by what the table calls them."""
    if peer == "tensorflow":
        return {"without XLA": dict(jit=False), "with XLA": dict(jit=True)}
    weights = {"autocast": "cast", "bf16 weights": "copied"} if precision == "bf16" else {"": None}
    return {
        ", ".join(filter(None, [layout.replace("_", " "), word])):
            dict(compiled=peer == "compiled", layout=layout, weights=way)
        for layout in ("contiguous", "channels_last") for word, way in weights.items()}


class Peer:
    """A peer's process. It computes only while somebody waits in `start` or `steps`."""

    def __init__(self, python, program, patience):
        self.command, self.patience = [python, HERE / program], patience
        self.log = tempfile.TemporaryFile("w+")

    def start(self, request):
        """Builds the network; gives what the peer says of it."""
        # What a shell or make has set for us is not to change the peer's speed.
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("GOMP_", "OMP_", "KMP_", "MALLOC_"))}
        environment |= dict(OMP_NUM_THREADS=str(request["threads"]), TF_CPP_MIN_LOG_LEVEL="2",
                            TF_ENABLE_ONEDNN_OPTS="1", CUDA_VISIBLE_DEVICES="",
                            PYTHONDONTWRITEBYTECODE="1", **TUNED_MALLOC)
        self.process = subprocess.Popen(
            [*self.command, json.dumps(request)], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        return self.answer()

    def steps(self, count):
        """Takes steps; gives their `seconds`, and `residentBytes` at the most so far."""
        try:
            print(count, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass  # The answer tells why.
        return self.answer()

    def answer(self):
        late = threading.Event()

        def end():
            late.set()
            self.process.kill()

        timer = threading.Timer(self.patience, end)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        if line:
            return json.loads(line)
        status = self.process.wait()
        if late.is_set():
            raise Failure(f"took longer than {self.patience} s")
        self.log.seek(0)
        words = [line.strip() for line in self.log if line.strip()]
        raise Failure(f"ended with {status}: {words[-1] if words else 'without a word'}")

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.log.close()


def fastest(name, python, program, request, patience, check, say):
    """Tries each of a peer's choices for a few steps and keeps the one with the fastest step alive.

    Gives the process with its choice and version, or None, and what came of each choice: its best
    `imagesPerSecond`, or a `failure`. The best, for a machine at times does something else as well.
    """
    best, tried = None, {}
    for words, choice in choices(name, request["precision"]).items():
        say(f"{name}: trying {words}")
        peer = Peer(python, program, patience)
        try:
            built = peer.start(request | dict(choice=choice))
            check(built)
            peer.steps(WARM_UP)
            speed = request["batch"] / min(peer.steps(TRIAL)["seconds"])
        except Failure as failure:
            tried[words] = dict(failure=str(failure))
            peer.end()
            continue
        except BaseException:
            peer.end()
            raise
        tried[words] = dict(imagesPerSecond=speed)
        loser = peer
        if best is None or speed > tried[best[1]]["imagesPerSecond"]:
            loser = best and best[0]
            best = peer, words, built["version"]
        if loser:
            loser.end()
    return best, tried

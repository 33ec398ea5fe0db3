"""The peers' processes, seen from compare.py."""
import json
import os
import subprocess
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Freed memory stays in the process. Memory that is returned to the kernel causes page faults at its next use.
TUNED_MALLOC = dict(MALLOC_MMAP_MAX_="0", MALLOC_TRIM_THRESHOLD_="100000000000",
                    MALLOC_TOP_PAD_="268435456")
WARM_UP, TRIAL = 2, 5


class Failure(Exception):
    """An error, described in one line for users."""


def choices(peer, precision):
    """Returns the variants of a peer by their names in the table."""
    if peer == "tensorflow":
        return {"without XLA": dict(jit=False), "with XLA": dict(jit=True)}
    weights = {"autocast": "cast", "bf16 weights": "copied"} if precision == "bf16" else {"": None}
    return {
        ", ".join(filter(None, [layout.replace("_", " "), word])):
            dict(compiled=peer == "compiled", layout=layout, weights=way)
        for layout in ("contiguous", "channels_last") for word, way in weights.items()}


class Peer:
    """A peer's process. It computes only during `start` and `steps`."""

    def __init__(self, python, program, patience):
        self.command, self.patience = [python, HERE / program], patience
        self.log = tempfile.TemporaryFile("w+")

    def start(self, request):
        """Builds the network, and returns the peer's description of it."""
        # Variables that a shell or make has set for alexnet must not change the peer's speed.
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
        """Takes steps. Returns their `seconds`, and the largest `residentBytes` so far."""
        try:
            print(count, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass  # The peer has ended; `answer` reports the reason.
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
        raise Failure(f"ended with {status}: {words[-1] if words else 'without a message'}")

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.log.close()


def fastest(name, python, program, request, patience, check, say):
    """Tries each variant of a peer for a few steps, and keeps the process with the fastest step.

    Returns this process with its variant and version, or None, and the result of each variant: its best
    `imagesPerSecond`, or a `failure`. The best step is compared, because other processes slow some steps.
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

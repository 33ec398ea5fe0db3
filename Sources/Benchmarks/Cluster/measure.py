#!/usr/bin/env python3
"""Compares two processes of one thread each with one process of two threads, on the same two processors.

    make measure-cluster                                       all cases, as root, about half an hour
    make measure-cluster ARGS="--cases shared columns"         those that need no root

The cases are: shared, the paper's network with 128 images in a step, with messages through shared memory;
1gbit and 10gbit, the same with 256 images, between two network namespaces with a link of this rate; and
columns, code-145 in two columns with 128 images, whose ranks should also need less memory.

In each pair the program trains once as one process and once as two ranks, and the next pair has the opposite
order. All processes use the same two processors. A run begins when the machine is idle. Speed is the number of
images over the median duration of the steps after the first ones; a ratio is that of the two speeds of a pair.
The table contains the median of all ratios, the smallest and the largest.

`--output` writes everything as JSON for `make scaling ARGS="--measured FILE"`. For this the file also has the
times of the network's computations, from two `alexnet bench` at the same time, each with one processor.
"""
import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from namespaces import ADDRESSES, ENTER, NETWORK, Failure, Link
from process import train, wait_until_idle

ROOT = Path(__file__).resolve().parents[3]
RANKS = 2
# The mean time until the communication thread finds a message, in seconds.
TEST_PAUSE = 25e-6
CASES = {
    "shared": dict(network="paper", batch=128, columns=1, gigabitsPerSecond=None, bar=0.93),
    "1gbit": dict(network="paper", batch=256, columns=1, gigabitsPerSecond=1, bar=0.75),
    "10gbit": dict(network="paper", batch=256, columns=1, gigabitsPerSecond=10, bar=0.88),
    "columns": dict(network="code-145", batch=128, columns=2, gigabitsPerSecond=None, bar=0.9,
                    memoryBar=0.62)}


def say(text):
    print(text, file=sys.stderr, flush=True)


class Launcher:
    """The mpirun of OpenMPI or MPICH."""

    def __init__(self, library):
        self.library = library
        self.program = shutil.which(f"mpirun.{library}") or shutil.which("mpirun")
        if not self.program:
            raise Failure("mpirun cannot be found. `make cluster` installs it on Debian.")
        version = subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout
        is_open = "open" in version.lower()
        if is_open != (library == "openmpi"):
            raise Failure(f"{self.program} is not of {library}. Give --mpi {'openmpi' if is_open else 'mpich'}.")

    def command(self, link):
        """Returns the words that start the ranks, and variables for their environment."""
        if self.library == "openmpi":
            words = ["--bind-to", "none", "--oversubscribe", "-n", str(RANKS)]
            if link:
                words += ["--host", f"{link.names[0]}:1,{ADDRESSES[1]}:1", "--mca", "plm", "rsh",
                          "--mca", "plm_rsh_agent", str(ENTER), "--mca", "pml", "ob1", "--mca", "btl", "tcp,self",
                          "--mca", "btl_tcp_if_include", NETWORK, "--mca", "oob_tcp_if_include", NETWORK]
            # As root, mpirun of OpenMPI refuses to start without them.
            variables = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        else:
            words = ["-n", str(RANKS)]
            variables = {}
            if link:
                # Shared memory would bypass the link, because both namespaces are of one computer.
                words += ["-genv", "UCX_TLS", "tcp,self", "-hosts", ",".join(ADDRESSES),
                          "-launcher", "rsh", "-launcher-exec", str(ENTER)]
                variables = {"UCX_TLS": "tcp,self"}
        command = [self.program, *words]
        return (link.inside(command), variables | link.variables) if link else (command, variables)


class Measurement:
    """The measurement of one case."""

    def __init__(self, name, options, launcher, processors):
        self.name, self.options, self.launcher = name, options, launcher
        self.case = CASES[name]
        self.only = ["taskset", "--cpu-list", ",".join(map(str, processors))]

    def arguments(self, threads, columns):
        case, options = self.case, self.options
        words = [str(options.program), "train", "--network", case["network"], "--data", options.data,
                 "--batch", case["batch"], "--steps", options.steps, "--threads", threads,
                 "--validate-every", 0, "--checkpoint-every", 0, "--rate", 0.001]
        return [str(word) for word in words + (["--columns", columns] if columns > 1 else [])]

    def variant(self, name, link):
        """Trains in one way, and returns the result."""
        is_idle = wait_until_idle(self.options.patience)
        if not is_idle:
            say(f"The machine was not idle for {self.options.patience} s. The measurement continues.")
        if name == "process":
            launcher, variables, columns, threads = [], {}, 1, RANKS
        else:
            (launcher, variables), columns, threads = self.launcher.command(link), self.case["columns"], 1
        result = train([*self.only, *launcher], self.arguments(threads, columns), variables,
                       self.case["batch"], self.options.warm_up, self.options.limit)
        # A rank has a small process beside it, which waits for its end.
        result["residentBytes"] = result["residentBytes"][-(1 if name == "process" else RANKS):]
        say(f"{self.name}, {name}: {result['imagesPerSecond']:.1f} images/s, "
            + " + ".join(f"{size / 2**20:,.0f}" for size in result["residentBytes"]) + " MiB")
        return result | dict(machineWasIdle=is_idle)

    def run(self):
        rate = self.case["gigabitsPerSecond"]
        with Link(rate) if rate else nullcontext() as link:
            latency = link.latency() + TEST_PAUSE if link else None
            pairs = []
            for number in range(self.options.pairs):
                names = ["process", "job"] if number % 2 == 0 else ["job", "process"]
                pairs.append({name: self.variant(name, link) for name in names})
        return self.case | dict(name=self.name, ranks=RANKS, latencySeconds=latency, pairs=pairs, **summary(pairs))


def summary(pairs):
    """Returns the medians of both variants and of their ratios."""
    def median(values):
        return statistics.median(values) if values else None

    result = {}
    for name in ("process", "job"):
        sizes = [size for pair in pairs for size in pair[name]["residentBytes"][-1:]]
        result[name] = dict(imagesPerSecond=median([pair[name]["imagesPerSecond"] for pair in pairs]),
                            residentBytes=median(sizes))
    ratios = [pair["job"]["imagesPerSecond"] / pair["process"]["imagesPerSecond"] for pair in pairs]
    result["ratio"] = dict(median=median(ratios), smallest=min(ratios), largest=max(ratios))
    whole, part = result["process"]["residentBytes"], result["job"]["residentBytes"]
    result["memoryRatio"] = part / whole if whole and part else None
    return result


def computations(options, network, batch, processors):
    """Measures the computations of a rank while the other processor does the same."""
    benches = []
    for images in sorted({max(1, batch // RANKS // 8), batch // RANKS, batch}):
        wait_until_idle(options.patience)
        command = [str(options.program), "bench", "--network", network, "--batch", str(images),
                   "--steps", str(options.warm_up + 2), "--threads", "1", "--json"]
        running = [subprocess.Popen(["taskset", "--cpu-list", str(processor), *command], text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE) for processor in processors]
        outputs = [process.communicate() for process in running]
        if running[0].returncode != 0:
            raise Failure(f"alexnet bench ended with {running[0].returncode}: {outputs[0][1].strip()}")
        benches.append(json.loads(outputs[0][0]))
        say(f"{network}, {images} images, one thread: {benches[-1]['imagesPerSecond']:.1f} images/s")
    return benches


def text(result):
    """Returns the table."""
    lines = [f"{'case':<10}{'network':<10}{'batch':>6}{'1 process':>11}{'2 ranks':>9}   ratio (spread)        bar   "
             "memory of a rank"]
    for case in result["cases"]:
        ratio, memory = case["ratio"], case["memoryRatio"]
        verdict = "reached" if ratio["median"] >= case["bar"] else "missed"
        words = "–" if memory is None else f"{memory:.2f} of the process"
        if memory is not None and case.get("memoryBar"):
            reached = "reached" if memory <= case["memoryBar"] else "missed"
            words += f", bar {case['memoryBar']} {reached}"
        lines.append(
            f"{case['name']:<10}{case['network']:<10}{case['batch']:>6}"
            f"{case['process']['imagesPerSecond']:>11.1f}{case['job']['imagesPerSecond']:>9.1f}   "
            f"{ratio['median']:.3f} ({ratio['smallest']:.3f}–{ratio['largest']:.3f})   {case['bar']:.2f} {verdict}   "
            f"{words}")
    if not all(pair[name]["machineWasIdle"] for case in result["cases"] for pair in case["pairs"]
               for name in ("process", "job")):
        lines.append("The machine was not idle before each run, so these figures can be wrong.")
    return "\n".join(lines)


def measure(options):
    processors = sorted(os.sched_getaffinity(0))[:RANKS]
    if len(processors) < RANKS:
        raise Failure(f"{RANKS} processors are needed, and this process can use {len(processors)}.")
    if not options.program.exists():
        raise Failure(f"{options.program} was not found. Build it with `make cluster`, or give --program.")
    launcher = Launcher(options.mpi)
    result = dict(date=str(date.today()), mpi=options.mpi, steps=options.steps, cases=[], benches=[])
    for name in options.cases:
        result["cases"].append(Measurement(name, options, launcher, processors).run())
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(json.dumps(result, indent=1))
    networks = {CASES[name]["network"]: CASES[name]["batch"] for name in options.cases
                if CASES[name]["gigabitsPerSecond"] is not None}
    for network, batch in networks.items():
        result["benches"] += computations(options, network, batch, processors)
    options.output.write_text(json.dumps(result, indent=1))
    return result


def parse():
    def positive(word):
        number = int(word)
        if number < 1:
            raise argparse.ArgumentTypeError(f"must be 1 or more, not {number}")
        return number

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--pairs", type=positive, default=3)
    parser.add_argument("--steps", type=positive, default=12, help="steps of each run (default: 12)")
    parser.add_argument("--warm-up", type=positive, default=3, help="the first steps, which do not count (default: 3)")
    parser.add_argument("--data", default="scenes")
    parser.add_argument("--mpi", choices=["openmpi", "mpich"], default="openmpi")
    parser.add_argument("--patience", type=positive, default=600, help="seconds to wait for an idle machine")
    parser.add_argument("--limit", type=positive, default=1800, help="seconds after which a run is ended")
    parser.add_argument("--program", type=Path, default=ROOT / ".build" / "release" / "alexnet")
    parser.add_argument("--output", type=Path, default=ROOT / ".build" / "measured.json",
                        help="the file for all figures (default: .build/measured.json)")
    options = parser.parse_args()
    options.program = options.program.absolute()
    if options.steps < options.warm_up + 2:
        parser.error("--steps must be larger than --warm-up by at least 2")
    return options


def main():
    # Namespaces are also removed when the process is asked to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = parse()
    try:
        result = measure(options)
    except Failure as failure:
        sys.exit(f"measure: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
    print(text(result))
    print(f"All figures are in {options.output}.")


if __name__ == "__main__":
    main()

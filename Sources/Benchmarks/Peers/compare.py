#!/usr/bin/env python3
"""Compares the training speed with that of other frameworks, on the same machine at the same time.

    make peers ARGS="--network compact --install"     fetches the frameworks the first time
    make peers ARGS="--network paper --precision bf16 --batch 128 --rounds 5"

The measurement covers complete training steps on random data (forward pass, loss, backward pass, SGD
with momentum and weight decay) in `alexnet bench`, PyTorch (eager, and with torch.compile) and
TensorFlow (a tf.function). The peers build the network that `alexnet describe --json` prints. Each
layer must have the same shape and the same number of parameters as in alexnet, and all peers must
have the same loss for the same weights and batch.

Each peer has several variants (memory layout, XLA, casts). All of them are tried, the fastest is
compared, and the table names it. All peers use a malloc that keeps freed memory; without it PyTorch
spends much of its time in page faults.

In a round each program takes some steps, one program after another; the next round has the opposite
order. The peers stay in memory and wait in between. A ratio is that of two medians of the same round.
The table contains the median of the ratios of all rounds, the smallest and the largest. alexnet is a
new process in each round, and measures other things between its steps, so its caches are cold.

Not measured are reading and augmenting images, validation, the first steps with their compilations,
and whether the loss falls. Peers that wait keep their memory, with the paper's network at a batch
of 128 some gigabytes each. If that is too much, compare fewer `--peers` at a time.
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys

from environments import HERE, interpreter
from process import Failure, fastest

ROOT = HERE.parents[2]
# Names in the table, frameworks and programs.
PEERS = {"eager": ("PyTorch eager", "pytorch", "pytorch_peer.py"),
         "compiled": ("PyTorch compiled", "pytorch", "pytorch_peer.py"),
         "tensorflow": ("TensorFlow", "tensorflow", "tensorflow_peer.py")}
ROUND_SECONDS = 3
# The largest relative difference of the peers' losses: from the order of sums, and in bf16 from rounding.
TOLERANCE = {"fp32": 1e-3, "bf16": 0.05}


def say(text):
    print(text, file=sys.stderr, flush=True)


def alexnet(options, *arguments):
    """Returns the output of alexnet with --json."""
    command = [options.program, *map(str, arguments), "--json"]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise Failure(f"{options.program} cannot be started: {error.strerror}.") from error
    if result.returncode != 0:
        raise Failure(result.stderr.strip() or f"{command} ended with {result.returncode}.")
    return json.loads(result.stdout)


def bench(options, steps):
    result = alexnet(
        options, "bench", "--network", options.network, "--batch", options.batch,
        "--steps", steps, "--threads", options.threads, "--precision", options.precision)
    return dict(imagesPerSecond=result["imagesPerSecond"], best=result["bestImagesPerSecond"],
                residentBytes=result["residentBytes"], library=result["library"])


def turn(peer, options):
    peer.steps(1)  # The caches contain data of the other programs.
    answer = peer.steps(options.steps)
    return dict(imagesPerSecond=options.batch / statistics.median(answer["seconds"]),
                best=options.batch / min(answer["seconds"]), residentBytes=answer["residentBytes"])


def checker(network, precision):
    """Returns a function that checks a peer's network, and its loss against that of the first peer."""
    first = None

    def check(built):
        nonlocal first
        for layer in network["layers"]:
            name = layer["name"]
            ours = layer["output"], layer["parameters"]
            theirs = built["shapes"][name], built["parameters"][name]
            if ours != theirs:
                raise Failure(f"has another network: {name} is {theirs}, and {ours} in alexnet")
        if sum(built["parameters"].values()) != network["parameters"]:
            raise Failure("has another number of parameters")
        first = built["loss"] if first is None else first
        if not math.isclose(built["loss"], first, rel_tol=TOLERANCE[precision]):
            raise Failure(f"has a loss of {built['loss']}, and the first peer of {first}")

    return check


def compare(options):
    """Measures everything, and returns it as --json prints it."""
    pythons = {framework: interpreter(framework, getattr(options, f"python_{framework}"),
                                      options.install)
               for framework in sorted({PEERS[name][1] for name in options.peers})}
    network = alexnet(options, "describe", options.network, "--batch", options.batch)
    request = dict(network=network, batch=options.batch, precision=options.precision,
                   threads=options.threads)
    # This also reports wrong options before the peers are started, which takes minutes.
    speed = bench(options, 3)["imagesPerSecond"]
    if options.steps is None:
        options.steps = min(100, max(3, round(ROUND_SECONDS * speed / options.batch)))
    check = checker(network, options.precision)
    running, peers = {}, {}
    try:
        for name in options.peers:
            title, framework, program = PEERS[name]
            best, tried = fastest(name, pythons[framework], program, request, options.patience,
                                  check, say)
            peers[name] = dict(name=title, tried=tried)
            if best:
                running[name], peers[name]["choice"], peers[name]["version"] = best
        rounds = take_turns(running, options)
    finally:
        for peer in running.values():
            peer.end()
    return dict(network=network["name"], parameters=network["parameters"], batch=options.batch,
                precision=options.precision, threads=options.threads, steps=options.steps,
                peers=peers, rounds=rounds, summary=summary(rounds))


def take_turns(running, options):
    turns = {"alexnet": lambda: bench(options, options.steps)}
    turns |= {name: lambda peer=peer: turn(peer, options) for name, peer in running.items()}
    rounds = []
    for number in range(options.rounds):
        say(f"round {number + 1} of {options.rounds}")
        names = list(turns) if number % 2 == 0 else list(reversed(turns))
        rounds.append({name: turns[name]() for name in names})
    return rounds


def summary(rounds):
    result = {}
    for name in rounds[0]:
        own = [each[name] for each in rounds]
        result[name] = dict(
            imagesPerSecond=statistics.median(each["imagesPerSecond"] for each in own),
            best=max(each["best"] for each in own),
            residentBytes=max(each["residentBytes"] for each in own))
        if name != "alexnet":
            ratios = [each["alexnet"]["imagesPerSecond"] / each[name]["imagesPerSecond"]
                      for each in rounds]
            result[name] |= dict(ratio=statistics.median(ratios), smallestRatio=min(ratios),
                                 largestRatio=max(ratios))
    return result


def text(result, rounds):
    """Returns the table, with the variants that were tried and those that failed."""
    def row(title, values, ratio=""):
        return (f"{title:<18}{values['imagesPerSecond']:>10.1f}{values['best']:>10.1f}"
                f"{values['residentBytes'] / 2**30:>9.1f}   {ratio}").rstrip()

    lines = [
        f"{result['network']}, batch {result['batch']}, {result['precision']}, "
        f"{result['threads']} threads, {rounds} rounds of {result['steps']} steps", "",
        f"{'':<18}{'images/s':>10}{'best':>10}{'GiB':>9}   ours/peer (spread)",
        row("alexnet", result["summary"]["alexnet"])]
    for name, peer in result["peers"].items():
        if values := result["summary"].get(name):
            lines.append(row(peer["name"], values, f"{values['ratio']:.2f} ("
                             f"{values['smallestRatio']:.2f}–{values['largestRatio']:.2f})"))
    lines += ["", f"alexnet with {result['rounds'][0]['alexnet']['library']}"]
    for peer in result["peers"].values():
        tried = ", ".join(
            f"{words} {trial['failure']}" if "failure" in trial
            else f"{words} {trial['imagesPerSecond']:.1f} images/s"
            for words, trial in sorted(peer["tried"].items(),
                                       key=lambda pair: -pair[1].get("imagesPerSecond", 0)))
        chosen = f"{peer['version']}, {peer['choice']}" if "choice" in peer else "not compared"
        lines.append(f"{peer['name']}: {chosen} (tried: {tried})")
    return "\n".join(lines)


def parse():
    def positive(word):
        number = int(word)
        if number < 1:
            raise argparse.ArgumentTypeError(f"must be 1 or more, not {number}")
        return number

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", default="compact", help="a preset, or a file")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--batch", type=positive, default=128)
    parser.add_argument("--rounds", type=positive, default=5)
    parser.add_argument("--steps", type=positive,
                        help=f"steps of each program in a round (default: {ROUND_SECONDS} s of alexnet)")
    parser.add_argument("--threads", type=positive, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--install", action="store_true", help="install missing frameworks without a question")
    parser.add_argument("--python-pytorch", "--python-torch", metavar="PATH",
                        help="a Python, or an environment, that has PyTorch")
    parser.add_argument("--python-tensorflow", metavar="PATH", help="one that has TensorFlow")
    parser.add_argument("--program", default=ROOT / ".build" / "release" / "alexnet",
                        help="the alexnet to compare (default: the one built here)")
    parser.add_argument("--patience", type=positive, default=600,
                        help="seconds to wait for a peer that does not answer")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main():
    options = parse()
    try:
        result = compare(options)
    except Failure as failure:
        sys.exit(f"compare: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
    print(json.dumps(result, indent=2) if options.json else text(result, options.rounds))
    if len(result["summary"]) <= len(options.peers):
        sys.exit("compare: not every peer could be compared.")


if __name__ == "__main__":
    main()

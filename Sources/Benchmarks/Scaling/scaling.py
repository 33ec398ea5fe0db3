#!/usr/bin/env python3
"""Predicts the training speed of 2 to 1,024 computers that train one network together.

    make scaling                                      128 images for each computer (weak scaling)
    make scaling ARGS="--global-batch 4096"           4,096 images for all of them (strong scaling)
    make scaling ARGS="--measured measured.json"      and compare with measurements (`make measure-cluster`)

`alexnet bench` measures each computation of a step on this machine, and each simulated computer takes the
same times. The schedule of a step, with the sizes and the order of all transfers, follows from `alexnet
describe` in the same way as in the program. A small C program executes it under SimGrid's SMPI, which
simulates the network: all computers at one switch, each with a link of the given rate in each direction.

Efficiency is the speed over that of as many computers without communication. The strategies are: sums, in
which all gradients are added up; factors, in which fully-connected layers exchange the factors of their
gradients where the program does; columns, in which pairs of computers have the two columns of the network
(needs a network whose normalisation stays within a column); and hybrid, in which each computer has some of
the units of the fully-connected layers. The program chooses between sums and factors by itself, `--columns 2`
selects columns and `--hybrid` the hybrid.

Not simulated are limits of the switch, other traffic, computers of different speed, images from disks,
validation and checkpoints. The table contains no statement about learning: with 1,024 computers and 128
images on each a step has 131,072 images, which is more than any known schedule can use.
"""
import argparse
import json
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from os import sched_getaffinity
from pathlib import Path

import comparison
from chart import draw
from network import Failure, Network, Times, alexnet, measure, say
from schedule import STRATEGIES, Schedule
from simulation import Simulator

ROOT = Path(__file__).resolve().parents[3]
NODES = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
RATES = [1, 10, 25, 100]


class Scaling:
    """The simulations of one network."""

    def __init__(self, options, network, times):
        self.options, self.network, self.times = options, network, times
        self.costs = options.processor_time_number, options.processor_time_byte, options.processor_time_message

    def images(self, nodes):
        """Returns the number of images in a step of all computers."""
        return self.options.global_batch or self.options.images * nodes

    def schedule(self, strategy, nodes):
        replicas = nodes // 2 if strategy == "columns" else nodes
        capacity = -(-self.images(nodes) // replicas)
        return Schedule(self.network, self.times, strategy, nodes, capacity, self.costs)

    def cases(self):
        """Returns the schedules to simulate, the largest first, so that no long one is left at the end."""
        cases = {}
        for nodes in sorted(self.options.nodes, reverse=True):
            for strategy in STRATEGIES:
                if strategy == "columns" and (nodes % 2 or not self.network.has_columns):
                    continue
                if strategy == "hybrid" and nodes > self.network.most_parts:
                    continue
                schedule = self.schedule(strategy, nodes)
                if strategy == "factors" and not schedule.has_factors:
                    continue
                for rate in self.options.rates:
                    cases[rate, nodes, strategy] = schedule.text
        return cases

    def results(self, simulator):
        """Returns the rows of the table."""
        cases, steps = self.cases(), {}

        def run(case):
            rate, nodes, strategy = case
            steps[case] = simulator.step(cases[case], nodes, rate, self.options.latency * 1e-6)
            say(f"{len(steps)} of {len(cases)}: {nodes:,} nodes, {rate:g} Gbit/s, {strategy}")

        with ThreadPoolExecutor(self.options.jobs) as pool:
            for done in [pool.submit(run, case) for case in cases]:
                try:
                    done.result()
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        return [self.row(rate, nodes, steps) for rate in self.options.rates for nodes in self.options.nodes]

    def row(self, rate, nodes, steps):
        images = self.images(nodes)
        single = images if self.options.global_batch else self.options.images
        ideal = nodes * single / self.times.step(single)
        row = dict(gigabitsPerSecond=rate, nodes=nodes, images=images, strategies={})
        for strategy in STRATEGIES:
            # A schedule without factors is that of sums.
            case = (rate, nodes, strategy)
            if strategy == "factors" and case not in steps:
                case = (rate, nodes, "sums")
            if case not in steps:
                continue
            seconds, waiting = steps[case]
            row["strategies"][strategy] = dict(
                stepSeconds=seconds, waitingSeconds=waiting, imagesPerSecond=images / seconds,
                efficiency=images / seconds / ideal, isSameAsSums=case[2] != strategy)
        values = row["strategies"]
        row["best"] = max(values, key=lambda name: (values[name]["imagesPerSecond"], name == "sums"))
        return row


def batches(options):
    """Returns the batch sizes to measure, between which times are interpolated."""
    largest = min(options.global_batch or options.images, 128)
    if not options.global_batch:
        return sorted({max(1, largest // 8), largest})
    return [size for size in (1, 2, 4, 16, 64) if size < largest] + [largest]


def scale(options):
    """Simulates everything, and returns it as --json prints it."""
    with Simulator() as simulator:
        network = Network(alexnet(options.program, "describe", options.network))
        if options.bench:
            benches = json.loads(options.bench.read_text())
        else:
            benches = measure(options.program, options.network, batches(options), options.threads,
                              options.precision, options.steps)
            if options.save_bench:
                options.save_bench.write_text(json.dumps(benches, indent=1))
        wrong = {bench["network"] for bench in benches} - {network.name}
        if wrong:
            raise Failure(f"{options.bench} is of {', '.join(wrong)}, not of {network.name}.")
        times, single = Times(benches), options.global_batch or options.images
        if options.node_speed:
            times.factor = single / options.node_speed / times.step(single)
        scaling = Scaling(options, network, times)
        result = dict(network=network.name, date=str(date.today()), precision=benches[-1]["precision"],
                      threads=benches[-1]["threads"], library=benches[-1]["library"],
                      globalBatch=options.global_batch, imagesPerNode=None if options.global_batch else single,
                      latencySeconds=options.latency * 1e-6, imagesPerSecond=single / times.step(single),
                      rows=scaling.results(simulator))
        if options.measured:
            result["comparison"] = comparison.compare(
                options.measured, options.program, simulator, scaling.costs)
    return result


def heading(result):
    images = (f"{result['globalBatch']:,} images in a step of all nodes" if result["globalBatch"]
              else f"{result['imagesPerNode']:,} images for each node")
    return (f"{result['network']}, {result['precision']}, {images}; "
            f"one node with {result['threads']} threads: {result['imagesPerSecond']:.1f} images/s")


def table(result):
    """Returns the lines of the table, each a list of words."""
    lines = [["Gbit/s", "nodes", *STRATEGIES, "best", "efficiency"]]
    for row in result["rows"]:
        values, best = row["strategies"], row["best"]
        words = [f"{values[name]['imagesPerSecond']:,.0f}" if name in values
                 and not values[name]["isSameAsSums"] else "–" for name in STRATEGIES]
        lines.append([f"{row['gigabitsPerSecond']:g}", f"{row['nodes']:,}", *words, best,
                      f"{values[best]['efficiency']:.0%}"])
    return lines


def text(result):
    lines = [heading(result), ""]
    for words in table(result):
        lines.append(f"{words[0]:>6}{words[1]:>7}" + "".join(f"{word:>10}" for word in words[2:-2])
                     + f"   {words[-2]:<9}{words[-1]:>10}")
    lines += ["", "Speeds are in images/s. – is a strategy that does not exist there, or that is the same as sums."]
    if "comparison" in result:
        lines += ["", *comparison.text(result["comparison"])]
    return "\n".join(lines)


def markdown(result):
    """Returns the tables as Markdown."""
    lines = table(result)
    rows = ["| " + " | ".join(words) + " |" for words in lines]
    alignment = "|" + "---:|" * (len(lines[0]) - 2) + "---|---:|"
    parts = [heading(result), "", rows[0], alignment, *rows[1:]]
    if "comparison" in result:
        parts += ["", *comparison.markdown(result["comparison"])]
    return "\n".join(parts)


def update(path, result):
    """Replaces the table between the two comments of an article."""
    begin, end = "<!-- The table between these two comments is generated. -->\n", "<!-- End of the generated table. -->"
    text = path.read_text()
    if text.count(begin) != 1 or text.count(end) != 1:
        raise Failure(f"{path} does not have the two comments between which the table belongs.")
    head, tail = text.split(begin)[0], text.split(end)[1]
    path.write_text(f"{head}{begin}\n{result['date']}, {markdown(result)}\n\n{end}{tail}")


def number(kind, smallest):
    def parse(word):
        value = kind(word)
        if value < smallest:
            raise argparse.ArgumentTypeError(f"must be at least {smallest}, not {word}")
        return value
    parse.__name__ = kind.__name__
    return parse


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    count, seconds = number(int, 1), number(float, 0)
    parser.add_argument("--network", default="code-145", help="a preset, or a file (default: code-145)")
    parser.add_argument("--images", type=count, default=128, help="images for each node (default: 128)")
    parser.add_argument("--global-batch", type=count, help="images for all nodes together")
    parser.add_argument("--nodes", type=number(int, 2), nargs="+", default=NODES)
    parser.add_argument("--rates", type=number(float, 0.001), nargs="+", default=RATES, help="in Gbit/s")
    parser.add_argument("--latency", type=seconds, default=50,
                        help="µs from a node to another, with the time until the program finds the message "
                             "(default: 50)")
    parser.add_argument("--processor-time-number", type=seconds, default=2e-10,
                        help="seconds to read a number and to add it (default: 2e-10)")
    parser.add_argument("--processor-time-byte", type=seconds, default=4.5e-10,
                        help="seconds to send or to receive a byte (default: 4.5e-10)")
    parser.add_argument("--processor-time-message", type=seconds, default=5e-6,
                        help="seconds to send or to receive a message (default: 5e-6)")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--threads", type=count, help="compute threads of a node (default: all)")
    parser.add_argument("--node-speed", type=number(float, 0.001), metavar="IMAGES/S",
                        help="multiply all times so that one node has this speed")
    parser.add_argument("--steps", type=count, default=5, help="steps of each measurement (default: 5)")
    parser.add_argument("--bench", type=Path, help="a file of --save-bench instead of a measurement")
    parser.add_argument("--save-bench", type=Path, help="write the measured times of computations")
    parser.add_argument("--measured", type=Path, help="a file of `make measure-cluster` to compare with")
    parser.add_argument("--jobs", type=count, default=len(sched_getaffinity(0)),
                        help="simulations at the same time")
    parser.add_argument("--program", type=Path, default=ROOT / ".build" / "release" / "alexnet")
    parser.add_argument("--chart", type=Path, help="write a chart as SVG")
    parser.add_argument("--article", type=Path, help="replace the table of an article")
    parser.add_argument("--results", type=Path, help="use the output of --json instead of a simulation")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true")
    output.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    if options.global_batch and options.global_batch < max(options.nodes):
        options.nodes = [nodes for nodes in options.nodes if nodes <= options.global_batch]
        say(f"Only up to {max(options.nodes, default=0)} nodes: each must have at least one image.")
        if not options.nodes:
            parser.error("--global-batch must be at least as large as the number of nodes")
    return options


def main():
    # The simulator's folder is also removed when the process is asked to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = parse()
    try:
        result = json.loads(options.results.read_text()) if options.results else scale(options)
        if options.chart:
            options.chart.write_text(draw(result, heading(result)))
        if options.article:
            update(options.article, result)
    except Failure as failure:
        sys.exit(f"scaling: {failure}")
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"scaling: a file cannot be read or written: {error!r}")
    except KeyboardInterrupt:
        sys.exit(130)
    print(json.dumps(result, indent=2) if options.json
          else markdown(result) if options.markdown else text(result))


if __name__ == "__main__":
    main()

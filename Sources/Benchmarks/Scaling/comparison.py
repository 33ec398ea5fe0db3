"""The comparison of predictions with measurements of two ranks (`make measure-cluster`)."""
import json

from network import COLUMNS, Failure, Network, Times, alexnet
from schedule import Schedule

def compare(path, program, simulator, costs):
    """Returns the measured and the predicted speed of each case over a link with a known rate.

    The costs are the seconds of a processor to add a number, to move a byte and to send a message.
    """
    measured = json.loads(path.read_text())
    results = []
    for case in measured["cases"]:
        if case.get("gigabitsPerSecond") is None:
            continue
        benches = [bench for bench in measured["benches"] if bench["network"] == case["network"]]
        if not benches:
            raise Failure(f"{path} has no times of computations for {case['network']}.")
        network, times = Network(alexnet(program, "describe", case["network"])), Times(benches)
        strategy = "columns" if case["columns"] == COLUMNS else "factors"
        capacity = -(-case["batch"] // (case["ranks"] // case["columns"]))
        schedule = Schedule(network, times, strategy, case["ranks"], capacity, costs)
        seconds, waiting = simulator.step(
            schedule.text, case["ranks"], case["gigabitsPerSecond"], case["latencySeconds"])
        results.append(dict(
            name=case["name"], network=case["network"], batch=case["batch"],
            gigabitsPerSecond=case["gigabitsPerSecond"], imagesPerSecond=case["job"]["imagesPerSecond"],
            predicted=case["batch"] / seconds, waitingSeconds=waiting))
    return results


def rows(results):
    lines = [["case", "network", "batch", "Gbit/s", "measured", "predicted", "difference"]]
    for case in results:
        difference = case["predicted"] / case["imagesPerSecond"] - 1
        lines.append([case["name"], case["network"], f"{case['batch']:,}", f"{case['gigabitsPerSecond']:g}",
                      f"{case['imagesPerSecond']:.1f}", f"{case['predicted']:.1f}", f"{difference:+.0%}"])
    return lines


def text(results):
    """Returns the table of the comparison as lines."""
    lines = ["Two ranks measured over shaped links, and the prediction, in images/s:", ""]
    return lines + [f"{words[0]:<26}{words[1]:<10}" + "".join(f"{word:>12}" for word in words[2:])
                    for words in rows(results)]


def markdown(results):
    """Returns the table of the comparison as lines of Markdown."""
    lines = ["| " + " | ".join(words) + " |" for words in rows(results)]
    return [lines[0], "|---|---|---:|---:|---:|---:|---:|", *lines[1:]]

"""The common part of the peers' programs: initial weights, the batch, and the protocol with compare.py.

A peer is a process of its own. It receives one JSON argument (the network as `alexnet describe --json`
prints it, batch, precision, threads and the variant), builds the network, describes it, and then waits.
Each line on its standard input is a number of steps to take; the answer contains their times. A peer
that waits computes nothing.
"""
import json
import math
import os
import resource
import sys
import time

import numpy as np

# Momentum and decay are the paper's (section 5), and so is the probability of dropout (section 4.2). The
# rate is so small that the weights stay near their initial values.
RATE, MOMENTUM, DECAY, DROPOUT = 1e-6, 0.9, 0.0005, 0.5


def draw_parameters(network):
    """Returns the weights and biases of each layer that has them, the same for every peer.

    Weights are `[outputs, inputs / groups, kernel, kernel]` or `[outputs, inputs]`, channel-major,
    with deviations of √(2 / fan-in). The biases differ, so that a bias in a wrong place changes the loss.
    """
    random = np.random.default_rng(2012)
    drawn = {}
    for layer in network["layers"]:
        if layer["parameters"] == 0:
            continue
        channels, height, width = layer["input"]
        shape = [layer["outputs"], channels * height * width]
        if layer["kind"] == "convolution":
            shape = [layer["outputs"], channels // layer["groups"], layer["kernel"], layer["kernel"]]
        deviation = math.sqrt(2 / math.prod(shape[1:]))
        drawn[layer["name"]] = (
            random.standard_normal(shape, dtype=np.float32) * np.float32(deviation),
            random.standard_normal(layer["outputs"], dtype=np.float32))
    return drawn


def draw_batch(network, count):
    """Returns images of noise, `[count, channels, height, width]`, -128…127, and their labels."""
    random = np.random.default_rng(count)
    images = random.integers(-128, 128, [count, *network["input"]]).astype(np.float32)
    return images, random.integers(network["classes"], size=count)


def unknown(layer, framework):
    """Ends the program: the framework does not have this layer."""
    sys.exit(f"The layer {layer['name']} ({layer['kind']}) is not implemented with {framework}.")


def serve(build):
    """Builds a peer, and takes steps on request until standard input ends.

    `build(request)` returns an object with `version`, `shapes` (a layer's output by its name),
    `parameters` (a layer's count by its name), `loss()` without dropout, and `step()`, which returns
    when the step is done.
    """
    # The output of a framework must not be read as an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(**fields):
        print(json.dumps(fields), file=answers, flush=True)

    peer = build(json.loads(sys.argv[1]))
    answer(version=peer.version, shapes=peer.shapes, parameters=peer.parameters, loss=peer.loss())
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            start = time.perf_counter()
            peer.step()
            seconds.append(time.perf_counter() - start)
        answer(seconds=seconds,
               residentBytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)

"""The layers of a network as `alexnet describe --json` prints them, and the times of their computations as
`alexnet bench --json` measures them."""
import json
import math
import subprocess
import sys

# The two columns of the network, as in Sources/Blueprint/Division.
COLUMNS = 2


class Failure(Exception):
    """A problem that ends the program, in one or more sentences."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def alexnet(program, *arguments):
    """Returns the output of alexnet with --json."""
    command = [str(program), *map(str, arguments), "--json"]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise Failure(f"{program} cannot be started: {error.strerror}. Build it with `make build`.") from error
    if result.returncode != 0:
        raise Failure(result.stderr.strip() or f"{' '.join(command)} ended with {result.returncode}.")
    return json.loads(result.stdout)


class Layer:
    """A layer with parameters."""

    def __init__(self, entry, gathers, divided):
        self.name = entry["name"]
        self.is_fully_connected = entry["kind"] == "fully-connected"
        self.inputs = math.prod(entry["input"])
        self.outputs = entry["output"][0]
        # A locally connected layer has a bias for each output value.
        biases = math.prod(entry["output"]) if entry["kind"] == "local" else self.outputs
        self.weights = entry["parameters"] - biases
        # True if the columns exchange their activations before it.
        self.gathers = gathers
        # True if each column has its own half of the outputs.
        self.divided = divided


class Network:
    """The layers with parameters, and how ranks can divide the network."""

    def __init__(self, description):
        self.name = description["name"]
        entries = description["layers"]
        parametric = [entry for entry in entries if entry["parameters"] > 0]
        self.layers = {}
        self.has_columns = True
        divided = False
        # The names of the layers whose outputs are divided, also of those without parameters.
        self.divided = set()
        for entry in entries:
            if entry["parameters"] > 0:
                # Both columns hold the last layer whole. A locally connected layer has no groups.
                is_last = entry is parametric[-1]
                gathers = divided and (is_last or entry.get("groups", 1) == 1)
                divided = not is_last
                self.layers[entry["name"]] = Layer(entry, gathers, divided)
                self.has_columns &= not divided or entry["output"][0] % COLUMNS == 0
            elif entry["kind"] == "lrn" and divided:
                self.has_columns &= entry["groups"] > 1
            if divided:
                self.divided.add(entry["name"])
        self.read_units(entries)

    def read_units(self, entries):
        """Finds the layers whose units ranks can divide: all from the first fully-connected one on."""
        first = next((n for n, entry in enumerate(entries) if entry["kind"] == "fully-connected"), len(entries))
        self.units = [entry["name"] for entry in entries[first:]]
        counts = [entry["output"][0] for entry in entries[first:] if entry["kind"] == "fully-connected"]
        kinds = {entry["kind"] for entry in entries[first:]}
        is_divisible = (kinds <= {"fully-connected", "relu", "tanh", "dropout"}
                        and all(entry.get("groups", 1) == 1 for entry in entries[first:]))
        # The largest number of ranks that can divide the units.
        self.most_parts = min(counts, default=0) if is_divisible else 0
        self.classes = counts[-1] if counts else 0


class Times:
    """The times of a step's computations on one node, in the order in which they run."""

    def __init__(self, benches):
        benches = sorted(benches, key=lambda bench: bench["batch"])
        self.order = [(entry["name"], entry["direction"]) for entry in benches[-1]["layers"]]
        self.batches = [bench["batch"] for bench in benches]
        # All times are multiplied by it.
        self.factor = 1
        self.seconds = {key: [] for key in self.order}
        for bench in benches:
            # The order of the two gradients of a layer depends on its algorithm, and so on the batch.
            if sorted((entry["name"], entry["direction"]) for entry in bench["layers"]) != sorted(self.order):
                raise Failure("The measurements of `alexnet bench` are of different networks.")
            # A step takes longer than its parts, each measured by itself.
            whole = bench["stepMilliseconds"] / sum(entry["milliseconds"] for entry in bench["layers"])
            for entry in bench["layers"]:
                self.seconds[entry["name"], entry["direction"]].append(entry["milliseconds"] * whole / 1000)

    def of(self, name, direction, images):
        """Returns the time for a number of images in seconds, on a line through the nearest measurements."""
        values, batches = self.seconds[name, direction], self.batches
        if len(batches) == 1:
            return self.factor * values[0] * (1 if direction == "update" else images / batches[0])
        upper = next((n for n in range(1, len(batches)) if images <= batches[n]), len(batches) - 1)
        (x0, x1), (y0, y1) = batches[upper - 1:upper + 1], values[upper - 1:upper + 1]
        # Not below the time that the images would take at the larger size's speed, nor below the smaller size's.
        smallest = min(y1 * images / x1, y0) if images < x1 else y1
        return self.factor * max(y0 + (y1 - y0) * (images - x0) / (x1 - x0), smallest)

    def step(self, images):
        """Returns the time of a step on one node in seconds."""
        return sum(self.of(*key, images) for key in self.order)


def measure(program, network, batches, threads, precision, steps):
    """Measures a network with `alexnet bench` at several batch sizes."""
    arguments = ["--precision", precision, *(["--threads", threads] if threads else [])]
    benches = []
    for batch in batches:
        say(f"alexnet bench --network {network} --batch {batch}")
        benches.append(alexnet(program, "bench", "--network", network, "--batch", batch,
                               "--steps", steps, *arguments))
    return benches

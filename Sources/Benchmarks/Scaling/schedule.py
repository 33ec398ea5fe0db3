"""The order of computations and transfers in a training step of one rank, as in Sources/Compute/Ranks and
Sources/Compute/Division."""
from network import COLUMNS

# The ways to share a step among ranks.
STRATEGIES = {
    "sums": "all gradients are added up",
    "factors": "fully-connected layers exchange factors where that is less work",
    "columns": "pairs of ranks have the two columns of the network, and pairs share the images",
    "hybrid": "fully-connected layers divide their units, and the layers before them the images"}

# The same numbers as in Sources/Compute/Ranks: GradientExchange and GradientTransfers.
OPERATIONS_PER_BYTE = 400
SMALL_COUNT = 1 << 12
SCORE_NUMBERS = 8


def uses_factors(inputs, outputs, capacity, ranks):
    """Returns True if the factors of a fully-connected layer's gradients are exchanged, and not added up."""
    total = 4 * 2 * (ranks - 1) * (inputs + 1) * outputs // ranks
    factors = 4 * (ranks - 1) * capacity * (inputs + outputs)
    operations = 2 * inputs * outputs * capacity * (ranks - 1)
    return OPERATIONS_PER_BYTE * factors + operations < OPERATIONS_PER_BYTE * total


class Schedule:
    """The instructions for the skeleton."""

    def __init__(self, network, times, strategy, ranks, capacity, costs):
        """Creates the schedule of a step.

        The capacity is the number of images in the tensors of a rank. With columns, both ranks of a pair
        have the same images.
        """
        self.network, self.times, self.capacity = network, times, capacity
        self.columns = COLUMNS if strategy == "columns" else 1
        self.replicas = ranks // self.columns
        self.allows_factors = strategy in ("factors", "columns")
        # The layers of which each rank has some units, for the images of all ranks.
        self.units = network.units if strategy == "hybrid" else []
        self.transfers, self.instructions = [], []
        self.sums, self.products, self.small = [], [], 0
        for name, direction in times.order:
            self.add(name, direction)
        head = [f"ranks {ranks} {self.columns}", "costs " + " ".join(f"{cost:g}" for cost in costs)]
        self.text = "\n".join(head + self.transfers + self.instructions) + "\n"

    @property
    def has_factors(self):
        return bool(self.products)

    def add(self, name, direction):
        """Adds a computation with its transfers."""
        layer = self.network.layers.get(name)
        self.exchange_before(name, direction, layer)
        gathers = self.columns > 1 and layer is not None and layer.gathers
        if direction == "forward" and gathers:
            self.run("gather", "columns", layer.inputs * self.capacity)
        if direction == "update" and self.sums is not None:
            self.end_backward()
        if direction == "backward weights" and self.exchanges_factors(layer):
            self.start_factors(layer)
            return
        self.compute(name, direction, self.images(name))
        if direction == "loss":
            self.sums.append(self.start("gather", "replicas", SCORE_NUMBERS * self.replicas))
        self.exchange_after(name, direction, layer)
        if direction == "backward weights" and name not in self.units:
            share = self.share(name)
            for count in (layer.weights // share, layer.outputs // share):
                if count < SMALL_COUNT:
                    self.small += count
                else:
                    self.sums.append(self.start("sum", "replicas", count))
        if direction == "backward data" and gathers and layer.divided:
            self.run("scattered", "columns", layer.inputs * self.capacity)

    def exchange_before(self, name, direction, layer):
        """Adds the gather of images before the first layer of units, of units before a later one, and of the scores
        before the loss."""
        if direction == "forward" and name in self.units and layer is not None:
            self.run("gather", "replicas", self.exchanged(layer))
        if direction == "loss" and self.units:
            self.run("gather", "replicas", self.of_units(self.network.classes))

    def exchange_after(self, name, direction, layer):
        """Adds the gather of the gradients of the scores, and the sums of the gradients of layers of units."""
        if direction == "loss" and self.units:
            self.run("gather", "replicas", self.network.classes * self.capacity * self.replicas)
        if direction == "backward data" and name in self.units and layer is not None:
            self.run("scattered", "replicas", self.exchanged(layer))

    def exchanged(self, layer):
        """Returns the count of numbers in the exchanges of a layer's inputs."""
        is_first = layer.name == self.units[0]
        return layer.inputs * self.capacity * self.replicas if is_first else self.of_units(layer.inputs)

    def of_units(self, units):
        """Returns the count of numbers in the gather of units for all images, in parts of one length."""
        return -(-units // self.replicas) * self.replicas * self.capacity * self.replicas

    def images(self, name):
        """Returns the number of images for which a rank computes a layer."""
        return self.capacity * (self.replicas if name in self.units else 1)

    def share(self, name):
        """Returns the number of ranks that divide the outputs of a layer."""
        if self.units:
            return self.replicas if name in self.units else 1
        return self.columns if name in self.network.divided else 1

    def compute(self, name, direction, images):
        seconds = self.times.of(name, direction, images) / self.share(name)
        self.instructions.append(f"compute {seconds:.9f}")

    def start(self, kind, group, numbers):
        self.transfers.append(f"transfer {kind} {group} {numbers}")
        self.instructions.append(f"start {len(self.transfers) - 1}")
        return len(self.transfers) - 1

    def wait(self, transfer):
        self.instructions.append(f"wait {transfer}")

    def run(self, kind, group, numbers):
        self.wait(self.start(kind, group, numbers))

    def exchanges_factors(self, layer):
        return (self.allows_factors and layer.is_fully_connected and self.replicas > 1
                and uses_factors(layer.inputs, layer.outputs // self.share(layer.name), self.capacity,
                                 self.replicas))

    def start_factors(self, layer):
        images = self.capacity * self.replicas
        outputs = layer.outputs // self.share(layer.name)
        self.products.append((layer.name, [
            self.start("gather", "replicas", units * images) for units in (layer.inputs, outputs)]))

    def end_backward(self):
        """Adds the products of factors, and the waits before the first update."""
        for name, transfers in self.products:
            for transfer in transfers:
                self.wait(transfer)
            self.compute(name, "backward weights", self.capacity * self.replicas)
        if self.small:
            self.sums.append(self.start("sum", "replicas", self.small))
        for transfer in self.sums:
            self.wait(transfer)
        self.sums = None

"""The training step of a network in TensorFlow, for compare.py: one tf.function, images in NHWC.

The variants differ in `jit`: true if XLA compiles the function. In bf16 the step is that of Keras'
mixed_bfloat16: weights in fp32, cast in each step.
"""
import tensorflow as tf

import peer


def windows(layer, axis):
    """Returns the cells of padding before and after the input of pooling, along one axis."""
    size, stride, padding = layer["size"], layer["stride"], layer["padding"]
    needed = (layer["output"][axis] - 1) * stride + size - layer["input"][axis] - padding
    return padding, max(0, needed)


def pooling(layer):
    size, stride = layer["size"], layer["stride"]
    pool = tf.nn.max_pool2d if layer["operation"] == "maximum" else tf.nn.avg_pool2d
    sides = [windows(layer, axis) for axis in (1, 2)]
    if all(side == (0, 0) for side in sides):
        return lambda x: pool(x, size, stride, "VALID")
    # SAME pads with the smaller half first, and its means are over the cells that exist.
    if all(-(-layer["input"][axis] // stride) == layer["output"][axis]
           and sum(side) // 2 == side[0] for axis, side in zip((1, 2), sides)):
        return lambda x: pool(x, size, stride, "SAME")
    peer.unknown(layer, "TensorFlow")


def normalization(layer):
    size, alpha, beta, k = (layer[name] for name in ("size", "alpha", "beta", "k"))
    if layer["kind"] == "lrn":
        # Other than PyTorch, TensorFlow does not divide α by the size. It does not implement this in bf16.
        return lambda x: tf.cast(tf.nn.local_response_normalization(
            tf.cast(x, tf.float32), size // 2, k, alpha, beta), x.dtype)
    border = [[0, 0], [size // 2] * 2, [size // 2] * 2, [0, 0]]

    def same_map(x):
        # With a border of zeros every mean is over size² cells.
        means = tf.nn.avg_pool2d(tf.pad(x * x, border), size, 1, "VALID")
        return x / (k + alpha * size**2 * means) ** beta
    return same_map


def convolution(layer, weights, biases, dtype):
    """`weights` are `[kernel, kernel, inputs / groups, outputs]`."""
    padding, groups, stride = layer["padding"], layer["groups"], layer["stride"]
    border = [[0, 0], [padding] * 2, [padding] * 2, [0, 0]]
    if padding == 0:
        border = "VALID"
    elif stride == 1 and 2 * padding == layer["kernel"] - 1:
        border = "SAME"

    def apply(x):
        w = tf.cast(weights, dtype)
        if groups == 1:
            y = tf.nn.conv2d(x, w, stride, border)
        else:
            # TensorFlow has no gradient of grouped convolutions on CPUs.
            y = tf.concat([tf.nn.conv2d(part, w, stride, border) for part, w in
                           zip(tf.split(x, groups, 3), tf.split(w, groups, 3))], 3)
        return tf.nn.bias_add(y, tf.cast(biases, dtype))
    return apply


def full(weights, biases, dtype):
    def apply(x):
        x = tf.reshape(x, [x.shape[0], -1])
        return tf.nn.bias_add(tf.matmul(x, tf.cast(weights, dtype)), tf.cast(biases, dtype))
    return apply


class TensorFlowPeer:
    def __init__(self, request):
        tf.config.threading.set_intra_op_parallelism_threads(request["threads"])
        tf.config.threading.set_inter_op_parallelism_threads(1)
        tf.random.set_seed(2012)
        network = request["network"]
        self.version = tf.__version__
        self.dtype = tf.bfloat16 if request["precision"] == "bf16" else tf.float32
        self.updates = []
        self.parameters = {layer["name"]: 0 for layer in network["layers"]}
        drawn = peer.draw_parameters(network)
        self.dropouts = {layer["name"] for layer in network["layers"] if layer["kind"] == "dropout"}
        self.layers = [(layer["name"], self.function(layer, *drawn.get(layer["name"], ())))
                       for layer in network["layers"]]
        images, labels = peer.draw_batch(network, request["batch"])
        self.images, self.labels = tf.constant(images.transpose(0, 2, 3, 1)), tf.constant(labels)
        self.shapes = self.outputs()
        self.train = tf.function(self.training_step, jit_compile=request["choice"]["jit"])

    def function(self, layer, weights=None, biases=None):
        match layer["kind"]:
            case "convolution":
                return convolution(layer, *self.variables(
                    layer, weights.transpose(2, 3, 1, 0), biases), self.dtype)
            case "fully-connected" if layer.get("groups", 1) == 1:
                # `draw_parameters` flattens maps channel by channel; here they are flattened pixel by pixel.
                weights = weights.reshape(-1, *layer["input"]).transpose(2, 3, 1, 0)
                return full(*self.variables(
                    layer, weights.reshape(-1, layer["outputs"]), biases), self.dtype)
            case "relu":
                return tf.nn.relu
            case "tanh":
                return tf.nn.tanh
            case "lrn" | "same-map-lrn":
                return normalization(layer)
            case "pooling":
                return pooling(layer)
            case "dropout":
                return lambda x: tf.nn.dropout(x, peer.DROPOUT)
        peer.unknown(layer, "TensorFlow")

    def variables(self, layer, weights, biases):
        """Returns weights and biases as variables, and adds their momentum buffers and factors to the updates."""
        pair = []
        for kind, value in (("weight", weights), ("bias", biases)):
            variable = tf.Variable(value)
            self.updates.append((variable, tf.Variable(tf.zeros_like(variable)),
                                 peer.RATE * layer[f"{kind}Rate"],
                                 peer.DECAY * layer[f"{kind}Decay"]))
            self.parameters[layer["name"]] += value.size
            pair.append(variable)
        return pair

    def outputs(self):
        x, shapes = tf.cast(self.images[:1], self.dtype), {}
        for name, function in self.layers:
            x = function(x)
            rows, columns = x.shape[1:3] if len(x.shape) == 4 else (1, 1)
            shapes[name] = [x.shape[-1], rows, columns]
        return shapes

    def score(self, dropout):
        x = tf.cast(self.images, self.dtype)
        for name, function in self.layers:
            if dropout or name not in self.dropouts:
                x = function(x)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(
            self.labels, tf.cast(x, tf.float32)))

    def training_step(self):
        with tf.GradientTape() as tape:
            loss = self.score(dropout=True)
        gradients = tape.gradient(loss, [update[0] for update in self.updates])
        for (variable, velocity, rate, decay), gradient in zip(self.updates, gradients):
            if decay != 0:
                gradient += decay * variable
            # v ← 0.9·v − ε·(g + decay·w), w ← w + v in one pass.
            tf.raw_ops.ResourceApplyKerasMomentum(
                var=variable.handle, accum=velocity.handle, lr=rate, grad=gradient,
                momentum=peer.MOMENTUM)
        return loss

    def loss(self):
        return float(tf.function(self.score)(dropout=False))

    def step(self):
        return float(self.train())


if __name__ == "__main__":
    peer.serve(TensorFlowPeer)

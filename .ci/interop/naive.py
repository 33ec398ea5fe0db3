"""A plain forward pass in double precision, written from the definitions of the layers.

It makes networks whose outputs differ from image to image, and checks exported weights where PyTorch is not
installed."""
import json

import numpy
from numpy.lib.stride_tricks import sliding_window_view


def windows(maps, size, stride):
    """Returns all square windows: [batch, channels, rows, columns, size, size]."""
    return sliding_window_view(maps, (size, size), (2, 3))[:, :, ::stride, ::stride]


def padded(maps, before, after, value):
    (top, left), (bottom, right) = before, after
    return numpy.pad(maps, ((0, 0), (0, 0), (top, bottom), (left, right)), constant_values=value)


def convolution(layer, maps, weight, bias):
    padding, groups = layer["padding"], layer["groups"]
    maps = padded(maps, (padding, padding), (padding, padding), 0)
    results = []
    for part, kernels in zip(numpy.split(maps, groups, 1), numpy.split(weight, groups, 0)):
        seen = windows(part, layer["kernel"], layer["stride"])
        results.append(numpy.einsum("bcyxij,ocij->boyx", seen, kernels, optimize=True))
    return numpy.concatenate(results, 1) + bias[:, None, None]


def fully_connected(layer, values, weight, bias):
    groups = layer.get("groups", 1)
    parts = numpy.split(values.reshape(len(values), -1), groups, 1)
    products = [part @ rows.T for part, rows in zip(parts, numpy.split(weight, groups, 0))]
    return numpy.concatenate(products, 1) + bias


def local(layer, maps, weight, bias):
    padding = (layer["padding"], layer["padding"])
    seen = windows(padded(maps, padding, padding, 0), layer["kernel"], layer["stride"])
    return numpy.einsum("bcyxij,oyxcij->boyx", seen, weight, optimize=True) + bias


def pooling(layer, maps):
    size, stride, padding = layer["size"], layer["stride"], layer["padding"]
    after = []
    for side in maps.shape[2:]:
        room = side + 2 * padding - size
        count = room // stride + 1
        if layer["rounding"] == "ceil":
            count = -(-room // stride) + 1
            # The last window has a cell of the input, or of the padding before it.
            count -= (count - 1) * stride >= side + padding
        after.append(max(0, (count - 1) * stride + size - side - padding))
    before = (padding, padding)
    if layer["operation"] == "maximum":
        return windows(padded(maps, before, after, -numpy.inf), size, stride).max((4, 5))
    sums = windows(padded(maps, before, after, 0), size, stride).sum((4, 5))
    cells = windows(padded(numpy.ones_like(maps), before, after, 0), size, stride).sum((4, 5))
    return sums / cells


def normalization(layer, maps):
    size, half = layer["size"], layer["size"] // 2
    squares = maps**2
    if layer["kind"] == "same-map-lrn":
        sums = windows(padded(squares, (half, half), (half, half), 0), size, 1).sum((4, 5))
    else:
        parts = []
        for part in numpy.split(squares, layer["groups"], 1):
            around = numpy.pad(part, ((0, 0), (half, half), (0, 0), (0, 0)))
            parts.append(sliding_window_view(around, size, 1).sum(-1))
        sums = numpy.concatenate(parts, 1)
    return maps / (layer["k"] + layer["alpha"] * sums) ** layer["beta"]


def apply(layer, values, weight=None, bias=None):
    """Returns the output of one layer."""
    kind = layer["kind"]
    if kind == "convolution":
        return convolution(layer, values, weight, bias)
    if kind == "local":
        return local(layer, values, weight, bias)
    if kind == "fully-connected":
        return fully_connected(layer, values, weight, bias)
    if kind == "pooling":
        return pooling(layer, values)
    if kind in ("lrn", "same-map-lrn"):
        return normalization(layer, values)
    if kind == "relu":
        return numpy.maximum(values, 0)
    if kind == "tanh":
        return numpy.tanh(values)
    assert kind == "dropout", kind
    return values


def prepared(metadata, images):
    """Returns the network's input for images with grey levels, [batch, 3, height, width]."""
    mean, factors = (numpy.array(json.loads(metadata[key])) for key in ("mean", "factors"))
    values = (images - mean) * factors
    return values[:, ::-1] if metadata["channelOrder"] == "bgr" else values


def softmax(logits):
    powers = numpy.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def probabilities(metadata, tensors, images):
    """Returns the probabilities of an exported network, [batch, classes]."""
    values = prepared(metadata, images.astype(float))
    features = int(metadata["features"])
    for index, layer in enumerate(json.loads(metadata["network"])["layers"]):
        name = f"features.{index}" if index < features else f"classifier.{index - features}"
        parameters = [tensors.get(f"{name}.{part}") for part in ("weight", "bias")]
        values = apply(layer, values, *parameters)
    return softmax(values)

"""Gives a checkpoint random weights with which every layer matters.

A network that has trained for a few steps gives all images nearly the same probabilities, even if a layer is wrong. Here
the activations have a size at which normalisation changes them, and the logits differ from image to image."""
import json

import numpy

import naive
import safetensors_file


def target(layers, position):
    """Returns the standard deviation of a layer's outputs: one at which the next normalisation matters."""
    for layer in layers[position + 1:]:
        if layer["kind"] in ("convolution", "local", "fully-connected"):
            break
        if layer["kind"] in ("lrn", "same-map-lrn"):
            terms = layer["size"]**2 if layer["kind"] == "same-map-lrn" else layer["size"]
            return (layer["k"] / (layer["alpha"] * terms))**0.5
    return 1.0


def calibrate(run, metadata, images):
    """Writes random weights into the only checkpoint of a run, a pathlib.Path.

    The metadata are those of its export. The images are grey levels, [batch, 3, height, width], in the size of the
    network's input."""
    network = json.loads((run / "plan.json").read_text())["network"]
    checkpoint, = (run / "checkpoints").glob("*.safetensors")
    _, tensors = safetensors_file.read(checkpoint)
    layers = network["layers"]
    random = numpy.random.default_rng(2012)
    values = naive.prepared(metadata, images.astype(float))
    changed = {}
    last = max(i for i, layer in enumerate(layers) if layer["kind"] == "fully-connected")
    for position, layer in enumerate(layers):
        name = layer["name"]
        if f"{name}.weight" not in tensors:
            values = naive.apply(layer, values)
            continue
        shape = tensors[f"{name}.bias"].shape
        weight = random.standard_normal(tensors[f"{name}.weight"].shape)
        values_without_bias = naive.apply(layer, values, weight, numpy.zeros(shape))
        if position == last:
            # Differences between images count here, not those between classes.
            factor = 2 / (values_without_bias - values_without_bias.mean(0)).std()
            bias = -factor * values_without_bias.mean(0)
        else:
            factor = target(layers, position) / values_without_bias.std()
            bias = 0.1 * target(layers, position) * random.standard_normal(shape)
        weight = (factor * weight).astype("f4")
        bias = bias.astype("f4")
        changed[f"{name}.weight"], changed[f"{name}.bias"] = weight, bias
        values = naive.apply(layer, values, weight.astype(float), bias.astype(float))
    safetensors_file.replace(checkpoint, changed)

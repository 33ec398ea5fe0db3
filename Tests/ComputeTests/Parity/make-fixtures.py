#!/usr/bin/env python3
"""Makes the files of results of PyTorch and TensorFlow that the parity tests compare with.

    python3 -m venv torch && torch/bin/pip install torch numpy
    torch/bin/python make-fixtures.py pytorch                  Fixtures/pytorch.safetensors
    torch/bin/python make-fixtures.py pytorch --full FILE      the paper's network in its full size
    torch/bin/python make-fixtures.py local                    Fixtures/pytorch-local.safetensors
    torch/bin/python make-fixtures.py attribution              Fixtures/pytorch-attribution.safetensors

    python3 -m venv tf && tf/bin/pip install tensorflow-cpu
    tf/bin/python make-fixtures.py tensorflow                  Fixtures/tensorflow-lrn.safetensors

The files are safetensors. Their metadata contain the versions of the programs, and under `rounding` the
distance of each tensor in single precision from double precision: ‖single − double‖ / ‖double‖.
"""
import argparse
import json
import os
import platform
import struct
from pathlib import Path

import numpy as np

FIXTURES = Path(__file__).resolve().parent.parent / "Fixtures"


def write_safetensors(path, tensors, metadata):
    names = {"float32": "F32", "int32": "I32", "uint8": "U8"}
    header, offset = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": names[tensor.dtype.name], "shape": list(tensor.shape),
                        "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for tensor in tensors.values():
            file.write(tensor.astype(tensor.dtype.newbyteorder("<")).tobytes())
    print(f"{path}: {len(tensors)} tensors, {8 + len(text) + offset:,} bytes")


# ---- dropout's masks ------------------------------------------------------------------------------


def philox(counter, key):
    """Philox4x32-10 (Salmon et al., SC 2011): four words of 32 bits, each an array of counters."""
    mask = np.uint64(0xFFFFFFFF)
    c = [np.asarray(word, dtype=np.uint64) for word in counter]
    k = list(key)
    for _ in range(10):
        first, second = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(second >> np.uint64(32)) ^ c[1] ^ np.uint64(k[0]), second & mask,
             (first >> np.uint64(32)) ^ c[3] ^ np.uint64(k[1]), first & mask]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def kept(count, probability, seed, step, layer):
    """Returns 1 where dropout keeps an element, else 0. The first sixteen of 64 elements have the first
    words of sixteen counters, the next sixteen the second words, and so on."""
    place = np.arange(count, dtype=np.uint64)
    counter = place // 64 * 16 + place % 16
    stream = step << 8 | layer
    words = np.stack(philox(
        [counter & np.uint64(0xFFFFFFFF), counter >> np.uint64(32),
         np.full(count, stream & 0xFFFFFFFF), np.full(count, stream >> 32)],
        [seed & 0xFFFFFFFF, seed >> 32]))
    drawn = words[place % 64 // 16, np.arange(count)]
    return (drawn >= int(probability * 2**32)).astype(np.uint8)


# ---- the paper's network in PyTorch ---------------------------------------------------------------

# Outputs of conv1 to fc8, side of an image, images, batch, learning rate, seed. 99 is the smallest
# side with 2×2 cells before fc6, so that a wrong order of flattening is visible.
NARROW = dict(widths=[16, 32, 48, 32, 32, 64, 64, 10], side=99, images=6, batch=4, rate=4e-3,
              seed=2012)
# One of five million activations and windows can be so close to a tie that rounding decides it. Gradients
# below it then differ by 1e-3 without an error. With this seed the first pass has no tie, neither
# between PyTorch's single and double precision (2012, 3 and 4 have one) nor between its single precision
# and ours (1 has one).
FULL = dict(widths=[96, 256, 384, 384, 256, 4096, 4096, 1000], side=227, images=12, batch=8,
            rate=2e-5, seed=2)
# Kernel, stride, padding, groups, whether normalisation follows, whether pooling follows (paper,
# section 3.5).
CONVOLUTIONS = [(11, 4, 0, 1, True, True), (5, 1, 2, 2, True, True), (3, 1, 1, 1, False, False),
                (3, 1, 1, 2, False, False), (3, 1, 1, 2, False, True)]
# The numbers of the layers, from 0 in the order of the paper, which are a part of dropout's streams.
DROPOUT = {"drop6": 17, "drop7": 20}
# Large enough to use both halves of the key and of the stream.
PROBABILITY, SEED, STEP = 0.5, 0x0123456789ABCDEF, (1 << 26) + 3
MOMENTUM, DECAY, STEPS = 0.9, 0.0005, 10


def forward(weights, x, masks):
    """Returns the activations of each layer by its name, those of a layer with weights after ReLU."""
    import torch.nn.functional as F
    outputs = {}

    def keep(name, value):
        outputs[name] = value
        return value

    for number, (_, stride, padding, groups, normalised, pooled) in enumerate(CONVOLUTIONS, 1):
        name = f"conv{number}"
        x = keep(name, F.relu(F.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"],
                                       stride, padding, groups=groups)))
        if normalised:
            # PyTorch divides α by n, the paper does not.
            x = keep(f"norm{number}", F.local_response_norm(x, 5, alpha=5 * 1e-4, beta=0.75, k=2))
        if pooled:
            x = keep(f"pool{number}", F.max_pool2d(x, 3, 2))
    x = x.flatten(1)
    for number in (6, 7):
        name = f"fc{number}"
        x = keep(name, F.relu(F.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])))
        mask = masks.get(f"drop{number}")
        x = keep(f"drop{number}", x if mask is None else x * mask / (1 - PROBABILITY))
    keep("fc8", F.linear(x, weights["fc8.weight"], weights["fc8.bias"]))
    return outputs


def draw(size):
    """Draws initial weights, images and labels. Deviations of √(2 / fan-in) keep the activations of every
    layer in range, and biases differ, so that any error shows in the logits."""
    import torch
    generator = torch.Generator().manual_seed(size["seed"])
    weights, inputs, side = {}, 3, size["side"]

    def layer(name, shape):
        fan_in = int(np.prod(shape[1:]))
        deviation = {"conv1": 0.08, "fc8": 0.4 / fan_in**0.5}.get(name, (2 / fan_in) ** 0.5)
        weights[f"{name}.weight"] = deviation * torch.randn(shape, generator=generator)
        weights[f"{name}.bias"] = torch.rand(shape[0], generator=generator) - 0.5

    for number, (kernel, stride, padding, groups, _, pooled) in enumerate(CONVOLUTIONS, 1):
        outputs = size["widths"][number - 1]
        layer(f"conv{number}", (outputs, inputs // groups, kernel, kernel))
        side = (side + 2 * padding - kernel) // stride + 1
        side = (side - 3) // 2 + 1 if pooled else side
        inputs = outputs
    inputs *= side * side
    for number, outputs in enumerate(size["widths"][5:], 6):
        layer(f"fc{number}", (outputs, inputs))
        inputs = outputs
    count = size["images"]
    coarse = torch.randn((count, 3, 9, 9), generator=generator)
    images = 40 * torch.nn.functional.interpolate(coarse, size["side"], mode="bilinear") + 128
    images += 25 * torch.randn(images.shape, generator=generator)
    labels = torch.randint(size["widths"][7], (count,), generator=generator)
    picks = torch.stack([torch.randperm(count, generator=generator)[:size["batch"]]
                         for _ in range(STEPS)])
    return weights, images.clamp(0, 255).to(torch.uint8), labels, picks


def compute(size, weights, images, labels, picks, dtype):
    """Computes activations and gradients on the first batch, without and with dropout, and ten steps."""
    import torch
    images = (images.to(dtype) - 128) / 8
    weights = {name: value.to(dtype, copy=True).requires_grad_() for name, value in weights.items()}
    results = {}

    def gradients(pick, masks):
        for value in weights.values():
            value.grad = None
        outputs = forward(weights, images[pick], masks)
        loss = torch.nn.functional.cross_entropy(outputs["fc8"], labels[pick])
        loss.backward()
        return outputs, loss

    masks = {}
    for name, number in DROPOUT.items():
        shape = (size["batch"], size["widths"][5 if name == "drop6" else 6])
        mask = kept(int(np.prod(shape)), PROBABILITY, SEED, STEP, number).reshape(shape)
        results[f"dropout.kept.{name}"] = torch.from_numpy(mask)
        masks[name] = results[f"dropout.kept.{name}"].to(dtype)
    for prefix, drop, first in (("", {}, "conv1"), ("dropout.", masks, "drop6")):
        outputs, loss = gradients(picks[0], drop)
        results[f"{prefix}loss"] = loss.detach().reshape(1)
        names = list(outputs)
        for name in names[names.index(first):]:
            results[f"{prefix}activation.{name}"] = outputs[name].detach()
        for name, value in weights.items():
            results[f"{prefix}gradient.{name}"] = value.grad

    # With a constant rate, the paper's v ← 0.9·v − 0.0005·ε·w − ε·g is −ε times PyTorch's buffer.
    optimizer = torch.optim.SGD(weights.values(), lr=size["rate"], momentum=MOMENTUM,
                                weight_decay=DECAY)
    losses = []
    for pick in picks:
        losses.append(gradients(pick, {})[1].detach())
        optimizer.step()
    results["losses"] = torch.stack(losses)
    for name, value in weights.items():
        results[f"learned.{name}"] = value.detach()
    return results


def distance(a, b):
    a, b = a.double(), b.double()
    return float((a - b).norm() / b.norm())


def pytorch(full):
    import torch
    # PyTorch would otherwise compute with oneDNN, which is under test.
    torch.backends.mkldnn.set_flags(False)
    size = FULL if full else NARROW
    if not full:
        torch.set_num_threads(1)
    drawn = weights, images, labels, picks = draw(size)
    single = compute(size, *drawn, torch.float32)
    double = compute(size, *drawn, torch.float64)
    rounding = {}
    for name, value in single.items():
        first = weights.get(name.removeprefix("learned."), torch.zeros(1))
        # The change of the weights.
        rounding[name] = float(f"{distance(value - first, double[name] - first.double()):.2g}")
    tensors = dict(images=images, labels=labels.to(torch.int32), picks=picks.to(torch.int32))
    tensors |= weights | single
    print("loss with dropout:", float(single["dropout.loss"]))
    print("losses:", *(f"{float(loss):.4f}" for loss in single["losses"]))
    print("rounding:", json.dumps(rounding, indent=1))
    write_safetensors(
        full or FIXTURES / "pytorch.safetensors",
        {name: value.numpy() for name, value in tensors.items()},
        {"torch": torch.__version__, "numpy": np.__version__, "python": platform.python_version(),
         "widths": json.dumps(size["widths"]), "side": str(size["side"]),
         "rate": str(size["rate"]), "momentum": str(MOMENTUM), "decay": str(DECAY),
         "dropout": str(PROBABILITY), "seed": str(SEED), "step": str(STEP),
         "rounding": json.dumps(rounding)})


# ---- locally connected layers, which PyTorch does not have ----------------------------------------

# Inputs, height, width, outputs, kernel, stride, padding, images.
LOCAL = dict(same=(5, 6, 7, 18, 3, 1, 1, 3), strided=(17, 9, 8, 7, 3, 2, 1, 2),
             wide=(17, 2, 3, 17, 5, 1, 2, 4))


def local():
    import torch
    torch.backends.mkldnn.set_flags(False)
    generator = torch.Generator().manual_seed(2012)
    tensors, settings = {}, {}
    for name, (inputs, height, width, outputs, kernel, stride, padding, images) in LOCAL.items():
        rows, columns = ((side + 2 * padding - kernel) // stride + 1 for side in (height, width))

        def draw(*shape):
            return torch.randn(shape, generator=generator)

        x = draw(images, inputs, height, width).requires_grad_()
        weight = (draw(outputs, rows, columns, inputs, kernel, kernel) / 8).requires_grad_()
        bias = draw(outputs, rows, columns).requires_grad_()
        padded = torch.nn.functional.pad(x, (padding, padding, padding, padding))
        cells = []
        for row in range(rows):
            for column in range(columns):
                top, left = row * stride, column * stride
                window = padded[:, :, top:top + kernel, left:left + kernel].flatten(1)
                cells.append(window @ weight[:, row, column].flatten(1).T + bias[:, row, column])
        y = torch.stack(cells, 2).reshape(images, outputs, rows, columns)
        gradient = draw(*y.shape)
        y.backward(gradient)
        for key, value in dict(input=x, weight=weight, bias=bias, output=y,
                               output_gradient=gradient, input_gradient=x.grad,
                               weight_gradient=weight.grad, bias_gradient=bias.grad).items():
            tensors[f"{name}.{key}"] = value.detach().numpy()
        settings |= {f"{name}.kernel": str(kernel), f"{name}.stride": str(stride),
                     f"{name}.padding": str(padding)}
    write_safetensors(
        FIXTURES / "pytorch-local.safetensors", tensors,
        settings | {"torch": torch.__version__, "numpy": np.__version__,
                    "python": platform.python_version()})


# ---- maps of the regions that the network looks at ------------------------------------------------

# The number of images, and the side and the stride of the covered square. 99 − 17 is not a multiple of 8.
LOOKED_AT, SQUARE, STRIDE = 2, 17, 8


def read_safetensors(path):
    types = {"F32": "<f4", "I32": "<i4", "U8": "u1"}
    data = Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__")
    return {name: np.frombuffer(data, types[entry["dtype"]], int(np.prod(entry["shape"])),
                                8 + length + entry["data_offsets"][0]).reshape(entry["shape"])
            for name, entry in header.items()}


def attribution():
    """Grad-CAM (Selvaraju et al. 2017, section 3) on conv5 after ReLU, and the probability of a class while a
    square of the input is 0 (Zeiler and Fergus 2014, section 4.2), for the network in pytorch.safetensors."""
    import torch
    torch.backends.mkldnn.set_flags(False)
    known = read_safetensors(FIXTURES / "pytorch.safetensors")
    weights = {name: torch.from_numpy(value.copy()) for name, value in known.items()
               if name.count(".") == 1 and name.split(".")[1] in ("weight", "bias")}
    images = (torch.from_numpy(known["images"][:LOOKED_AT].astype(np.float32)) - 128) / 8
    side, tensors = images.shape[-1], {}
    starts = list(range(0, side - SQUARE + 1, STRIDE))
    starts += [side - SQUARE] if starts[-1] < side - SQUARE else []
    classes = []
    for number, image in enumerate(images):
        # The most probable class and the least probable one, of which the second has a weak map.
        scores = forward(weights, image[None], {})["fc8"][0]
        for label in (int(scores.argmax()), int(scores.argmin())):
            classes.append([number, label])
            outputs = forward({name: value.clone().requires_grad_() for name, value in
                               weights.items()}, image[None], {})
            outputs["conv5"].retain_grad()
            outputs["fc8"][0, label].backward()
            maps, gradient = outputs["conv5"][0], outputs["conv5"].grad[0]
            alpha = gradient.mean((1, 2))
            cam = torch.relu((alpha[:, None, None] * maps).sum(0))
            tensors[f"gradient.{len(classes) - 1}"] = alpha
            tensors[f"gradcam.{len(classes) - 1}"] = cam.detach()
            occlusion = torch.zeros(len(starts), len(starts))
            for row, top in enumerate(starts):
                for column, left in enumerate(starts):
                    covered = image.clone()
                    covered[:, top:top + SQUARE, left:left + SQUARE] = 0
                    scores = forward(weights, covered[None], {})["fc8"][0]
                    occlusion[row, column] = torch.softmax(scores, 0)[label]
            tensors[f"occlusion.{len(classes) - 1}"] = occlusion.detach()
    tensors["classes"] = torch.tensor(classes, dtype=torch.int32)
    write_safetensors(
        FIXTURES / "pytorch-attribution.safetensors",
        {name: np.ascontiguousarray(value.detach().numpy()) for name, value in tensors.items()},
        {"torch": torch.__version__, "numpy": np.__version__, "python": platform.python_version(),
         "square": str(SQUARE), "stride": str(STRIDE)})


# ---- a second source for α: TensorFlow does not divide it by n ------------------------------------


def tensorflow():
    # TensorFlow would otherwise compute with oneDNN, which is under test.
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
    import tensorflow as tf
    random = np.random.default_rng(2012)
    # TensorFlow has the maps last. Numbers as large as pixels make the effect of α visible.
    shape = (2, 5, 4, 21)
    x = tf.constant(random.normal(0, 60, shape).astype(np.float32))
    gradient = tf.constant(random.normal(0, 1, shape).astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.nn.local_response_normalization(x, depth_radius=2, bias=2, alpha=1e-4, beta=0.75)
    tensors = dict(input=x, output=y, output_gradient=gradient,
                   input_gradient=tape.gradient(y, x, gradient))
    write_safetensors(
        FIXTURES / "tensorflow-lrn.safetensors",
        {name: np.ascontiguousarray(value.numpy().transpose(0, 3, 1, 2))
         for name, value in tensors.items()},
        {"tensorflow": tf.__version__, "numpy": np.__version__,
         "python": platform.python_version(), "size": "5", "k": "2", "alpha": "1e-4",
         "beta": "0.75"})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", choices=["pytorch", "local", "attribution", "tensorflow"])
    parser.add_argument("--full", metavar="FILE", help="the full-size network, into this file")
    arguments = parser.parse_args()
    FIXTURES.mkdir(exist_ok=True)
    match arguments.source:
        case "pytorch": pytorch(arguments.full)
        case "local": local()
        case "attribution": attribution()
        case "tensorflow": tensorflow()

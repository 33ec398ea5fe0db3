"""Compares the probabilities of imported networks with those of PyTorch.

Plain PyTorch builds torchvision's AlexNet and the two of Caffe with random weights, and saves them with the names that their
programs give the tensors. `alexnet import` reads the files, and `alexnet predict` the images, which are PNG files of 256×256,
so that no program has to scale them."""
import argparse
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

import pictures
from program import LIMIT, Program, parse

# Probabilities that differ less than this from image to image would agree even if a layer were wrong.
SPREAD = 0.1
SIDE = 256


def torchvision():
    """The modules of torchvision/models/alexnet.py, without its package."""
    network = nn.Module()
    network.features = nn.Sequential(
        nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(),
        nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2))
    network.avgpool = nn.AdaptiveAvgPool2d((6, 6))
    network.classifier = nn.Sequential(
        nn.Dropout(), nn.Linear(9216, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096),
        nn.ReLU(), nn.Linear(4096, 1000))
    steps = [*network.features, network.avgpool, nn.Flatten(), *network.classifier]
    return network, steps


def caffe(pools_first):
    """The layers of models/bvlc_alexnet, or of models/bvlc_reference_caffenet, which pools first."""

    def normalized():
        # As in Caffe, alpha is divided by the size, and k is 1.
        layers = [nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1), nn.MaxPool2d(3, 2, ceil_mode=True)]
        return layers[::-1] if pools_first else layers

    network = nn.Module()
    network.conv1 = nn.Conv2d(3, 96, 11, 4)
    network.conv2 = nn.Conv2d(96, 256, 5, padding=2, groups=2)
    network.conv3 = nn.Conv2d(256, 384, 3, padding=1)
    network.conv4 = nn.Conv2d(384, 384, 3, padding=1, groups=2)
    network.conv5 = nn.Conv2d(384, 256, 3, padding=1, groups=2)
    network.fc6 = nn.Linear(9216, 4096)
    network.fc7 = nn.Linear(4096, 4096)
    network.fc8 = nn.Linear(4096, 1000)
    steps = [
        network.conv1, nn.ReLU(), *normalized(), network.conv2, nn.ReLU(), *normalized(),
        network.conv3, nn.ReLU(), network.conv4, nn.ReLU(), network.conv5, nn.ReLU(),
        nn.MaxPool2d(3, 2, ceil_mode=True), nn.Flatten(), network.fc6, nn.ReLU(), nn.Dropout(),
        network.fc7, nn.ReLU(), nn.Dropout(), network.fc8]
    return network, steps


def of_torchvision(images):
    """Returns the input of torchvision's network for grey levels, as its transforms make it."""
    mean, deviation = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    shape = (3, 1, 1)
    return (images / 255 - torch.tensor(mean).view(shape)) / torch.tensor(deviation).view(shape)


def of_caffe(images):
    """Returns the input of Caffe's networks: blue, green, red minus the mean colour of ilsvrc_2012_mean.npy."""
    mean = torch.tensor([104.0069879317889, 116.66876761696767, 122.6789143406786])
    return images.flip(1) - mean.view(3, 1, 1)


NETWORKS = {
    "torchvision": (torchvision, of_torchvision, 224, []),
    "bvlc-alexnet": (lambda: caffe(False), of_caffe, 227, ["--network", "bvlc-alexnet"]),
    "caffenet": (lambda: caffe(True), of_caffe, 227, ["--network", "caffenet"]),
}


def calibrate(steps, values):
    """Gives layers random weights with which every layer matters, and the logits differ from image to image."""
    generator = torch.Generator().manual_seed(2012)
    layers = [step for step in steps if hasattr(step, "weight")]
    for index, step in enumerate(steps):
        if hasattr(step, "weight"):
            step.weight.copy_(torch.randn(step.weight.shape, generator=generator))
            step.bias.zero_()
            outputs = step(values)
            if step is layers[-1]:
                # Differences between images count here, not those between classes.
                factor = 2 / (outputs - outputs.mean(0)).std()
                step.bias.copy_(-factor * outputs.mean(0))
            else:
                normalizes = any(isinstance(s, nn.LocalResponseNorm) for s in steps[index:index + 4])
                # The sum of five squares is then about k / alpha.
                target = 1e2 if normalizes else 1.0
                factor = target / outputs.std()
                step.bias.copy_(0.1 * target * torch.randn(step.bias.shape, generator=generator))
            step.weight.mul_(factor)
        values = step.eval()(values)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="*", metavar="NETWORK", default=list(NETWORKS))
    parser.add_argument("--random", default=100, type=int, metavar="COUNT")
    options = parse(parser, real=20)
    passed = True
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        images = Path(folder) / "images"
        images.mkdir()
        files = pictures.write(
            images, pictures.real(options.pictures, options.real), options.random, SIDE)
        for network in options.networks:
            passed &= check(network, Path(folder) / network, files, options.program)
    sys.exit(0 if passed else 1)


def check(name, folder, files, program):
    """Compares one network, prints the difference and returns true if it is small."""
    alexnet = Program(program, folder / "runs")
    folder.mkdir()
    make, prepare, crop, options = NETWORKS[name]
    network, steps = make()
    values = prepare(torch.from_numpy(pictures.centres(files, crop, crop)))
    calibrate(steps, values[::max(1, len(values) // 12)])
    theirs = torch.cat([nn.Sequential(*steps).eval()(part).softmax(1) for part in values.split(16)]).numpy()
    save_file(network.state_dict(), folder / "network.safetensors")
    alexnet("import", folder / "network.safetensors", "--as", name, *options)
    ours = alexnet.probabilities(name, files, theirs.shape[1])
    difference, spread = abs(ours - theirs).max(), (ours.max(0) - ours.min(0)).max()
    passed = spread > SPREAD and difference <= LIMIT
    print(f"interop: {name} of PyTorch {torch.__version__}, imported, {len(files)} images: largest difference of "
          f"a probability: {difference:.1e} (limit {LIMIT:.0e}; largest difference between images {spread:.2f})"
          + ("" if passed else ": FAILED"), flush=True)
    return passed


if __name__ == "__main__":
    main()

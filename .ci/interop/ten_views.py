"""Compares `alexnet evaluate --views 10` with a plain evaluation of the same checkpoint in numpy.

A run is made on a folder of pictures and random images in eight classes, in the size in which a folder's images are
cropped, so that no program has to scale them. Its weights are then replaced with random ones for which every layer
matters. The plain evaluation cuts the ten crops of section 4.1 of the paper, subtracts the mean of the checkpoint, and
averages the softmax in double precision."""
import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image

import calibration
import naive
import pictures
import safetensors_file
from program import LIMIT, Program, parse

# The size of the images of a folder before the crop.
SIDE = 256
CLASSES = 8


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", default="compact")
    parser.add_argument("--images", default=200, type=int, metavar="COUNT")
    options = parse(parser, real=100)
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if check(Path(folder), options) else 1)


def check(folder, options):
    """Compares both evaluations, prints the differences and returns true if they agree."""
    alexnet = Program(options.program, folder / "runs")
    files, labels = data_set(folder, options)
    alexnet("train", "--quiet", "--network", options.network, "--data", folder / "data", "--run", "run",
            "--steps", "1", "--batch", "4", "--validate-every", "0")
    alexnet("export", "run", "--to", folder / "run.safetensors")
    metadata, _ = safetensors_file.read(folder / "run.safetensors")
    _, height, width = json.loads(metadata["network"])["input"]
    calibration.calibrate(folder / "runs/run", metadata, pictures.centres(files[::16], height, width))

    network = json.loads((folder / "runs/run/plan.json").read_text())["network"]
    checkpoint, = (folder / "runs/run/checkpoints").glob("*.safetensors")
    _, tensors = safetensors_file.read(checkpoint)
    theirs = numpy.array([probabilities(network, tensors, file) for file in files])
    ours = alexnet.probabilities("run", files, CLASSES, "--views", "10")
    report = json.loads(alexnet("evaluate", "run", "--views", "10", "--json"))

    wrong = theirs.argmax(1) != labels
    loss = -numpy.log(theirs[numpy.arange(len(labels)), labels]).mean()
    by_class = {f"class{label}": int(wrong[labels == label].sum()) for label in range(CLASSES)}
    same = int((ours.argmax(1) == theirs.argmax(1)).sum())
    difference = abs(ours - theirs).max()
    passed = (same == len(files) and difference <= LIMIT and report["images"] == len(files)
              and report["views"] == 10 and abs(report["top1"] - wrong.mean()) < 1e-12
              and abs(report["loss"] - loss) <= LIMIT
              and {row["name"]: row["errors"] for row in report["classes"]} == by_class
              and len(set(theirs.argmax(1))) > 1)
    print(f"interop: ten views of {options.network}: {same} of {len(files)} answers are those of numpy; largest "
          f"difference of a probability {difference:.1e} (limit {LIMIT:.0e}), of the loss "
          f"{abs(report['loss'] - loss):.1e}; top-1 error {report['top1']:.3f} and {wrong.mean():.3f}"
          + ("" if passed else ": FAILED"), flush=True)
    return passed


def data_set(folder, options):
    """Writes class folders. Returns the validation images with their labels."""
    (folder / "images").mkdir()
    paths = pictures.real(options.pictures, options.real)
    files = pictures.write(folder / "images", paths, options.images - len(paths), SIDE)
    validation = []
    for number, file in enumerate(files):
        label = number % CLASSES
        # Two images of each class are also training images.
        for split in ["val"] + ["train"] * (number < 2 * CLASSES):
            copy = folder / f"data/{split}/class{label}/{file.name}"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
        validation.append(folder / f"data/val/class{label}/{file.name}")
    return validation, numpy.arange(len(files)) % CLASSES


def probabilities(network, tensors, file):
    """Returns the mean of the softmax of ten crops, [classes]."""
    image = numpy.asarray(Image.open(file), float).transpose(2, 0, 1)
    _, height, width = network["input"]
    mean = tensors["input.mean"].astype(float)
    pixels = image - (mean[:, None, None] if mean.ndim == 1 else mean)
    down, right = SIDE - height, SIDE - width
    corners = [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]
    crops = [pixels[:, y:y + height, x:x + width] for y, x in corners]
    values = network["inputScale"] * numpy.array(crops + [crop[:, :, ::-1] for crop in crops])
    for layer in network["layers"]:
        parameters = [tensors.get(f"{layer['name']}.{part}") for part in ("weight", "bias")]
        values = naive.apply(layer, values, *parameters)
    return naive.softmax(values).mean(0)


if __name__ == "__main__":
    main()

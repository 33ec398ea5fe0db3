"""Compares the probabilities of exported networks with those of `alexnet predict`.

For each network a run is made on the built-in scenes. Its weights are then replaced with random ones for which every layer
matters. onnxruntime reads FILE.onnx, and PyTorch reads FILE.safetensors with the lines that the documentation shows.
Without PyTorch a plain forward pass in numpy reads FILE.safetensors. The images are PNG files in the size of the run's
images, so that no program has to scale them."""
import argparse
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import numpy

import calibration
import naive
import pictures
import safetensors_file
from program import LIMIT, ROOT, Program, parse

# onnxruntime writes a file into the folder for caches when it is imported.
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".build-interop/cache")
import onnxruntime  # noqa: E402

ARTICLE = ROOT / "Sources/Exchange/Exchange.docc/PyTorch.md"
# Probabilities that differ less than this from image to image would agree even if a layer were wrong.
SPREAD = 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="+", metavar="NETWORK")
    parser.add_argument("--random", default=100, type=int, metavar="COUNT")
    options = parse(parser, real=20)
    loader = pytorch_loader()
    paths = pictures.real(options.pictures, options.real)
    passed = True
    for network in options.networks:
        with tempfile.TemporaryDirectory() as folder:
            passed &= check(network, Path(folder), options, paths, loader)
    sys.exit(0 if passed else 1)


def check(network, folder, options, paths, loader):
    """Compares one network, prints the differences and returns true if they are small."""
    alexnet = Program(options.program, folder / "runs")
    weights, graph = folder / "network.safetensors", folder / "network.onnx"
    alexnet("train", "--quiet", "--network", network, "--run", network, "--steps", "1",
            "--batch", "4", "--limit", "8", "--validate-every", "0")
    alexnet("export", network, "--to", weights)
    metadata, _ = safetensors_file.read(weights)
    side, height, width = (json.loads(metadata["image"])[1],
                           *json.loads(metadata["network"])["input"][1:])
    (folder / "images").mkdir()
    files = pictures.write(folder / "images", paths, options.random, side)
    images = pictures.centres(files, height, width)
    calibration.calibrate(folder / "runs" / network, metadata, images[::max(1, len(images) // 12)])
    alexnet("export", network, "--to", weights, "--force")
    alexnet("export", network, "--to", graph)

    classes = len(json.loads(metadata["classes"]))
    ours = alexnet.probabilities(network, files, classes)
    theirs = {f"onnxruntime {onnxruntime.__version__}": of_onnx(graph, images)}
    if loader is not None:
        name, network_class = loader
        theirs[name] = of_pytorch(network_class(weights), images)
    else:
        theirs["numpy"] = naive.probabilities(*safetensors_file.read(weights), images)
    return report(network, len(paths), options.random, ours, theirs)


def report(network, real, random, ours, theirs):
    differences = {name: abs(ours - other).max() for name, other in theirs.items()}
    spread = (ours.max(0) - ours.min(0)).max()
    text = ", ".join(f"{name} {difference:.1e}" for name, difference in differences.items())
    passed = spread > SPREAD and all(value <= LIMIT for value in differences.values())
    print(f"interop: {network}, {real} pictures and {random} random images: largest difference of a "
          f"probability: {text} (limit {LIMIT:.0e}; largest difference between images {spread:.2f})"
          + ("" if passed else ": FAILED"), flush=True)
    return passed


def of_onnx(path, images):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    parts = [images[start:start + 16] for start in range(0, len(images), 16)]
    return numpy.concatenate([session.run(["probabilities"], {"images": part})[0] for part in parts])


def of_pytorch(network, images):
    import torch

    with torch.no_grad():
        parts = [network(part).softmax(1) for part in torch.from_numpy(images).split(16)]
    return torch.cat(parts).numpy()


def pytorch_loader():
    """Returns PyTorch's name and the class of the documentation that loads a file; None without PyTorch."""
    try:
        import torch
    except ImportError:
        return None
    blocks = re.findall(r"```python\n(.*?)```", ARTICLE.read_text(), re.DOTALL)
    names = {}
    exec(next(block for block in blocks if "class AlexNet" in block), names)
    return f"PyTorch {torch.__version__}", names["AlexNet"]


if __name__ == "__main__":
    main()

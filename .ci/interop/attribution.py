"""Prints the Grad-CAM and the occlusion map of an image by PyTorch, for an exported network.

The argument is a JSON file: `weights`, a file of `alexnet export`; `pixels`, the grey levels [side, side, 3] of an image in
the size of the run's images, of which the network sees the centre; `label`, the class; `square`, the side of the grey
square in pixels; `rows` and `columns`, the upper and left edges of its positions. The maps are printed as JSON: `gradcam`
and `occlusion`, row by row."""
import json
import re
import sys
from pathlib import Path

import torch
from safetensors import safe_open

ARTICLE = Path(__file__).resolve().parents[2] / "Sources/Exchange/Exchange.docc/PyTorch.md"


def main():
    request = json.loads(Path(sys.argv[1]).read_text())
    network, size = load(request["weights"])
    side = request["side"]
    pixels = torch.tensor(request["pixels"], dtype=torch.float32).reshape(1, side, side, 3)
    top, left = ((side - length) // 2 for length in size)
    image = pixels.permute(0, 3, 1, 2)[:, :, top:top + size[0], left:left + size[1]]
    image = (image - network.mean) * network.factors
    if network.is_bgr:
        image = image.flip(1)
    print(json.dumps({"gradcam": gradcam(network, image, request["label"]),
                      "occlusion": occlusion(network, image, request)}))


def load(path):
    """Loads a network by the lines of the documentation. Returns it with the height and width of its input."""
    blocks = re.findall(r"```python\n(.*?)```", ARTICLE.read_text(), re.DOTALL)
    names = {}
    exec(next(block for block in blocks if "class AlexNet" in block), names)
    with safe_open(path, framework="pt") as file:
        size = json.loads(file.metadata()["network"])["input"][1:]
    return names["AlexNet"](path), size


def gradcam(network, image, label):
    """Selvaraju et al. 2017, section 3, at the last convolution after its activation function."""
    kinds = [type(layer) for layer in network.features]
    end = max(index for index, kind in enumerate(kinds) if issubclass(kind, torch.nn.Conv2d)) + 1
    if end < len(kinds) and kinds[end] in (torch.nn.ReLU, torch.nn.Tanh):
        end += 1
    maps = network.features[:end](image)
    maps.retain_grad()
    network.classifier(network.features[end:](maps).flatten(1))[0, label].backward()
    weights = maps.grad[0].mean((1, 2))
    return torch.relu((weights[:, None, None] * maps[0]).sum(0)).flatten().tolist()


@torch.no_grad()
def occlusion(network, image, request):
    """Zeiler and Fergus 2014, section 4.2: the probability of the class while a square of the input is 0."""
    values, side = [], request["square"]
    for top in request["rows"]:
        for left in request["columns"]:
            covered = image.clone()
            covered[:, :, top:top + side, left:left + side] = 0
            scores = network.classifier(network.features(covered).flatten(1))[0]
            values.append(torch.softmax(scores, 0)[request["label"]].item())
    return values


main()

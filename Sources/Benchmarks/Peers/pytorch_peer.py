"""The training step of a network in PyTorch, for compare.py.

Variants: `compiled` (torch.compile of forward and loss, or eager), `layout` (contiguous or
channels_last) and, in bf16, `weights`: "cast" casts them in each step (autocast), "copied" keeps
the model in bf16 and copies the updated fp32 masters into it.
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import peer


class ResponseNormalization(nn.Module):
    """Normalisation across maps, or within one. α of the specification is not divided by the size."""

    def __init__(self, layer):
        super().__init__()
        self.same_map = layer["kind"] == "same-map-lrn"
        self.size, self.alpha = layer["size"], layer["alpha"]
        self.beta, self.k = layer["beta"], layer["k"]

    def forward(self, x):
        if not self.same_map:
            # PyTorch divides its α by the size, and does not implement these sums in bf16.
            return F.local_response_norm(
                x.float(), self.size, self.alpha * self.size, self.beta, self.k).to(x.dtype)
        # Cells beyond the border are zeros. A mean that is divided by 1 is a sum over the cells that exist.
        sums = F.avg_pool2d(x * x, self.size, 1, self.size // 2, divisor_override=1)
        return x / (self.k + self.alpha * sums) ** self.beta


def module(layer):
    inputs = layer["input"][0]
    match layer["kind"]:
        case "convolution":
            return nn.Conv2d(inputs, layer["outputs"], layer["kernel"], layer["stride"],
                             layer["padding"], groups=layer["groups"])
        case "fully-connected" if layer.get("groups", 1) == 1:
            linear = nn.Linear(int(np.prod(layer["input"])), layer["outputs"])
            return linear if layer["input"][1:] == [1, 1] else nn.Sequential(nn.Flatten(), linear)
        case "relu":
            return nn.ReLU(inplace=True)
        case "tanh":
            return nn.Tanh()
        case "lrn" | "same-map-lrn":
            return ResponseNormalization(layer)
        case "dropout":
            return nn.Dropout(peer.DROPOUT)
        case "pooling":
            window = layer["size"], layer["stride"], layer["padding"]
            ceil = layer["rounding"] == "ceil"
            if layer["operation"] == "maximum":
                return nn.MaxPool2d(*window, ceil_mode=ceil)
            return nn.AvgPool2d(*window, ceil_mode=ceil, count_include_pad=False)
    peer.unknown(layer, "PyTorch")


class PyTorchPeer:
    def __init__(self, request):
        torch.set_num_threads(request["threads"])
        torch.manual_seed(2012)
        network, choice = request["network"], request["choice"]
        self.version = torch.__version__
        self.bf16 = request["precision"] == "bf16"
        self.copied = self.bf16 and choice["weights"] == "copied"
        self.model = nn.Sequential()
        for layer in network["layers"]:
            self.model.add_module(layer["name"], module(layer))
        modules = dict(self.model.named_children())
        self.parameters = {name: sum(value.numel() for value in module.parameters())
                           for name, module in modules.items()}
        with torch.no_grad():
            for name, drawn in peer.draw_parameters(network).items():
                for value, array in zip(modules[name].parameters(), drawn):
                    value.copy_(torch.from_numpy(array))
        images, labels = peer.draw_batch(network, request["batch"])
        self.images, self.labels = torch.from_numpy(images), torch.from_numpy(labels)
        if choice["layout"] == "channels_last":
            self.model = self.model.to(memory_format=torch.channels_last)
            self.images = self.images.to(memory_format=torch.channels_last)
        self.shapes = self.outputs(modules)
        self.optimizer = self.make_optimizer(network)
        self.training_loss = self.score
        if choice["compiled"]:
            self.training_loss = torch.compile(self.score)

    def make_optimizer(self, network):
        """Returns SGD over the parameters, or over their fp32 masters, with the factors of each layer."""
        layers = [layer for layer in network["layers"] if layer["parameters"] > 0]
        self.weights = list(self.model.parameters())
        self.masters = self.weights
        if self.copied:
            self.masters = [value.detach().clone() for value in self.weights]
            self.model.to(torch.bfloat16)
            for master in self.masters:
                master.grad = torch.zeros_like(master)
        groups = {}
        for index, value in enumerate(self.masters):
            layer, kind = layers[index // 2], ("weight", "bias")[index % 2]
            groups.setdefault((layer[f"{kind}Rate"], layer[f"{kind}Decay"]), []).append(value)
        return torch.optim.SGD(
            [dict(params=values, lr=peer.RATE * rate, weight_decay=peer.DECAY * decay)
             for (rate, decay), values in groups.items()],
            lr=peer.RATE, momentum=peer.MOMENTUM, fused=True)

    @torch.no_grad()
    def outputs(self, modules):
        x, shapes = self.images[:1], {}
        for name, module in modules.items():
            x = module(x)
            shapes[name] = (list(x.shape[1:]) + [1, 1])[:3]
        return shapes

    def score(self):
        images = self.images.to(torch.bfloat16) if self.copied else self.images
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16 and not self.copied):
            return F.cross_entropy(self.model(images).float(), self.labels)

    @torch.no_grad()
    def loss(self):
        self.model.eval()
        loss = self.score().item()
        self.model.train()
        return loss

    def step(self):
        loss = self.training_loss()
        loss.backward()
        if self.copied:
            torch._foreach_copy_([value.grad for value in self.masters],
                                 [value.grad for value in self.weights])
        self.optimizer.step()
        if self.copied:
            with torch.no_grad():
                torch._foreach_copy_(self.weights, self.masters)
        self.model.zero_grad(set_to_none=True)
        return loss.item()


if __name__ == "__main__":
    peer.serve(PyTorchPeer)

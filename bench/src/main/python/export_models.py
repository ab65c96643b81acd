#!/usr/bin/python3
"""Exports the networks of the standing comparison as ONNX files, and as TorchScript for PyTorch.

The architectures are torchvision's; the weights are seeded random numbers, and the statistics of
the batch normalisations are randomised, so that folding them is real work and no network is all
zeros. Two small networks are our own: the 8x8 one of the README and a 28x28 classifier.

On Debian: apt install python3-torchvision python3-onnx
"""

import argparse
from pathlib import Path

import torch
import torchvision
from torch import nn

OPSET = 13
NEWER_OPSET = 17
NEWER = ("resnet18",)       # exported a second time, at NEWER_OPSET


def tiny8():
    return nn.Sequential(
        nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Flatten(),
        nn.Linear(32 * 4, 20), nn.ReLU())


def small28():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * 7 * 7, 10))


def torchvision_model(name):
    options = {"aux_logits": False, "init_weights": True} if name == "googlenet" else {}
    return getattr(torchvision.models, name)(weights=None, **options)


MODELS = {
    "tiny8": (tiny8, (1, 1, 8, 8)),
    "small28": (small28, (1, 1, 28, 28)),
    **{name: (lambda name=name: torchvision_model(name), (1, 3, 224, 224)) for name in (
        "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_small", "shufflenet_v2_x1_0",
        "efficientnet_b0", "resnet18", "resnet50", "googlenet", "densenet121", "vgg16")},
}


def randomise_statistics(network):
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.1, 0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
            nn.init.uniform_(module.weight, 0.8, 1.2)
            nn.init.uniform_(module.bias, -0.1, 0.1)


def export(name, folder):
    make, shape = MODELS[name]
    torch.manual_seed(1)
    network = make()
    randomise_statistics(network)
    network.eval()
    for opset in (OPSET, NEWER_OPSET) if name in NEWER else (OPSET,):
        suffix = "" if opset == OPSET else f"_opset{opset}"
        path = folder / f"{name}{suffix}.onnx"
        torch.onnx.export(network, torch.zeros(shape), str(path), opset_version=opset,
                          input_names=["input"], output_names=["output"])
        print(f"{path.name}: {path.stat().st_size:,} bytes", flush=True)
    # Frozen: PyTorch then folds the batch normalisations too.
    with torch.no_grad():
        module = torch.jit.freeze(torch.jit.trace(network, torch.zeros(shape)))
    torch.jit.save(module, str(folder / f"{name}.pt"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("names", nargs="*", help=f"which networks (default: {' '.join(MODELS)})")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in args.names or MODELS:
        export(name, args.out)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Exports torchvision's networks as ONNX files, and has each checked as soon as it is there.

All classification and segmentation networks and the backbones of all detectors. Weights are seeded
random numbers. Whatever a network starts with that is constant (statistics of batch normalisations,
heads of zeros, scales of layers) is randomised, so that no part of a network can be wrong unseen.

With --check, the paths go to the standard input of a command, which answers each with a line; the
files are deleted after it. What networks_page.py makes docs/networks.md of:

    export_torchvision.py --out /tmp/networks --all --opset 11 13 16 \\
        --check "java -cp 'bench/target/lanewise-bench.jar:bench/target/lib/*' \\
            --add-modules jdk.incubator.vector dev.lanewise.bench.Agreement" > networks.log

On Debian: apt install python3-torchvision python3-onnx
"""

import argparse
import inspect
import shlex
import shutil
import subprocess
import warnings
from pathlib import Path

import torch
import torchvision
from torch import nn
from torchvision.models import detection, list_models, segmentation, swin_transformer

LARGER = {"detection.ssd300": 300}  # what doesn't fit smaller pictures
FAMILIES = (  # one of each architecture
    "alexnet", "convnext_tiny", "densenet121", "efficientnet_b0", "efficientnet_v2_s",
    "googlenet", "inception_v3", "maxvit_t", "mnasnet0_5", "mobilenet_v2", "mobilenet_v3_small",
    "regnet_x_400mf", "regnet_y_400mf", "resnet18", "resnet50", "resnext50_32x4d",
    "shufflenet_v2_x0_5", "squeezenet1_0", "squeezenet1_1", "swin_t", "swin_v2_t", "vgg11",
    "vgg11_bn", "vit_b_16", "wide_resnet50_2", "segmentation.deeplabv3_mobilenet_v3_large",
    "segmentation.deeplabv3_resnet50", "segmentation.fcn_resnet50",
    "segmentation.lraspp_mobilenet_v3_large", "detection.fasterrcnn_mobilenet_v3_large_fpn",
    "detection.fasterrcnn_resnet50_fpn", "detection.fcos_resnet50_fpn",
    "detection.retinanet_resnet50_fpn", "detection.ssd300_vgg16",
    "detection.ssdlite320_mobilenet_v3_large")


def all_names():
    """Names of all networks, those of the other modules with the module in front."""
    return (list_models(module=torchvision.models)
            + ["segmentation." + name for name in list_models(module=segmentation)]
            + ["detection." + name for name in list_models(module=detection)])


class Outputs(nn.Module):
    """The outputs of a network that gives them by name, as a tuple."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        return tuple(self.network(x).values())


def side_of(name, side):
    return max((larger for prefix, larger in LARGER.items() if name.startswith(prefix)),
               default=side)


def make(name, side):
    if name.startswith("segmentation."):
        return Outputs(segmentation.__dict__[name.split(".")[1]](
            weights=None, weights_backbone=None))
    if name.startswith("detection."):
        return Outputs(detection.__dict__[name.split(".")[1]](
            weights=None, weights_backbone=None).backbone)
    options = {}
    if name in ("googlenet", "inception_v3"):
        options = {"aux_logits": False, "init_weights": True}
    elif name.startswith("vit_"):
        options = {"image_size": side}
    return getattr(torchvision.models, name)(weights=None, **options)


def export_swin_v2():
    """Swin v2 zeroes a part of a bias in place, which PyTorch 1.13 can't export; joined parts are
    the same bias."""
    source = inspect.getsource(swin_transformer.shifted_window_attention)
    zeroing = "qkv_bias[length : 2 * length].zero_()"
    if zeroing in source:
        joined = ("qkv_bias = torch.cat([qkv_bias[:length], torch.zeros(length),"
                  " qkv_bias[2 * length:]])")
        exec(source.replace(zeroing, joined), swin_transformer.__dict__)


def randomise_constants(network):
    for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
        if not tensor.is_floating_point() or tensor.numel() < 2:
            continue
        low, high = tensor.min().item(), tensor.max().item()
        if low == high:
            nn.init.uniform_(tensor, low - 0.1, low + 0.1)


def seeded(name, side):
    export_swin_v2()
    torch.manual_seed(1)
    network = make(name, side)
    with torch.no_grad():
        randomise_constants(network)
    return network.eval()


def export(name, network, side, opset, folder):
    """A file in a folder of its own: weights beyond 2 GB lie beside it."""
    own = folder / f"{name}_opset{opset}"
    own.mkdir(exist_ok=True)
    path = own / f"{own.name}.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, torch.zeros(1, 3, side, side), str(path), opset_version=opset,
                          input_names=["input"])
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--opset", type=int, nargs="+", default=[13])
    parser.add_argument("--side", type=int, default=224, help="height and width of pictures")
    parser.add_argument("--all", action="store_true",
                        help="all networks; the default is one of each architecture")
    parser.add_argument("--check", help="command that is given the files and answers each")
    parser.add_argument("names", nargs="*", help="which networks")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    checker = args.check and subprocess.Popen(
        shlex.split(args.check), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for name in args.names or (all_names() if args.all else FAMILIES):
        side = side_of(name, args.side)
        network = seeded(name, side)
        for opset in args.opset:
            try:
                path = export(name, network, side, opset, args.out)
            except Exception as e:  # whatever an exporter throws: the others go on
                print(f"no export  {name}_opset{opset}.onnx  {str(e).splitlines()[0]}", flush=True)
                shutil.rmtree(args.out / f"{name}_opset{opset}")
                continue
            if checker:
                print(path, file=checker.stdin, flush=True)
                print(checker.stdout.readline().rstrip(), flush=True)
                shutil.rmtree(path.parent)
            else:
                print(f"{path}: {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    main()

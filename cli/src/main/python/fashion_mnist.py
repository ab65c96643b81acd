#!/usr/bin/python3
"""Trains the Fashion-MNIST classifier that is bundled with the command line tool.

Reads the four IDX files of Fashion-MNIST and writes into the folder --out:

    fashion-mnist.onnx    the network (opset 13, fp32), class names and preprocessing as metadata
    NN-label.png          the first test picture of each of the ten classes, 28x28, 8-bit grey
    samples.txt           one line per picture: file name, tab, true label

The training set is split into 55,000 pictures to learn from and 5,000 to choose the best epoch
with; the test set is used once, at the end, to measure the accuracy that goes into the metadata.
A run is reproducible on one machine: everything random is seeded, and it uses one thread.

On Debian: apt install python3-torch python3-onnx python3-pil dataset-fashion-mnist
"""

import argparse
import copy
import gzip
import io
import re
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

LABELS = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
          "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]

# Preprocessing, done outside of the network: grey value / 255, then (x - MEAN) / STD.
MEAN, STD = 0.2860, 0.3530

HELD_OUT = 5_000
BATCH = 128
OPSET = 13


def read_idx(path):
    """Reads a gzipped IDX file of unsigned bytes: magic 00 00 08 <rank>, big-endian sizes, data."""
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    if data[:3] != b"\x00\x00\x08":
        raise ValueError(f"{path.name}: not an IDX file of unsigned bytes")
    rank = data[3]
    shape = np.frombuffer(data, ">i4", rank, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def read_split(folder, prefix):
    return (read_idx(folder / f"{prefix}-images-idx3-ubyte.gz"),
            read_idx(folder / f"{prefix}-labels-idx1-ubyte.gz"))


def preprocess(pictures):
    """[N, 28, 28] bytes to the network's input, [N, 1, 28, 28] floats."""
    x = torch.from_numpy(pictures.astype(np.float32)).unsqueeze(1) / 255
    return (x - MEAN) / STD


def build_network():
    """Five 3x3 convolutions in three stages, and two linear layers; returns logits."""

    def block(inputs, outputs):
        # No bias: the batch normalisation has one, and the export folds it into the convolution.
        return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU()]

    return nn.Sequential(
        *block(1, 16), nn.MaxPool2d(2),                     # 28 -> 14
        *block(16, 32), *block(32, 32), nn.MaxPool2d(2),    # 14 -> 7
        *block(32, 64), *block(64, 64), nn.MaxPool2d(2),    # 7 -> 3
        nn.Flatten(),
        nn.Dropout(0.2),
        nn.Linear(64 * 3 * 3, 64), nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(64, len(LABELS)))


def flip_half(x):
    """Mirrors every picture of the batch left to right, with probability 1/2 each."""
    mirrored = torch.rand(len(x)) < 0.5
    return torch.where(mirrored[:, None, None, None], x.flip(3), x)


@torch.no_grad()
def accuracy(network, x, y):
    network.eval()
    hits = sum(int((network(xs).argmax(1) == ys).sum())
               for xs, ys in zip(x.split(500), y.split(500)))
    return hits / len(y)


def train(network, x, y, held_x, held_y, epochs):
    """Trains with a one-cycle learning rate; leaves the weights of the best epoch in `network`."""
    steps = len(x) // BATCH
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9, nesterov=True,
                                weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, pct_start=0.2,
                                                   total_steps=epochs * steps)
    best, best_weights = -1.0, None
    start = time.monotonic()
    for epoch in range(1, epochs + 1):
        network.train()
        order = torch.randperm(len(x))
        total = 0.0
        for step in range(steps):
            batch = order[step * BATCH:(step + 1) * BATCH]
            inputs = flip_half(x[batch]).contiguous(memory_format=torch.channels_last)
            loss = F.cross_entropy(network(inputs), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        held = accuracy(network, held_x, held_y)
        print(f"epoch {epoch:2}: loss {total / steps:.4f}, held-out accuracy {held:.4f}, "
              f"{time.monotonic() - start:.0f} s", flush=True)
        if held > best:
            best, best_weights = held, copy.deepcopy(network.state_dict())
    network.load_state_dict(best_weights)


def export(network, path, metadata):
    """Writes network + softmax as ONNX, with no trace of the machine that it was made on."""
    network = nn.Sequential(*network, nn.Softmax(dim=1)).to(memory_format=torch.contiguous_format)
    network.eval()
    buffer = io.BytesIO()
    torch.onnx.export(network, torch.zeros(1, 1, 28, 28), buffer, opset_version=OPSET,
                      input_names=["image"], output_names=["probabilities"],
                      dynamic_axes={"image": {0: "batch"}, "probabilities": {0: "batch"}})
    model = onnx.load_from_string(buffer.getvalue())
    model.graph.name = "fashion-mnist"
    model.doc_string = ""
    model.graph.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""        # torch puts the Python stack, with file names, here
    onnx.helper.set_model_props(model, metadata)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))
    return model


def write_samples(pictures, labels, folder):
    """Writes the first picture of each class, and samples.txt; returns the pictures' positions."""
    first = [int(np.argmax(labels == label)) for label in range(len(LABELS))]
    lines = []
    for label, position in enumerate(first):
        slug = re.sub(r"[^a-z]+", "-", LABELS[label].lower())
        name = f"{label:02}-{slug}.png"
        Image.fromarray(pictures[position], mode="L").save(folder / name, optimize=True)
        lines.append(f"{name}\t{LABELS[label]}\n")
    (folder / "samples.txt").write_text("".join(lines), encoding="utf-8")
    return first


def main():
    parser = argparse.ArgumentParser(description="Trains the bundled Fashion-MNIST classifier.")
    parser.add_argument("--data", type=Path, default=Path("/usr/share/datasets/fashion-mnist"),
                        help="folder with the four IDX files (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=15)
    args = parser.parse_args()

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(args.seed)

    pictures, labels = read_split(args.data, "train")
    x, y = preprocess(pictures), torch.from_numpy(labels.astype(np.int64))
    shuffled = torch.randperm(len(x))
    held, used = shuffled[:HELD_OUT], shuffled[HELD_OUT:]

    network = build_network().to(memory_format=torch.channels_last)     # faster on a CPU
    print(f"{sum(p.numel() for p in network.parameters())} parameters")
    train(network, x[used], y[used], x[held], y[held], args.epochs)

    test_pictures, test_labels = read_split(args.data, "t10k")
    test_accuracy = accuracy(network, preprocess(test_pictures),
                             torch.from_numpy(test_labels.astype(np.int64)))
    print(f"test accuracy {test_accuracy:.4f}")

    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "fashion-mnist.onnx"
    model = export(network, path, {
        "labels": ",".join(LABELS),
        "mean": f"{MEAN:.4f}",
        "std": f"{STD:.4f}",
        "scale": "0..1",
        "test_accuracy": f"{test_accuracy:.4f}",
        "training": f"{Path(__file__).name} --seed {args.seed} --epochs {args.epochs}",
    })
    print(f"{path.name}: {path.stat().st_size} bytes,",
          " ".join(node.op_type for node in model.graph.node))

    first = write_samples(test_pictures, test_labels, args.out)
    with torch.no_grad():
        guesses = network(preprocess(test_pictures[first])).argmax(1).tolist()
    for label, guess in enumerate(guesses):
        print(f"sample {label:02}: {LABELS[label]} -> {LABELS[guess]}")


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Writes the pictures that are bundled with the command line tool.

Reads the test pictures of Fashion-MNIST and writes into the folder --out:

    NN-label.png          the first test picture of each of the ten classes, 28x28, 8-bit grey
    samples.txt           one line per picture: file name, tab, true label

The model beside them is Lanewise's own: see docs/training.md.

On Debian: apt install python3-numpy python3-pil dataset-fashion-mnist
"""

import argparse
import gzip
import re
from pathlib import Path

import numpy as np
from PIL import Image

LABELS = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
          "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]


def read_idx(path):
    """Reads a gzipped IDX file of unsigned bytes: magic 00 00 08 <rank>, big-endian sizes, data."""
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    if data[:3] != b"\x00\x00\x08":
        raise ValueError(f"{path.name}: not an IDX file of unsigned bytes")
    rank = data[3]
    shape = np.frombuffer(data, ">i4", rank, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def write_samples(pictures, labels, folder):
    """Writes the first picture of each class, and samples.txt."""
    first = [int(np.argmax(labels == label)) for label in range(len(LABELS))]
    lines = []
    for label, position in enumerate(first):
        slug = re.sub(r"[^a-z]+", "-", LABELS[label].lower())
        name = f"{label:02}-{slug}.png"
        Image.fromarray(pictures[position], mode="L").save(folder / name, optimize=True)
        lines.append(f"{name}\t{LABELS[label]}\n")
    (folder / "samples.txt").write_text("".join(lines), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="Writes the bundled pictures of clothing.")
    parser.add_argument("--data", type=Path, default=Path("/usr/share/datasets/fashion-mnist"),
                        help="folder with the IDX files (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    write_samples(read_idx(args.data / "t10k-images-idx3-ubyte.gz"),
                  read_idx(args.data / "t10k-labels-idx1-ubyte.gz"), args.out)


if __name__ == "__main__":
    main()

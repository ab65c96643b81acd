#!/usr/bin/python3
"""Makes features.npz: principal components by numpy's singular values, in double.

Cases: "pca,NAME" has points [n, dims], mean, components (rows of length 1, the coordinate of the
largest magnitude positive), variance (divisor n - 1), and total, the variance in all directions.
Running the script again gives the same bytes.

On Debian: apt install python3-torch
"""

import numpy as np
import torch

import golden


def pca(points):
    x = points.numpy()
    mean = x.mean(0)
    _, singular, components = np.linalg.svd(x - mean, full_matrices=False)
    largest = np.abs(components).argmax(1)
    components *= np.sign(components[np.arange(len(components)), largest])[:, None]
    variance = singular ** 2 / (len(x) - 1)
    tensors = {"points": x, "mean": mean, "components": components[:4],
               "variance": variance[:4], "total": np.array([variance.sum()])}
    return {name: torch.from_numpy(value) for name, value in tensors.items()}


def cases():
    spread = torch.linspace(3, 0.1, 12).double()
    yield "pca,tall", pca(golden.uniform(60, 12) @ torch.diag(spread) + 5)
    yield "pca,wide", pca(golden.uniform(9, 30))
    mixed = golden.uniform(40, 20) @ golden.uniform(20, 20)
    yield "pca,mixed", pca(mixed.float().double())


if __name__ == "__main__":
    golden.write("features.npz", __doc__, cases)

#!/usr/bin/python3
"""Makes network.npz: a small network with every activation, computed by PyTorch in double precision.

One case: the input, all weights, and what each layer computes, by the names that the test gives them.
Running the script again gives the same bytes.

On Debian: apt install python3-torch
"""

from torch.nn import functional as F

import golden
from golden import uniform


def cases():
    t = {"x": uniform(2, 3, 17, 14)}
    t["conv1.weight"], t["conv1.bias"] = uniform(8, 3, 3, 3), uniform(8)
    t["conv1"] = F.conv2d(t["x"], t["conv1.weight"], t["conv1.bias"], padding=1)
    for name in ("weight", "bias", "mean"):
        t[f"norm.{name}"] = uniform(8)
    t["norm.var"] = uniform(8).abs() + 0.5
    t["norm"] = F.batch_norm(t["conv1"], t["norm.mean"], t["norm.var"], t["norm.weight"],
                             t["norm.bias"], eps=1e-5)
    t["relu1"] = F.relu(t["norm"])
    t["pool"] = F.max_pool2d(t["relu1"], 3, 2, 1)
    t["conv2.weight"], t["conv2.bias"] = uniform(8, 8, 3, 3), uniform(8)
    t["conv2"] = F.conv2d(t["pool"], t["conv2.weight"], t["conv2.bias"], padding=1)
    t["sum"] = t["conv2"] + t["pool"]
    t["relu2"] = F.relu(t["sum"])
    t["depthwise.weight"], t["depthwise.bias"] = uniform(8, 1, 3, 3), uniform(8)
    t["depthwise"] = F.conv2d(t["relu2"], t["depthwise.weight"], t["depthwise.bias"], 2, 1, 1, 8)
    t["pointwise.weight"], t["pointwise.bias"] = uniform(12, 8, 1, 1), uniform(12)
    t["pointwise"] = F.conv2d(t["depthwise"], t["pointwise.weight"], t["pointwise.bias"])
    t["hardswish"] = F.hardswish(t["pointwise"])
    t["mean"] = t["hardswish"].mean((2, 3), keepdim=True)
    t["flat"] = t["mean"].flatten(1)
    t["linear.weight"], t["linear.bias"] = uniform(5, 12), uniform(5)
    t["linear"] = F.linear(t["flat"], t["linear.weight"], t["linear.bias"])
    t["softmax"] = F.softmax(t["linear"], 1)
    yield "network", t


if __name__ == "__main__":
    golden.write("network.npz", __doc__, cases)

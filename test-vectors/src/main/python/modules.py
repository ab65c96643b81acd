#!/usr/bin/python3
"""Makes modules.npz: PyTorch's modules with their weights, computed in double precision.

A case is named by its place here; its tensors are the input x, the output y and the module's
state_dict under its own names. The module itself is told by the case's name, in PyTorch's terms.
Running the script again gives the same bytes.

On Debian: apt install python3-torch
"""

import torch
from torch import nn

import golden


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class Concat(nn.Sequential):
    def forward(self, x):
        return torch.cat([branch(x) for branch in self], 1)


IMAGE = (2, 6, 9, 8)
CASES = {
    "Conv1d": (nn.Conv1d(4, 6, 3), (2, 4, 11)),
    "Conv1d_all": (nn.Conv1d(4, 6, 3, 2, 1, 2, 2, False), (2, 4, 11)),
    "Conv2d": (nn.Conv2d(6, 5, 3), IMAGE),
    "Conv2d_all": (nn.Conv2d(6, 4, (3, 2), (2, 1), (1, 2), (1, 2), 2, False), IMAGE),
    "ConvTranspose2d": (nn.ConvTranspose2d(6, 5, 3), IMAGE),
    "ConvTranspose2d_all": (nn.ConvTranspose2d(6, 4, 3, 2, 1, 1, 2, False, 2), IMAGE),
    "Linear": (nn.Linear(7, 5), (3, 7)),
    "Linear_rank3": (nn.Linear(7, 5), (3, 2, 7)),
    "Linear_no_bias": (nn.Linear(7, 5, False), (3, 7)),
    "BatchNorm1d": (nn.BatchNorm1d(7), (3, 7)),
    "BatchNorm1d_rank3": (nn.BatchNorm1d(7), (3, 7, 4)),
    "BatchNorm2d": (nn.BatchNorm2d(6), IMAGE),
    "BatchNorm2d_not_affine": (nn.BatchNorm2d(6, 1e-3, 0.1, False), IMAGE),
    "InstanceNorm2d": (nn.InstanceNorm2d(6), IMAGE),
    "InstanceNorm2d_affine": (nn.InstanceNorm2d(6, affine=True), IMAGE),
    "LayerNorm": (nn.LayerNorm((9, 8)), IMAGE),
    "GroupNorm": (nn.GroupNorm(3, 6), IMAGE),
    "MaxPool2d": (nn.MaxPool2d(2), IMAGE),
    "MaxPool2d_all": (nn.MaxPool2d(3, 2, 1, 1, False, True), IMAGE),
    "AvgPool2d": (nn.AvgPool2d(2), IMAGE),
    "AvgPool2d_all": (nn.AvgPool2d(3, 2, 1, True, False), IMAGE),
    "AdaptiveAvgPool2d_1": (nn.AdaptiveAvgPool2d(1), IMAGE),
    "AdaptiveAvgPool2d_even": (nn.AdaptiveAvgPool2d((3, 4)), IMAGE),
    "AdaptiveAvgPool2d_uneven": (nn.AdaptiveAvgPool2d((4, 3)), IMAGE),
    "Dropout": (nn.Dropout(), IMAGE),
    "Dropout2d": (nn.Dropout2d(), IMAGE),
    "Flatten": (nn.Flatten(), IMAGE),
    "Flatten_2_3": (nn.Flatten(2, 3), IMAGE),
    "Flatten_0_1": (nn.Flatten(0, 1), IMAGE),
    "ReLU": (nn.ReLU(), IMAGE),
    "ReLU6": (nn.ReLU6(), IMAGE),
    "LeakyReLU": (nn.LeakyReLU(), IMAGE),
    "ELU": (nn.ELU(), IMAGE),
    "GELU": (nn.GELU(), IMAGE),
    "SiLU": (nn.SiLU(), IMAGE),
    "Hardswish": (nn.Hardswish(), IMAGE),
    "Sigmoid": (nn.Sigmoid(), IMAGE),
    "Tanh": (nn.Tanh(), IMAGE),
    "Softmax": (nn.Softmax(1), (3, 7)),
    "LogSoftmax": (nn.LogSoftmax(-1), IMAGE),
    "Upsample": (nn.Upsample(scale_factor=2), (1, 2, 3, 4)),
    "Upsample_bilinear": (nn.Upsample(scale_factor=2, mode="bilinear"), (1, 2, 3, 4)),
    "Upsample_corners": (nn.Upsample(scale_factor=3, mode="bilinear", align_corners=True),
                         (1, 2, 3, 4)),
    "Residual": (Residual(nn.Sequential(nn.Conv2d(6, 6, 3, padding=1), nn.ReLU()),
                          nn.Sequential()), IMAGE),
    "Residual_shortcut": (Residual(nn.Conv2d(6, 5, 1), nn.Conv2d(6, 5, 1)), IMAGE),
    "Concat": (Concat(nn.Conv2d(6, 5, 1), nn.Sequential(nn.Conv2d(6, 3, 3, padding=1), nn.ReLU())),
               IMAGE),
    "Classic": (nn.Sequential(nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Flatten(),
                              nn.Linear(32 * 4, 20), nn.ReLU()), (1, 1, 8, 8)),
}


def exact(tensor):
    """Doubles that are exact in float32, so that both sides start from the same numbers."""
    return tensor.float().double()


def tensors(module, shape):
    module.double().eval()
    state = module.state_dict()
    for key, value in state.items():
        if key.endswith("running_var"):
            value.copy_(exact(torch.rand_like(value) + 0.1))
        elif value.is_floating_point():
            value.copy_(exact(torch.rand_like(value) * 2 - 1))
    x = exact(4 * torch.rand(shape) - 2)
    with torch.no_grad():
        return {"x": x, **{k: v for k, v in state.items() if v.is_floating_point()},
                "y": module(x)}


if __name__ == "__main__":
    golden.write("modules.npz", __doc__, lambda: ((name, tensors(*case)) for name, case in CASES.items()))

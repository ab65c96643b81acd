#!/usr/bin/python3
"""Makes training.npz: losses, optimisers, schedules and a short training run, by PyTorch in double.

Cases: "loss,NAME" has x, target, loss and the gradient dx; "optimizer,NAME" has weights w0, gradients
g [steps, n] and the weights after each step w [steps, n]; "schedule,NAME" has the rates; "run" has a
network's weights before and after three steps, its pictures and labels. Running the script again
gives the same bytes.

On Debian: apt install python3-torch
"""

import torch
from torch import nn, optim

import golden

WEIGHT = [0.5, 2.0, 1.0, 0.25]


def exact(*shape):
    """Doubles that are exact in float32, so that both sides start from the same numbers."""
    return (4 * torch.rand(shape, dtype=torch.float32) - 2).double()


def losses():
    weight = torch.tensor(WEIGHT).double()
    classes = torch.tensor([1, 3, 0, 2, 1])
    yield "CrossEntropyLoss", nn.CrossEntropyLoss(), classes
    yield "CrossEntropyLoss_weight", nn.CrossEntropyLoss(weight), classes
    yield "CrossEntropyLoss_smooth", nn.CrossEntropyLoss(label_smoothing=0.1), classes
    yield ("CrossEntropyLoss_both", nn.CrossEntropyLoss(weight, label_smoothing=0.25), classes)
    yield "NLLLoss", nn.NLLLoss(), classes
    yield "NLLLoss_weight", nn.NLLLoss(weight), classes
    yield "MSELoss", nn.MSELoss(), exact(5, 4)
    yield "L1Loss", nn.L1Loss(), exact(5, 4)
    yield "BCEWithLogitsLoss", nn.BCEWithLogitsLoss(), exact(5, 4).abs() / 2


OPTIMIZERS = {
    "SGD": lambda p: optim.SGD(p, 0.1),
    "SGD_decay": lambda p: optim.SGD(p, 0.1, weight_decay=0.01),
    "SGD_momentum": lambda p: optim.SGD(p, 0.1, momentum=0.9, weight_decay=0.01),
    "SGD_nesterov": lambda p: optim.SGD(p, 0.1, momentum=0.9, weight_decay=0.01, nesterov=True),
    "Adam": lambda p: optim.Adam(p, 0.01),
    "Adam_decay": lambda p: optim.Adam(p, 0.01, (0.8, 0.99), 1e-6, 0.1),
    "AdamW": lambda p: optim.AdamW(p, 0.01),
    "RMSprop": lambda p: optim.RMSprop(p, 0.01),
    "RMSprop_all": lambda p: optim.RMSprop(p, 0.01, 0.9, 1e-6, 0.1, 0.9),
}

SCHEDULES = {
    "StepLR": lambda o: optim.lr_scheduler.StepLR(o, 3, 0.5),
    "CosineAnnealing": lambda o: optim.lr_scheduler.CosineAnnealingLR(o, 20, 0.01),
    "OneCycle": lambda o: optim.lr_scheduler.OneCycleLR(o, 0.1, 20, cycle_momentum=False),
    "OneCycle_early": lambda o: optim.lr_scheduler.OneCycleLR(o, 0.1, 20, pct_start=0.2,
                                                              cycle_momentum=False),
}


def cases():
    for name, loss, target in losses():
        x = exact(5, 4).requires_grad_()
        value = loss(x, target)
        value.backward()
        yield f"loss,{name}", {"x": x, "target": target, "loss": value, "dx": x.grad}
    for name, make in OPTIMIZERS.items():
        weight = nn.Parameter(exact(7))
        optimizer = make([weight])
        first, gradients, weights = weight.detach().clone(), [], []
        for _ in range(6):
            gradients.append(exact(7))
            weight.grad = gradients[-1].clone()
            optimizer.step()
            weights.append(weight.detach().clone())
        yield f"optimizer,{name}", {"w0": first, "g": torch.stack(gradients),
                                    "w": torch.stack(weights)}
    for name, make in SCHEDULES.items():
        optimizer = optim.SGD([nn.Parameter(exact(1))], 0.1)
        schedule = make(optimizer)
        rates = []
        for _ in range(20):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        yield f"schedule,{name}", {"rates": torch.tensor(rates)}
    yield "run", run()


def run():
    net = nn.Sequential(nn.Conv2d(1, 6, 3), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2),
                        nn.Conv2d(6, 5, 3, padding=1), nn.Tanh(), nn.AvgPool2d(3), nn.Flatten(),
                        nn.Linear(5, 4)).double().train()
    for value in net.state_dict().values():
        if value.is_floating_point():
            value.copy_(value.float().double())
    x, y = exact(8, 1, 8, 8), torch.tensor([0, 1, 2, 3, 3, 2, 1, 0])
    tensors = {"x": x, "y": y}
    tensors.update({f"before/{k}".replace("/", ":"): v.clone()
                    for k, v in net.state_dict().items() if v.is_floating_point()})
    optimizer = optim.SGD(net.parameters(), 0.1, momentum=0.9, weight_decay=0.01, nesterov=True)
    values = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = nn.CrossEntropyLoss(label_smoothing=0.1)(net(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        optimizer.step()
        values.append(loss.item())
    tensors.update({f"after/{k}".replace("/", ":"): v
                    for k, v in net.state_dict().items() if v.is_floating_point()})
    return {**tensors, "losses": torch.tensor(values)}


if __name__ == "__main__":
    golden.write("training.npz", __doc__, cases)

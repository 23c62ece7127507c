"""Records a small training from scratch, with nothing to download: python3 example_training.py FOLDER.

Tells disks from rings and crosses in noisy images that it draws itself. Takes a few seconds.
"""

import sys

import torch
import torch.nn.functional as F
from torch import nn

from cdma_capture import ActivationRecorder

ITERATIONS = 200


def draw(images, generator):
    """Noisy images of 24 x 24 and what is on them: 0 disk, 1 ring, 2 cross."""
    labels = torch.randint(3, (images,), generator=generator)
    middle = 6 + 12 * torch.rand(images, 2, 1, 1, generator=generator)
    rows, columns = torch.meshgrid(torch.arange(24.0), torch.arange(24.0), indexing="ij")
    dy, dx = rows - middle[:, 0], columns - middle[:, 1]
    distance = (dx**2 + dy**2).sqrt()
    disk, ring = distance < 5, (distance - 5).abs() < 1.2
    cross = (torch.minimum(dx.abs(), dy.abs()) < 1.2) & (distance < 6)
    shapes = torch.stack([disk, ring, cross], 1)[torch.arange(images), labels]
    noise = torch.randn(images, 1, 24, 24, generator=generator)
    return shapes[:, None].float() + 0.3 * noise, labels


def main(folder):
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(2)
    model = nn.Sequential()
    for name, module in {
        "conv1": nn.Conv2d(1, 16, 5, padding=2),
        "relu1": nn.ReLU(inplace=True),
        "pool1": nn.MaxPool2d(3, stride=2),
        "conv2": nn.Conv2d(16, 32, 3, padding=1, bias=False),
        "bn2": nn.BatchNorm2d(32),
        "relu2": nn.ReLU(inplace=True),
        "pool2": nn.MaxPool2d(3, stride=2),
        "flatten": nn.Flatten(),
        "fc3": nn.Linear(32 * 5 * 5, 64),
        "relu3": nn.ReLU(inplace=True),
        "fc4": nn.Linear(64, 3),
    }.items():
        model.add_module(name, module)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
    held_out, truth = draw(256, generator)
    probe = held_out[:16]

    def accuracy():
        model.eval()
        with torch.no_grad():
            right = (model(held_out).argmax(1) == truth).float().mean().item()
        model.train()
        return right

    with ActivationRecorder(
        model,
        folder,
        network="two convolutions, two pools, two linear layers",
        dataset={"name": "disks, rings and crosses", "licence": "MIT", "images": "24 x 24, drawn, with noise"},
        training={"optimiser": "SGD, momentum 0.9", "learningRate": 0.02, "batch": 32, "seed": 1},
        images=16,
        total_iterations=ITERATIONS,
        layers=["conv*", "bn*", "pool*", "fc3"],
    ) as recorder:
        for iteration in range(ITERATIONS + 1):
            if iteration in (0, 20, 100, ITERATIONS):
                recorder.record(iteration=iteration, inputs=probe, test_accuracy=accuracy())
            elif iteration % 10 == 0:
                recorder.record_density(iteration=iteration, inputs=probe)
            if iteration == ITERATIONS:
                break
            images, labels = draw(32, generator)
            optimiser.zero_grad()
            F.cross_entropy(model(images), labels).backward()
            optimiser.step()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "traces")

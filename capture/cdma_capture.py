"""Records the activation maps of a PyTorch training, for the cDMA simulator.

    from cdma_capture import ActivationRecorder

    with ActivationRecorder(model, "traces", network="my-net", dataset={"name": "CIFAR-10"}) as recorder:
        for iteration in range(iterations):
            if iteration % 1000 == 0:
                recorder.record(iteration / iterations, probe, test_accuracy=accuracy)
            train_one_batch()
        recorder.record(1, probe)

Writes NumPy files and a manifest.json that lists them. A map is recorded as it lies in memory for the backward pass
when activations run in place: a convolution followed by a ReLU counts once, after the ReLU, under its own name.
Recording does not change the training: hooks, evaluation mode and random numbers are undone before record() returns.

One file, to be copied beside a training script. Needs Python 3.8, PyTorch 1.10 and NumPy, or newer.
"""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import io
import json
import os
import random
import re
import warnings
from decimal import Decimal
from pathlib import Path

import numpy as np
import torch

__all__ = ["ActivationRecorder", "CaptureError", "mark"]


class CaptureError(ValueError):
    """What a caller did that cannot be recorded. The folder and the training are as they were."""


# Layers are told by the names of their classes, or of those they extend: quantised and fused ones bear the same names.
_KINDS = (
    (re.compile(r"Conv(Transpose)?(Bn)?(ReLU)?[123]d"), "conv"),
    (re.compile(r"Linear(ReLU)?"), "fc"),
    (re.compile(r"(Adaptive)?(Max|Avg)Pool[123]d"), "pool"),
    (re.compile(r"BatchNorm[123]d|SyncBatchNorm|BNReLU[23]d"), "batch-norm"),
    (re.compile(r"LocalResponseNorm|CrossMapLRN2d"), "lrn"),
    (re.compile(r"(Group|Layer|RMS)Norm|InstanceNorm[123]d"), None),  # recorded, of no kind that a manifest knows
)

# Their gradient follows from their output, so they can run in place and their input need not be kept.
_KEEP_OUTPUT = frozenset(
    "ReLU ReLU6 LeakyReLU RReLU Threshold Hardtanh Hardsigmoid ELU SELU CELU Sigmoid Tanh".split()
)
_KEEP_INPUT = frozenset("SiLU GELU Mish Hardswish PReLU Softplus Softsign LogSigmoid Hardshrink Softshrink".split())

_KINDS_OF_MANIFEST = ("conv", "fc", "pool", "lrn", "batch-norm", "add", "concat")

# Order of the dimensions N, C, H, W in a file.
_ORDERS = {"NCHW": (0, 1, 2, 3), "NHWC": (0, 2, 3, 1), "CHWN": (1, 2, 3, 0)}

_ELEMENT_TYPES = {
    torch.float32: "float32",
    torch.float16: "float16",
    torch.bfloat16: "bfloat16",
    torch.int8: "int8",
    torch.uint8: "uint8",
}
_WORDS = {1: torch.uint8, 2: torch.int16, 4: torch.int32}

_LARGEST_WINDOW = 1024  # of a pool, in the manifest


class _Layer:
    """A layer of one forward pass, and the memory that holds its map."""

    def __init__(self, path, kind, tensor, reads=None, pool=None):
        self.path = path
        self.kind = kind
        self.tensor = tensor
        self.reads = reads
        self.pool = pool
        self.activated = False  # an activation has run on it
        self.marked = False
        self.version = _version(tensor)  # changes with every operation in place


class _ForwardPass:
    """Follows one forward pass through the hooks of its modules, in the order in which they run.

    Maps are told apart by their memory, not by module: an activation in place leaves its result in the memory of the
    layer before it. Every map is held until the pass is over, so no memory is used twice.
    """

    def __init__(self):
        self.layers = []
        self._by_memory = {}
        self._waiting = []  # what activations that run now were given: (layer, changed since)

    @contextlib.contextmanager
    def follow(self, model):
        """Hooks the model for as long as the context lasts."""
        handles = []
        try:
            for path, module in model.named_modules():
                handles += self._hook(path.replace("_orig_mod.", "") or type(module).__name__, module)
            yield self
        finally:
            for handle in handles:
                handle.remove()

    def mark(self, name, tensor, kind):
        layer = next((layer for layer in self.layers if layer.path == name), None) or self._holder(tensor)
        if layer is None:
            layer = self._add(name, kind, tensor)
        elif layer.marked:
            raise CaptureError(f'mark("{name}"): "{layer.path}" is already marked; every map needs a name of its own')
        else:
            layer.path = name
            layer.kind = kind or layer.kind
            self._hold(layer, tensor)
        layer.activated = layer.marked = True

    def _hook(self, path, module):
        names = {base.__name__ for base in type(module).__mro__}
        if names & (_KEEP_OUTPUT | _KEEP_INPUT):
            folds = bool(names & _KEEP_OUTPUT)
            yield module.register_forward_pre_hook(lambda _, inputs: self._before_activation(inputs))
            yield module.register_forward_hook(lambda _, __, output: self._after_activation(path, folds, output))
            return
        for pattern, kind in _KINDS:
            matching = [name for name in names if pattern.fullmatch(name)]
            if matching:
                mode = "average" if kind == "pool" and "Avg" in matching[0] else "max"
                yield module.register_forward_hook(
                    lambda module, inputs, output: self._after_layer(path, kind, mode, module, inputs, output)
                )
                return

    def _after_layer(self, path, kind, mode, module, inputs, output):
        output = _first_tensor(output)
        # A module around the one that made it, or an operation that changed nothing, has no memory of its own.
        if output is None or self._holder(output) is not None:
            return
        given = _first_tensor(inputs)
        pool = _pool_window(module, given, output, mode) if kind == "pool" else None
        self._add(path, kind, output, self._holder(given), pool)

    def _before_activation(self, inputs):
        layer = self._holder(_first_tensor(inputs))
        self._waiting.append((layer, layer is not None and _version(layer.tensor) != layer.version))

    def _after_activation(self, path, folds, output):
        layer, changed = self._waiting.pop()
        output = _first_tensor(output)
        if output is None:
            return
        in_place = layer is not None and self._holder(output) is layer
        if layer is not None and changed:
            # A sum in place, say: what the layer made is gone, and its memory holds another map.
            self._drop(layer)
            self._add(path, None, output).activated = True
        elif layer is not None and (in_place or (folds and not layer.activated)):
            self._hold(layer, output)
            layer.activated = True
        else:
            self._add(path, None, output, layer).activated = True

    def _add(self, path, kind, tensor, reads=None, pool=None):
        taken = {layer.path for layer in self.layers}
        if path in taken:  # a module that runs more than once
            path = next(f"{path}_{n}" for n in range(2, len(taken) + 3) if f"{path}_{n}" not in taken)
        layer = _Layer(path, kind, tensor, reads, pool)
        self.layers.append(layer)
        self._hold(layer, tensor)
        return layer

    def _hold(self, layer, tensor):
        # What is no longer held may be freed and its memory used again, so it must not be found any more.
        self._by_memory.pop(_memory(layer.tensor), None)
        layer.tensor = tensor
        layer.version = _version(tensor)
        self._by_memory[_memory(tensor)] = layer

    def _drop(self, layer):
        self.layers.remove(layer)
        self._by_memory.pop(_memory(layer.tensor), None)

    def _holder(self, tensor):
        """The layer whose map this tensor is, or is a view of; None if it is no layer's."""
        return None if tensor is None else self._by_memory.get(_memory(tensor))


_current = None  # the forward pass that is being recorded


def mark(name, tensor, kind=None):
    """Names a tensor inside forward() that no module makes, such as the result of F.relu or of a sum.

    Returns the tensor. Outside of a recording it does nothing else.

    name: of a module, whose map the tensor then replaces (mark("conv1", F.relu(self.conv1(x)))), or a new one.
    kind: "conv", "fc", "pool", "lrn", "batch-norm", "add" or "concat", where the manifest is to say it.
    """
    if kind is not None and kind not in _KINDS_OF_MANIFEST:
        raise CaptureError(f'mark("{name}"): kind "{kind}" is none of {", ".join(_KINDS_OF_MANIFEST)}')
    if _current is not None:
        if not _is_map(tensor):
            raise CaptureError(f'mark("{name}"): expected a dense tensor with elements')
        _current.mark(name, tensor, kind)
    return tensor


class _Manifest:
    """manifest.json in its folder: what was recorded so far, and its files."""

    def __init__(self, folder, about, layout):
        self.folder = Path(folder)
        self.path = self.folder / "manifest.json"
        self.layout = layout
        _as_text(about)  # what JSON cannot hold is better told now than at the first record
        self._content = {
            **about,
            "recorded": "maps as they lie in memory for the backward pass: after the activation, which runs in place; "
            "pools after pooling",
            "layout": layout,
            "timePoints": [],
            "layers": [],
            "densities": {"trainingProgress": [], "layers": {}},
            "tensors": [],
        }
        if self.path.exists():
            self._content = {**self._read(), **about}

    def _read(self):
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise CaptureError(f"{self.path} is not JSON: {error}") from error
        if not isinstance(found, dict) or any(key not in found for key in ("layers", "densities", "timePoints")):
            raise CaptureError(f"{self.path} was not written by a recorder: record into another folder")
        for key in ("layout", "network"):
            old, new = found.get(key), self._content.get(key)
            if old != new:
                raise CaptureError(f"{self.path} has {key} {old!r}, not {new!r}: record into another folder")
        return found

    def has_maps(self, progress):
        return any(tensor["trainingProgress"] == progress for tensor in self._content["tensors"])

    def densities(self, progress):
        """By layer; None where none are known."""
        curve = self._content["densities"]
        if progress not in curve["trainingProgress"]:
            return None
        at = curve["trainingProgress"].index(progress)
        return {name: densities[at] for name, densities in curve["layers"].items()}

    def last_progress(self):
        return max(self._content["densities"]["trainingProgress"], default=0)

    def drop_beyond(self, progress):
        for key in ("timePoints", "tensors"):
            self._content[key] = [entry for entry in self._content[key] if entry["trainingProgress"] <= progress]
        curve = self._content["densities"]
        kept = sum(1 for point in curve["trainingProgress"] if point <= progress)
        for densities in [curve["trainingProgress"], *curve["layers"].values()]:
            del densities[kept:]

    def check_layers(self, described):
        """Curves are of the same layers throughout."""
        before = [layer["name"] for layer in self._content["layers"]]
        now = [layer["name"] for layer in described]
        if before and before != now:
            lost = ", ".join(name for name in before if name not in now) or "none"
            new = ", ".join(name for name in now if name not in before) or "none"
            raise CaptureError(
                f"other layers run than {self.path} has, or in another order: missing {lost}; new {new}. "
                "Record into another folder"
            )

    def add_densities(self, progress, described, densities):
        """At the end of the curve, in place of those at the same progress."""
        self._content["layers"] = self._content["layers"] or described
        curve = self._content["densities"]
        if progress in curve["trainingProgress"]:
            for known in [curve["trainingProgress"], *curve["layers"].values()]:
                known.pop()
        curve["trainingProgress"].append(progress)
        for name, density in densities.items():
            curve["layers"].setdefault(name, []).append(density)

    def add_maps(self, point, tensors, probe):
        self._content["timePoints"].append(point)
        self._content["tensors"] += tensors
        self._content["probe"] = probe

    def write(self):
        _write(self.path, _as_text(self._content).encode("utf-8"))


class ActivationRecorder:
    """Records activation maps of a model into a folder; goes on with the recording that is there already.

    model: as trained. Wrappers for several GPUs and compilation are taken off: the module inside is what runs.
    folder: gets manifest.json, and a folder of .npy files for every point of training.
    network: the network, in words.
    layout: order of the dimensions in the files, slowest first: "NCHW", "NHWC" or "CHWN".
    dataset: {"name": ...} and, if known, "licence", "citation" and "images", all texts.
    training: optimiser, seed and the like; free form.
    images: how many images of the probe are kept, from its first. Densities are those of the whole probe.
    total_iterations: of the training; record(iteration=...) then knows the progress.
    layers: names or patterns (fnmatch) of the layers to record; None for all.
    names: other names for layers, {"features.0": "conv1"}: a config matches tensors to its network by name.
    max_elements: of one tensor; of larger maps fewer images are kept, at least one.
    resume_from: progress of the checkpoint that the training goes on from. What the folder has beyond it is dropped.
    """

    def __init__(
        self,
        model,
        folder,
        network=None,
        layout="NCHW",
        dataset=None,
        training=None,
        images=8,
        total_iterations=None,
        layers=None,
        names=None,
        max_elements=None,
        resume_from=None,
    ):
        if layout not in _ORDERS:
            raise CaptureError(f'layout "{layout}" is none of {", ".join(_ORDERS)}')
        numbers = {"images": images, "total_iterations": total_iterations, "max_elements": max_elements}
        for what, number in numbers.items():
            if (number is not None or what == "images") and (not isinstance(number, int) or number < 1):
                raise CaptureError(f"{what} is {number!r}; expected a whole number from 1")
        if dataset is not None and not (
            isinstance(dataset.get("name"), str) and all(isinstance(text, str) for text in dataset.values())
        ):
            raise CaptureError('dataset needs a "name", and all its values are texts')
        self.model = _unwrapped(model)
        self._images = images
        self._total_iterations = total_iterations
        self._patterns = layers
        self._names = dict(names or {})
        self._max_elements = max_elements
        self._closed = False
        self._warned = False

        about = {"network": network, "dataset": dataset}
        if training is not None or total_iterations is not None:
            about["training"] = {**(training or {}), **({"iterations": total_iterations} if total_iterations else {})}
        about = {key: value for key, value in about.items() if value is not None}
        self._manifest = _Manifest(folder, about, layout)
        if resume_from is not None:
            self._manifest.drop_beyond(_share("resume_from", resume_from))

    def record(self, progress=None, inputs=None, *, iteration=None, test_accuracy=None, train_accuracy=None):
        """Records maps and densities at one point of training. Returns the density of each layer.

        progress: share of the training that is done, 0 (random weights) to 1. Or iteration, with total_iterations.
        inputs: the probe: a batch as forward() takes it, the same at every point. A tuple or list is taken as its
            arguments, a dict as its keyword arguments.
        test_accuracy, train_accuracy: share of images classified right, 0 to 1.
        """
        progress = self._progress(progress, iteration)
        if self._manifest.has_maps(progress):
            raise CaptureError(f"progress {progress} is recorded already")
        point = {"trainingProgress": progress}
        for key, accuracy in (("testAccuracy", test_accuracy), ("trainAccuracy", train_accuracy)):
            if accuracy is not None:
                point[key] = _share(key, accuracy)
        if iteration is not None:
            point["iteration"] = int(iteration)

        layers, batch = self._run(inputs)
        densities = self._densities(layers, progress)
        tensors = [
            self._write_map(name, layer, file, progress)
            for (name, layer), file in zip(layers.items(), _file_names(layers))
        ]
        probe = {
            "description": f"first {self._images} of {batch} images, evaluation mode, the same at every point; "
            f"densities are those of all {batch}",
            "images": batch,
        }
        self._manifest.add_maps(point, tensors, probe)
        self._manifest.write()
        return densities

    def record_density(self, progress=None, inputs=None, *, iteration=None):
        """Records densities alone, which takes a few bytes a layer. Returns them, by layer. See record().

        Does nothing more at a point that is recorded already. The manifest can be used once record() was called.
        """
        progress = self._progress(progress, iteration)
        densities = self._manifest.densities(progress)
        if densities is None:
            layers, _ = self._run(inputs)
            densities = self._densities(layers, progress)
            self._manifest.write()
        return densities

    def mark(self, name, tensor, kind=None):
        """See mark() of this module, which needs no recorder at hand."""
        return mark(name, tensor, kind)

    def close(self):
        """Ends the recording. Everything is written already."""
        self._closed = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _progress(self, progress, iteration):
        if self._closed:
            raise CaptureError("this recorder is closed")
        if progress is None:
            if iteration is None or self._total_iterations is None:
                raise CaptureError("give progress, or iteration together with the recorder's total_iterations")
            progress = round(iteration / self._total_iterations, 6)
        progress = _share("progress", progress)
        last = self._manifest.last_progress()
        if progress < last:
            raise CaptureError(
                f"progress {progress} is before {last}, which {self._manifest.path} has already: "
                "record into another folder, or give resume_from to drop what lies beyond a checkpoint"
            )
        return progress

    def _run(self, inputs):
        """One forward pass of the probe: the layers to record by their names, in forward order, and its images."""
        global _current
        device = next((parameter.device for parameter in self.model.parameters()), None)
        args, kwargs = _arguments(inputs, device)
        probe = _first_tensor([*args, *kwargs.values()])
        if probe is None or probe.dim() == 0:
            raise CaptureError("inputs holds no tensor: give a batch of probe images")
        batch = probe.shape[0]
        if batch < self._images:
            raise CaptureError(f"the probe has {batch} images, fewer than the {self._images} to record")
        if any(torch.nn.parameter.is_lazy(parameter) for parameter in self.model.parameters()):
            raise CaptureError("the model has parameters without a shape yet: run one batch through it first")

        forward_pass = _ForwardPass()
        with _undisturbed(self.model), forward_pass.follow(self.model):
            _current = forward_pass
            try:
                self.model(*args, **kwargs)
            finally:
                _current = None
        self._warn_of_dense(forward_pass.layers)
        return self._chosen(forward_pass.layers), batch

    def _chosen(self, layers):
        """The layers to record, by name."""
        if not layers:
            raise CaptureError(
                "no layer to record: the model runs no convolution, linear, pooling, norm or activation module "
                "(scripted modules have no hooks), and forward() marks no tensor"
            )
        named = [(self._names.get(layer.path, layer.path), layer) for layer in layers]
        unknown = [path for path in self._names if path not in {layer.path for layer in layers}]
        for pattern in self._patterns or ():
            if not any(_matches(name, layer, pattern) for name, layer in named):
                unknown.append(pattern)
        if unknown:
            known = ", ".join(layer.path for layer in layers)
            raise CaptureError(f"no layer is called {', '.join(unknown)}; the model runs {known}")
        if self._patterns is not None:
            named = [(name, layer) for name, layer in named if any(_matches(name, layer, p) for p in self._patterns)]
        chosen = dict(named)
        if len(chosen) < len(named):
            names = [name for name, _ in named]
            raise CaptureError(f"two layers are called {next(name for name in names if names.count(name) > 1)}")
        for name, layer in chosen.items():
            if _values(layer.tensor).dtype not in _ELEMENT_TYPES:
                types = ", ".join(_ELEMENT_TYPES.values())
                raise CaptureError(f"{name} is of type {layer.tensor.dtype}; a manifest knows {types}")
            if layer.tensor.dim() < 2:
                raise CaptureError(f"{name} has {layer.tensor.dim()} dimension; expected a batch of maps")
        return chosen

    def _densities(self, layers, progress):
        """Measures densities and adds them to the curve."""
        described = [_describe(name, layer, layers) for name, layer in layers.items()]
        self._manifest.check_layers(described)
        densities = {name: self._density(name, layer, progress) for name, layer in layers.items()}
        self._manifest.add_densities(progress, described, densities)
        return densities

    def _density(self, name, layer, progress):
        """Share of elements with any bit set: -0.0, NaN and subnormal numbers are words that must be sent."""
        values = _values(layer.tensor)
        if values.is_floating_point():
            lost = values.numel() - int(torch.isfinite(values).sum())
            if lost > 0:
                warnings.warn(
                    f"{name} holds {lost} NaN or infinite values at progress {progress}: the training has diverged",
                    stacklevel=4,
                )
        return int(torch.count_nonzero(values.view(_WORDS[values.element_size()]))) / values.numel()

    def _write_map(self, name, layer, file, progress):
        """Writes the map of a layer; its entry for the manifest."""
        array, element_type = self._array(layer)
        file = f"p{_percent(progress)}/{file}"
        content = io.BytesIO()
        np.save(content, array)
        sha256 = _write(self._manifest.folder / file, content.getbuffer())
        entry = {"layer": name, "file": file, "shape": list(array.shape), "dtype": element_type}
        return {**entry, "trainingProgress": progress, "sha256": sha256}

    def _array(self, layer):
        """The first images of a map as a NumPy array in the manifest's layout, and their element type."""
        values = _values(layer.tensor)
        images = self._images
        if self._max_elements is not None:
            images = min(images, max(1, self._max_elements * values.shape[0] // values.numel()))
        values = _of_two_or_four_dimensions(values[:images], layer.kind)
        if values.dim() == 4:
            values = values.permute(_ORDERS[self._manifest.layout])
        elif self._manifest.layout == "CHWN":
            values = values.t()
        values = values.contiguous().cpu()
        element_type = _ELEMENT_TYPES[values.dtype]
        if element_type == "bfloat16":  # which NumPy lacks
            return values.view(torch.int16).numpy().view(np.uint16), element_type
        return values.numpy(), element_type

    def _warn_of_dense(self, layers):
        """A functional activation is seen by no hook; it shows in a dense map that no later module reads."""
        read = {id(layer.reads) for layer in layers}
        unread = [layer for layer in layers[:-1] if not (id(layer) in read or layer.marked or layer.activated)]
        unread = [layer.path for layer in unread if bool(_values(layer.tensor).ne(0).all())]
        if unread and not self._warned:
            self._warned = True
            warnings.warn(
                f"no module reads what {', '.join(unread)} made, and there is no zero in it. If forward() goes on with "
                'F.relu or a sum, mark the result: x = mark("NAME", F.relu(x))',
                stacklevel=4,
            )


@contextlib.contextmanager
def _undisturbed(model):
    """Evaluation mode without gradients; afterwards the model and all random numbers are as they were."""
    modes = [(module, module.training) for module in model.modules()]
    buffers = [
        (module, name, buffer, buffer.clone())
        for module in model.modules()
        for name, buffer in module._buffers.items()
        if buffer is not None
    ]
    # Module.compile() of PyTorch 2 keeps a compiled forward(), which would not call the hooks.
    calls = [(module, module.__dict__.get("_compiled_call_impl")) for module in model.modules()]
    compiled = [(module, call) for module, call in calls if call is not None]
    used = torch.cuda.is_available() and torch.cuda.is_initialized()
    devices = list(range(torch.cuda.device_count())) if used else []
    random_state, numpy_state = random.getstate(), np.random.get_state()
    cached = torch.is_autocast_cache_enabled()
    with torch.random.fork_rng(devices=devices), torch.no_grad(), _eager():
        try:
            for module, _ in modes:
                module.training = False
            for module, _ in compiled:
                module._compiled_call_impl = None
            # Else weights that are cast here, without gradients, would be used again in the training's pass.
            torch.set_autocast_cache_enabled(False)
            yield
        finally:
            torch.set_autocast_cache_enabled(cached)
            for module, call in compiled:
                module._compiled_call_impl = call
            for module, training in modes:
                module.training = training
            for module, name, buffer, content in buffers:
                module._buffers[name] = buffer
                if not torch.equal(buffer, content):
                    buffer.copy_(content)
            random.setstate(random_state)
            np.random.set_state(numpy_state)


def _eager():
    """Runs compiled parts of a model uncompiled, where PyTorch (2.6) can."""
    set_stance = getattr(getattr(torch, "compiler", None), "set_stance", None)
    return contextlib.nullcontext() if set_stance is None else set_stance("force_eager")


def _unwrapped(model):
    """The module inside DataParallel, DistributedDataParallel and torch.compile."""
    while True:
        inner = getattr(model, "_orig_mod", None)
        if inner is None and type(model).__name__ in ("DataParallel", "DistributedDataParallel"):
            inner = model.module
        if inner is None:
            return model
        model = inner


def _arguments(inputs, device):
    """Positional and keyword arguments for forward(), on the model's device."""

    def moved(value):
        return value.to(device) if isinstance(value, torch.Tensor) and device is not None else value

    if isinstance(inputs, dict):
        return [], {key: moved(value) for key, value in inputs.items()}
    return [moved(value) for value in (inputs if isinstance(inputs, (tuple, list)) else [inputs])], {}


def _is_map(value):
    return isinstance(value, torch.Tensor) and value.layout == torch.strided and value.numel() > 0


def _first_tensor(value):
    """A tensor with elements, or the first one of a tuple, or None."""
    if isinstance(value, (tuple, list)):
        return next((tensor for tensor in value if _is_map(tensor)), None)
    return value if _is_map(value) else None


def _memory(tensor):
    """The same for a tensor and for those views of it that have all its elements."""
    return (str(tensor.device), tensor.data_ptr(), tensor.numel())


def _version(tensor):
    return 0 if tensor.is_inference() else tensor._version


def _values(tensor):
    """The elements as they are stored: integers of a quantised tensor."""
    return tensor.int_repr() if tensor.is_quantized else tensor.detach()


def _of_two_or_four_dimensions(values, kind):
    """A manifest knows maps of N, C, H, W and vectors of N, F; elements keep their order."""
    dimensions = values.dim()
    if kind == "fc" or (kind is None and dimensions == 3):  # features come last: every position is a vector
        return values.flatten(0, -2)
    if dimensions == 3:  # one-dimensional maps
        return values.unsqueeze(2)
    if dimensions > 4:  # depth and height become one
        return values.flatten(2, -2)
    return values


def _pool_window(module, given, output, mode):
    """Of a two-dimensional pool with equal sides; None where one kernel and one stride do not tell it."""
    if given is None or given.dim() != 4 or output.dim() != 4:
        return None
    if hasattr(module, "output_size"):  # adaptive
        sizes = list(zip(given.shape[2:], output.shape[2:]))
        if any(size % out != 0 for size, out in sizes):
            return None
        kernel = stride = tuple(size // out for size, out in sizes)
        pad = 0
    elif getattr(module, "dilation", 1) in (1, (1, 1)):
        kernel, stride, pad = module.kernel_size, module.stride, module.padding
    else:
        return None
    sides = [set(size) if isinstance(size, (tuple, list)) else {size} for size in (kernel, stride, pad)]
    if any(len(side) != 1 or max(side) > _LARGEST_WINDOW for side in sides):
        return None
    (kernel,), (stride,), (pad,) = sides
    return {"mode": mode, "kernel": kernel, "stride": stride, **({"pad": pad} if pad > 0 else {})}


def _matches(name, layer, pattern):
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(layer.path, pattern)


def _describe(name, layer, layers):
    """A layer for the manifest; its input where that is recorded too."""
    reads = next((other for other, candidate in layers.items() if candidate is layer.reads), None)
    described = {"name": name, "kind": layer.kind, "input": reads, "pool": layer.pool}
    return {key: value for key, value in described.items() if value is not None}


def _share(what, value):
    if isinstance(value, bool) or not 0 <= value <= 1:  # NaN is neither
        raise CaptureError(f"{what} is {value}; expected a share from 0 to 1")
    return float(value)


def _percent(progress):
    """005, 012.5: of progress, with as many digits as it has."""
    whole, _, rest = format(Decimal(repr(progress)) * 100, "f").partition(".")
    rest = rest.rstrip("0")
    return whole.zfill(3) + (f".{rest}" if rest else "")


def _file_names(names):
    """File names that every system takes, one for each layer; unlike without regard to case, too."""
    taken = set()
    for name in names:
        safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:100]
        if re.match(r"\.|(con|prn|aux|nul|(com|lpt)\d)(\.|$)", safe, re.IGNORECASE):  # hidden, or devices of Windows
            safe = "_" + safe
        candidate, n = safe, 2
        while candidate.lower() in taken:
            candidate, n = f"{safe}_{n}", n + 1
        taken.add(candidate.lower())
        yield f"{candidate}.npy"


def _write(path, content):
    """Writes a file whole or not at all, so that one that was there stays readable. Returns its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
    return hashlib.sha256(content).hexdigest()


def _as_text(manifest):
    """JSON with one line for each tensor, layer and density curve."""

    def text(value):
        try:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise CaptureError(f"JSON cannot hold {value!r}: {error}") from error

    def lines(value):
        if isinstance(value, dict):
            return "{" + ",".join(f"\n    {text(str(key))}: {text(item)}" for key, item in value.items()) + "\n  }"
        if isinstance(value, list):
            return "[" + ",".join(f"\n    {text(item)}" for item in value) + "\n  ]"
        return text(value)

    return "{" + ",".join(f"\n  {text(key)}: {lines(value)}" for key, value in manifest.items()) + "\n}\n"

"""Tests of cdma_capture: python3 -m unittest, in this folder. Needs PyTorch and NumPy."""

import copy
import hashlib
import json
import random
import tempfile
import unittest
import warnings
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from cdma_capture import ActivationRecorder, CaptureError, mark


class Net(nn.Module):
    """Convolution, ReLU, pool, convolution, batch norm, ReLU, dropout, two linear layers."""

    def __init__(self, inplace):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.relu1 = nn.ReLU(inplace)
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(8, 12, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(12)
        self.relu2 = nn.ReLU(inplace)
        self.mean = nn.AdaptiveAvgPool2d(2)
        self.dropout = nn.Dropout(0.5)
        self.fc3 = nn.Linear(48, 16)
        self.relu3 = nn.ReLU(inplace)
        self.fc4 = nn.Linear(16, 5)

    def forward(self, x):
        x = self.pool1(self.relu1(self.conv1(x)))
        x = self.relu2(self.bn2(self.conv2(x)))
        x = self.dropout(self.mean(x).flatten(1))
        return self.fc4(self.relu3(self.fc3(x)))


LAYERS = ["conv1", "pool1", "conv2", "bn2", "mean", "fc3", "fc4"]


def make(inplace=True, network=Net):
    torch.manual_seed(7)
    return network(inplace)


def probe_of(images=6, size=12):
    return torch.randn(images, 3, size, size, generator=torch.Generator().manual_seed(11))


def by_hand(net, x):
    """What the layers of Net compute in evaluation mode, by functions alone."""
    with torch.no_grad():
        maps = {"conv1": F.conv2d(x, net.conv1.weight, net.conv1.bias, padding=1).clamp(min=0)}
        maps["pool1"] = F.max_pool2d(maps["conv1"], 3, 2, 1)
        maps["conv2"] = F.conv2d(maps["pool1"], net.conv2.weight, net.conv2.bias, padding=1)
        bn = net.bn2
        normal = F.batch_norm(maps["conv2"], bn.running_mean, bn.running_var, bn.weight, bn.bias, False, 0, bn.eps)
        maps["bn2"] = normal.clamp(min=0)
        maps["mean"] = F.adaptive_avg_pool2d(maps["bn2"], 2)
        maps["fc3"] = F.linear(maps["mean"].flatten(1), net.fc3.weight, net.fc3.bias).clamp(min=0)
        maps["fc4"] = F.linear(maps["fc3"], net.fc4.weight, net.fc4.bias)
    return maps


def train(net, steps, before_step):
    """Stochastic training with dropout; calls back before each step, and once after the last."""
    torch.manual_seed(3)
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    for step in range(steps):
        before_step(step)
        images, labels = torch.randn(10, 3, 12, 12), torch.randint(5, (10,))
        optimiser.zero_grad()
        F.cross_entropy(net(images), labels).backward()
        optimiser.step()
    before_step(steps)


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "traces"

    def record(self, net, probe, progress=0, **options):
        """Records one point in a new folder; returns the manifest and the arrays by layer."""
        options = {"images": 2, **options}
        with ActivationRecorder(net, self.folder, **options) as recorder:
            recorder.record(progress, probe)
        manifest = self.manifest()
        return manifest, {tensor["layer"]: np.load(self.folder / tensor["file"]) for tensor in manifest["tensors"]}

    def manifest(self):
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))

    def assert_same(self, state, other):
        self.assertEqual(state.keys(), other.keys())
        for name, tensor in state.items():
            self.assertTrue(torch.equal(tensor, other[name]), name)


class Recorded(Case):
    def test_maps_are_those_computed_by_hand(self):
        for inplace in (True, False):
            with self.subTest(inplace=inplace):
                net = make(inplace)
                self.folder = self.folder.with_name(f"inplace-{inplace}")
                manifest, arrays = self.record(net, probe_of(), images=4)
                self.assertEqual(list(arrays), LAYERS)
                for name, expected in by_hand(net, probe_of()).items():
                    np.testing.assert_array_equal(arrays[name] == 0, expected[:4].numpy() == 0, name)
                    np.testing.assert_allclose(arrays[name], expected[:4].numpy(), rtol=1e-5, atol=1e-6, err_msg=name)
                    density = np.count_nonzero(expected.numpy()) / expected.numel()
                    self.assertEqual(manifest["densities"]["layers"][name], [density], name)

    def test_manifest(self):
        dataset = {"name": "noise", "licence": "CC0-1.0", "images": "12 x 12"}
        options = {"network": "Net", "dataset": dataset, "training": {"seed": 7}, "total_iterations": 200}
        with ActivationRecorder(make(), self.folder, images=4, **options) as recorder:
            densities = recorder.record(0, probe_of(), test_accuracy=0.25, train_accuracy=0.5)
            recorder.record_density(iteration=1, inputs=probe_of())
            recorder.record(iteration=25, inputs=probe_of())
        manifest = self.manifest()
        self.assertEqual(manifest["network"], "Net")
        self.assertEqual(manifest["dataset"], dataset)
        self.assertEqual(manifest["training"], {"seed": 7, "iterations": 200})
        self.assertEqual(manifest["layout"], "NCHW")
        self.assertEqual(
            manifest["layers"],
            [
                {"name": "conv1", "kind": "conv"},
                {
                    "name": "pool1",
                    "kind": "pool",
                    "input": "conv1",
                    "pool": {"mode": "max", "kernel": 3, "stride": 2, "pad": 1},
                },
                {"name": "conv2", "kind": "conv", "input": "pool1"},
                {"name": "bn2", "kind": "batch-norm", "input": "conv2"},
                {
                    "name": "mean",
                    "kind": "pool",
                    "input": "bn2",
                    "pool": {"mode": "average", "kernel": 3, "stride": 3},
                },
                {"name": "fc3", "kind": "fc", "input": "mean"},
                {"name": "fc4", "kind": "fc", "input": "fc3"},
            ],
        )
        self.assertEqual(
            manifest["timePoints"],
            [
                {"trainingProgress": 0, "testAccuracy": 0.25, "trainAccuracy": 0.5},
                {"trainingProgress": 0.125, "iteration": 25},
            ],
        )
        self.assertEqual(manifest["densities"]["trainingProgress"], [0, 0.005, 0.125])
        self.assertEqual({name: curve[0] for name, curve in manifest["densities"]["layers"].items()}, densities)
        self.assertEqual({len(curve) for curve in manifest["densities"]["layers"].values()}, {3})
        first = manifest["tensors"][0]
        content = (self.folder / "p000" / "conv1.npy").read_bytes()
        self.assertEqual(
            first,
            {
                "layer": "conv1",
                "file": "p000/conv1.npy",
                "shape": [4, 8, 12, 12],
                "dtype": "float32",
                "trainingProgress": 0,
                "sha256": hashlib.sha256(content).hexdigest(),
            },
        )
        self.assertEqual(manifest["tensors"][-1]["file"], "p012.5/fc4.npy")
        self.assertEqual(manifest["tensors"][-1]["shape"], [4, 5])
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["manifest.json", "p000", "p012.5"])

    def test_layouts(self):
        net, probe = make(), probe_of()
        expected = by_hand(net, probe)["conv1"][:2].numpy()
        for layout, axes in (("NHWC", (0, 2, 3, 1)), ("CHWN", (1, 2, 3, 0))):
            with self.subTest(layout=layout):
                self.folder = self.folder.with_name(layout)
                manifest, arrays = self.record(net, probe, layout=layout)
                self.assertEqual(manifest["tensors"][0]["shape"], [expected.shape[axis] for axis in axes])
                np.testing.assert_allclose(arrays["conv1"], expected.transpose(axes), rtol=1e-5, atol=1e-6)
                self.assertEqual(arrays["fc3"].shape, (16, 2) if layout == "CHWN" else (2, 16))

    def test_channels_last_memory_is_written_in_the_order_of_the_manifest(self):
        net, probe = make(), probe_of()
        _, expected = self.record(net, probe)
        self.folder = self.folder.with_name("channels-last")
        net = net.to(memory_format=torch.channels_last)
        _, arrays = self.record(net, probe.to(memory_format=torch.channels_last))
        for name, array in arrays.items():
            self.assertEqual(array.shape, expected[name].shape, name)
            self.assertTrue(array.flags["C_CONTIGUOUS"])
            np.testing.assert_allclose(array, expected[name], rtol=1e-4, atol=1e-5, err_msg=name)

    def test_bfloat16_is_written_bit_by_bit(self):
        net, probe = make().bfloat16(), probe_of().bfloat16()
        manifest, arrays = self.record(net, probe)
        self.assertEqual({tensor["dtype"] for tensor in manifest["tensors"]}, {"bfloat16"})
        self.assertEqual(arrays["conv1"].dtype, np.uint16)
        with torch.no_grad():
            expected = F.relu(net.conv1(probe))
        words = arrays["conv1"].astype(np.uint32) << 16  # a bfloat16 is the upper half of a float32
        np.testing.assert_array_equal(words.view(np.float32), expected[:2].float().numpy())
        density = np.count_nonzero(expected.float().numpy()) / expected.numel()
        self.assertEqual(manifest["densities"]["layers"]["conv1"], [density])

    def test_float16_and_autocast_record_what_the_pass_holds(self):
        class Half(nn.Module):
            def forward(self, x):
                return mark("half", F.relu(x).half())

        manifest, arrays = self.record(Half(), probe_of())
        self.assertEqual((manifest["tensors"][0]["dtype"], arrays["half"].dtype), ("float16", np.float16))
        np.testing.assert_array_equal(arrays["half"], np.maximum(probe_of()[:2].numpy(), 0).astype(np.float16))
        self.folder = self.folder.with_name("autocast")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            manifest, _ = self.record(make(), probe_of())
        self.assertEqual({tensor["layer"]: tensor["dtype"] for tensor in manifest["tensors"]}["conv1"], "bfloat16")

    def test_quantised_maps_are_written_as_their_integers(self):
        engines = torch.backends.quantized.supported_engines
        engine = next((name for name in ("qnnpack", "fbgemm") if name in engines), None)
        if engine is None:
            self.skipTest("this PyTorch cannot run quantised layers")
        torch.backends.quantized.engine = engine
        net = nn.Sequential(torch.quantization.QuantStub(), nn.Conv2d(3, 4, 3), nn.ReLU()).eval()
        net.qconfig = torch.quantization.get_default_qconfig(engine)
        torch.quantization.fuse_modules(net, ["1", "2"], inplace=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # observers of PyTorch, about themselves
            torch.quantization.prepare(net, inplace=True)
            net(probe_of())
            torch.quantization.convert(net, inplace=True)
        manifest, arrays = self.record(net, probe_of())
        self.assertEqual([tensor["dtype"] for tensor in manifest["tensors"]], ["uint8"])
        self.assertEqual(manifest["layers"], [{"name": "1", "kind": "conv"}])
        np.testing.assert_array_equal(arrays["1"], net(probe_of())[:2].int_repr().numpy())

    def test_negative_zero_counts_as_non_zero(self):
        class Zeros(nn.Module):
            def forward(self, x):
                return mark("zeros", torch.cat([torch.zeros_like(x), -torch.zeros_like(x)], 1))

        manifest, _ = self.record(Zeros(), probe_of())
        self.assertEqual(manifest["densities"]["layers"], {"zeros": [0.5]})

    def test_nan_and_infinity_are_recorded_with_a_warning(self):
        net = make()
        with torch.no_grad():
            net.fc4.bias[:2] = torch.tensor([float("nan"), float("inf")])
        with self.assertWarnsRegex(UserWarning, r"fc4 holds 12 NaN or infinite values at progress 0.0"):
            _, arrays = self.record(net, probe_of())
        self.assertTrue(np.isnan(arrays["fc4"][:, 0]).all())
        self.assertTrue(np.isinf(arrays["fc4"][:, 1]).all())


class Pairing(Case):
    """Which activation belongs to which layer."""

    def layers_of(self, net, probe=None, **options):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            manifest, arrays = self.record(net, probe_of() if probe is None else probe, **options)
        return manifest["layers"], arrays

    def test_a_sum_in_place_takes_the_memory_of_its_layer(self):
        class Block(nn.Module):
            def __init__(self, inplace):
                super().__init__()
                self.conv = nn.Conv2d(3, 3, 3, padding=1)
                self.relu = nn.ReLU(inplace)
                self.bn = nn.BatchNorm2d(3)

            def forward(self, x):
                out = self.bn(self.relu(self.conv(x)))
                out += x
                return self.relu(out)

        for inplace in (True, False):
            with self.subTest(inplace=inplace):
                self.folder = self.folder.with_name(f"sum-{inplace}")
                net = make(inplace, Block)
                layers, arrays = self.layers_of(net)
                self.assertEqual(layers, [{"name": "conv", "kind": "conv"}, {"name": "relu"}])
                expected = net.eval()(probe_of())[:2].detach().numpy()
                np.testing.assert_array_equal(arrays["relu"], expected)

    def test_an_activation_that_needs_its_input_is_a_map_of_its_own(self):
        layers, arrays = self.layers_of(nn.Sequential(nn.Conv2d(3, 4, 3), nn.GELU(), nn.Conv2d(4, 4, 3), nn.ReLU6()))
        self.assertEqual(
            layers,
            [
                {"name": "0", "kind": "conv"},
                {"name": "1", "input": "0"},
                {"name": "2", "kind": "conv", "input": "1"},
            ],
        )
        self.assertTrue((arrays["2"] >= 0).all() and (arrays["2"] <= 6).all())

    def test_a_functional_activation_in_place_is_seen_as_memory_is_read_in_the_end(self):
        class Functional(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv = nn.Conv2d(3, 4, 3)

            def forward(self, x):
                return F.relu(self.conv(x), inplace=True)

        net = Functional()
        layers, arrays = self.layers_of(net)
        self.assertEqual(layers, [{"name": "conv", "kind": "conv"}])
        np.testing.assert_array_equal(arrays["conv"], net(probe_of())[:2].detach().numpy())

    def test_a_marked_tensor_takes_the_place_of_its_layer(self):
        class Functional(nn.Module):
            def __init__(self, marks):
                super().__init__()
                self.conv = nn.Conv2d(3, 3, 3, padding=1)
                self.pool = nn.MaxPool2d(2)
                self.mark = marks

            def forward(self, x):
                y = F.relu(self.conv(x))
                y = self.mark("conv", y)
                z = F.relu(x + y)
                return self.pool(self.mark("sum", z, kind="add"))

        net = Functional(mark)
        layers, arrays = self.layers_of(net)
        window = {"mode": "max", "kernel": 2, "stride": 2}
        self.assertEqual(
            layers,
            [
                {"name": "conv", "kind": "conv"},
                {"name": "sum", "kind": "add"},
                {"name": "pool", "kind": "pool", "input": "sum", "pool": window},
            ],
        )
        np.testing.assert_array_equal(arrays["conv"], F.relu(net.conv(probe_of()))[:2].detach().numpy())

        net.mark = lambda _, tensor, kind=None: tensor
        self.folder = self.folder.with_name("unmarked")
        with self.assertWarnsRegex(UserWarning, r"no module reads what conv made.*mark\("):
            self.record(net, probe_of())

    def test_a_module_that_runs_twice_has_two_maps(self):
        class Twice(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv = nn.Conv2d(3, 3, 3)
                self.relu = nn.ReLU(inplace=True)

            def forward(self, x):
                return self.relu(self.conv(self.relu(self.conv(x))))

        layers, arrays = self.layers_of(Twice())
        self.assertEqual(
            layers, [{"name": "conv", "kind": "conv"}, {"name": "conv_2", "kind": "conv", "input": "conv"}]
        )
        self.assertEqual(arrays["conv_2"].shape, (2, 3, 8, 8))

    def test_pools_without_one_window_have_none(self):
        net = nn.Sequential(nn.AvgPool2d((2, 1)), nn.MaxPool2d(2, dilation=2), nn.AdaptiveMaxPool2d(3))
        layers, _ = self.layers_of(net)
        self.assertEqual([layer.get("pool") for layer in layers], [None, None, None])

    def test_vectors_at_every_position_and_one_dimensional_maps(self):
        sequence = torch.randn(4, 6, 5, generator=torch.Generator().manual_seed(1))
        net = nn.Sequential(nn.Conv1d(6, 7, 2), nn.ReLU(), nn.Linear(4, 3))
        _, arrays = self.layers_of(net, sequence)
        self.assertEqual(arrays["0"].shape, (2, 7, 1, 4))
        self.assertEqual(arrays["2"].shape, (2 * 7, 3))


class Chosen(Case):
    def test_images_and_elements(self):
        _, arrays = self.record(make(), probe_of(), images=3, max_elements=2 * 8 * 12 * 12)
        self.assertEqual(arrays["conv1"].shape, (2, 8, 12, 12))
        self.assertEqual(arrays["fc3"].shape, (3, 16))
        self.folder = self.folder.with_name("few")
        _, arrays = self.record(make(), probe_of(), images=3, max_elements=10)
        self.assertEqual(arrays["conv1"].shape, (1, 8, 12, 12))

    def test_patterns(self):
        manifest, arrays = self.record(make(), probe_of(), layers=["conv*", "fc3"])
        self.assertEqual(list(arrays), ["conv1", "conv2", "fc3"])
        self.assertEqual(manifest["layers"][1], {"name": "conv2", "kind": "conv"})  # what it reads is not recorded
        self.folder = self.folder.with_name("wrong")
        with self.assertRaisesRegex(CaptureError, r"no layer is called conv9\*; the model runs conv1, pool1"):
            self.record(make(), probe_of(), layers=["conv9*"])

    def test_names(self):
        net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.MaxPool2d(2))
        manifest, _ = self.record(net, probe_of(), names={"0": "conv_1", "2": "Conv/1"})
        self.assertEqual([layer["name"] for layer in manifest["layers"]], ["conv_1", "Conv/1"])
        self.assertEqual(manifest["layers"][1]["input"], "conv_1")
        files = [tensor["file"] for tensor in manifest["tensors"]]
        self.assertEqual(files, ["p000/conv_1.npy", "p000/Conv_1_2.npy"])  # unlike on every file system
        self.folder = self.folder.with_name("same")
        with self.assertRaisesRegex(CaptureError, "two layers are called conv"):
            self.record(net, probe_of(), names={"0": "conv", "2": "conv"})
        with self.assertRaisesRegex(CaptureError, "no layer is called 7"):
            self.record(net, probe_of(), names={"7": "conv"})
        self.folder = self.folder.with_name("device")
        manifest, _ = self.record(net, probe_of(), names={"0": "aux.conv"})
        self.assertEqual(manifest["tensors"][0]["file"], "p000/_aux.conv.npy")


class Training(Case):
    """Recording must not change the training."""

    def test_weights_are_bit_identical(self):
        def state_after(before_step):
            net = make(inplace=False)
            train(net, 6, lambda step: before_step(net, step))
            return net.state_dict(), torch.get_rng_state()

        plain, rng = state_after(lambda net, step: None)
        recorders = {}

        def recorded(net, step):
            recorder = recorders.setdefault("one", ActivationRecorder(net, self.folder, images=4))
            recorder.record(step / 6, probe_of())

        watched, watched_rng = state_after(recorded)
        self.assert_same(plain, watched)
        self.assertTrue(torch.equal(rng, watched_rng))
        points = [point["trainingProgress"] for point in self.manifest()["timePoints"]]
        self.assertEqual(points, [step / 6 for step in range(7)])

    def test_a_forward_pass_that_draws_numbers_and_changes_buffers_leaves_no_trace(self):
        class Restless(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv = nn.Conv2d(3, 4, 3)
                self.register_buffer("passes", torch.zeros(()))
                self.register_buffer("mean", torch.zeros(4))

            def forward(self, x):
                self.seen = (self.training, torch.is_grad_enabled())
                self.passes = self.passes + 1
                x = self.conv(x)
                self.mean += x.mean((0, 2, 3)).detach() + torch.rand(4) + random.random() + np.random.rand()
                return F.dropout(x)

        net = Restless()
        passes, before = net.passes, copy.deepcopy(net.state_dict())
        torch.manual_seed(1), random.seed(2), np.random.seed(3)
        expected = [torch.rand(2).tolist(), random.random(), np.random.rand()]
        torch.manual_seed(1), random.seed(2), np.random.seed(3)
        self.record(net, probe_of())
        self.assertEqual([torch.rand(2).tolist(), random.random(), np.random.rand()], expected)
        self.assert_same(before, net.state_dict())
        self.assertIs(net.passes, passes)
        self.assertEqual(net.seen, (False, False))

    def test_modes_hooks_and_gradients_are_as_before_also_after_an_error(self):
        net = make()
        net.bn2.eval()  # frozen, while the rest trains
        net(probe_of()).sum().backward()
        gradients = {name: parameter.grad.clone() for name, parameter in net.named_parameters()}
        recorder = ActivationRecorder(net, self.folder, images=2)
        recorder.record(0, probe_of())
        with self.assertRaises(RuntimeError):
            recorder.record(0.5, torch.zeros(4, 1, 12, 12))  # one channel where three are read
        self.assertEqual({name for name, module in net.named_modules() if not module.training}, {"bn2"})
        self.assertTrue(torch.is_grad_enabled())
        for module in net.modules():
            self.assertFalse(module._forward_hooks or module._forward_pre_hooks)
        self.assert_same(gradients, {name: parameter.grad for name, parameter in net.named_parameters()})
        self.assertEqual(self.manifest()["densities"]["trainingProgress"], [0])
        recorder.record(0.5, probe_of())

    def test_between_forward_and_backward(self):
        def gradients(between):
            net = make(inplace=False)
            torch.manual_seed(5)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                between(net)  # weights cast here must not be those of the pass below
                loss = net(probe_of()).float().sum()
            between(net)
            loss.backward()
            return {name: parameter.grad for name, parameter in net.named_parameters()}

        progress = iter([0, 0.5])

        def record(net):
            ActivationRecorder(net, self.folder, images=2).record(next(progress), probe_of())

        plain = gradients(lambda net: None)
        self.assertNotIn(None, plain.values())
        self.assert_same(plain, gradients(record))

    def test_wrapped_models_are_recorded_from_the_module_inside(self):
        class Compiled(nn.Module):  # as torch.compile wraps a module
            def __init__(self, inner):
                super().__init__()
                self._orig_mod = inner

            def forward(self, _):
                raise AssertionError("compiled code knows no hooks")

        manifest, _ = self.record(Compiled(nn.DataParallel(make())), probe_of())
        self.assertEqual([layer["name"] for layer in manifest["layers"]], LAYERS)

        class CompiledInPlace(Net):  # as Module.compile() of PyTorch 2 does
            _compiled_call_impl = None

            def __call__(self, *args):
                return (self._compiled_call_impl or super().__call__)(*args)

        net = make(network=CompiledInPlace)
        net._compiled_call_impl = compiled = lambda _: self.fail("compiled code knows no hooks")
        self.folder = self.folder.with_name("in-place")
        self.record(net, probe_of())
        self.assertIs(net._compiled_call_impl, compiled)

    def test_inference_mode_around_a_recording(self):
        with torch.inference_mode():
            _, arrays = self.record(make(), probe_of())
        self.assertEqual(list(arrays), LAYERS)

    def test_inputs(self):
        class Two(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv = nn.Conv2d(3, 4, 3)

            def forward(self, left, right):
                return self.conv(left - right)

        net, left, right = Two(), probe_of(), torch.ones(6, 3, 12, 12)
        expected = F.conv2d(left - right, net.conv.weight, net.conv.bias)[:2].detach().numpy()
        for name, inputs in (("args", (left, right)), ("kwargs", {"right": right, "left": left})):
            with self.subTest(name):
                self.folder = self.folder.with_name(name)
                np.testing.assert_allclose(self.record(net, inputs)[1]["conv"], expected, rtol=1e-5, atol=1e-6)


class Folder(Case):
    def test_a_recording_goes_on(self):
        self.record(make(), probe_of(), network="Net")
        manifest, _ = self.record(make(), probe_of(), 0.3, network="Net")
        self.assertEqual([point["trainingProgress"] for point in manifest["timePoints"]], [0, 0.3])
        self.assertEqual(manifest["densities"]["trainingProgress"], [0, 0.3])
        self.assertEqual(len(manifest["tensors"]), 2 * len(LAYERS))

    def test_what_lies_beyond_a_checkpoint_is_dropped(self):
        recorder = ActivationRecorder(make(), self.folder, images=2)
        for progress in (0, 0.2, 0.4):
            recorder.record(progress, probe_of())
        recorder = ActivationRecorder(make(), self.folder, images=2, resume_from=0.3)
        recorder.record_density(0.4, probe_of())
        manifest = self.manifest()
        self.assertEqual([point["trainingProgress"] for point in manifest["timePoints"]], [0, 0.2])
        self.assertEqual(sorted({tensor["trainingProgress"] for tensor in manifest["tensors"]}), [0, 0.2])
        self.assertEqual(manifest["densities"]["trainingProgress"], [0, 0.2, 0.4])
        self.assertEqual({len(curve) for curve in manifest["densities"]["layers"].values()}, {3})

    def test_another_training_is_refused(self):
        self.record(make(), probe_of(), network="Net")
        before = (self.folder / "manifest.json").read_bytes()
        for error, options in (
            ("has layout 'NCHW', not 'NHWC'", {"layout": "NHWC", "network": "Net"}),
            ("has network 'Net', not 'Other'", {"network": "Other"}),
            ("missing pool1, conv2, bn2, mean, fc3, fc4; new none", {"network": "Net", "layers": ["conv1"]}),
        ):
            with self.subTest(error), self.assertRaisesRegex(CaptureError, error):
                self.record(make(), probe_of(), 0.5, **options)
        self.assertEqual((self.folder / "manifest.json").read_bytes(), before)
        for text, error in (("{", "is not JSON"), ('{"tensors": []}', "was not written by a recorder")):
            (self.folder / "manifest.json").write_text(text)
            with self.subTest(error), self.assertRaisesRegex(CaptureError, error):
                ActivationRecorder(make(), self.folder)

    def test_a_recording_that_dies_leaves_the_last_whole_manifest(self):
        recorder = ActivationRecorder(make(), self.folder, images=2)
        recorder.record(0, probe_of())
        before = (self.folder / "manifest.json").read_bytes()
        (self.folder / "p050").write_text("in the way of the folder")
        with self.assertRaises(OSError):
            recorder.record(0.5, probe_of())
        self.assertEqual((self.folder / "manifest.json").read_bytes(), before)
        (self.folder / "p050").unlink()
        recorder.record(0.5, probe_of())  # the same point again, in full
        self.assertEqual(self.manifest()["densities"]["trainingProgress"], [0, 0.5])

    def test_densities_and_maps_at_one_point(self):
        recorder = ActivationRecorder(make(), self.folder, images=2)
        before = recorder.record_density(0.1, probe_of())
        self.assertEqual(recorder.record(0.1, probe_of()), before)
        self.assertEqual(recorder.record_density(0.1, probe_of()), before)
        self.assertEqual(self.manifest()["densities"]["trainingProgress"], [0.1])


class Errors(Case):
    def test_of_points(self):
        recorder = ActivationRecorder(make(), self.folder, images=2)
        recorder.record(0.5, probe_of())
        for error, progress, options in (
            ("progress is 1.5; expected a share", 1.5, {}),
            ("progress is -0.1", -0.1, {}),
            ("progress is nan", float("nan"), {}),
            ("progress 0.4 is before 0.5", 0.4, {}),
            ("progress 0.5 is recorded already", 0.5, {}),
            ("give progress, or iteration", None, {"iteration": 5}),
            ("testAccuracy is 88", 0.6, {"test_accuracy": 88}),
        ):
            with self.subTest(error), self.assertRaisesRegex(CaptureError, error):
                recorder.record(progress, probe_of(), **options)
        recorder.close()
        with self.assertRaisesRegex(CaptureError, "is closed"):
            recorder.record(1, probe_of())

    def test_of_probes(self):
        recorder = ActivationRecorder(make(), self.folder, images=8)
        with self.assertRaisesRegex(CaptureError, "the probe has 6 images, fewer than the 8 to record"):
            recorder.record(0, probe_of(6))
        with self.assertRaisesRegex(CaptureError, "inputs holds no tensor"):
            recorder.record(0)
        self.assertFalse(self.folder.exists())

    def test_of_models(self):
        class Empty(nn.Module):
            def forward(self, x):
                return x

        class TwiceMarked(nn.Module):
            def forward(self, x):
                return mark("a", mark("a", x + 1) + 1)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch says that lazy modules are new
            lazy = nn.Sequential(nn.LazyConv2d(4, 3))
        for error, net in (
            ("no layer to record", Empty()),
            ("already marked", TwiceMarked()),
            ("run one batch through it first", lazy),
        ):
            with self.subTest(error), self.assertRaisesRegex(CaptureError, error):
                self.record(net, probe_of())
        with self.assertRaisesRegex(CaptureError, "is of type torch.float64; a manifest knows float32"):
            self.record(make().double(), probe_of().double())
        self.assertFalse(self.folder.exists())

    def test_of_options(self):
        for error, options in (
            ('layout "NWHC" is none of', {"layout": "NWHC"}),
            ("images is 0", {"images": 0}),
            ("max_elements is 1.5", {"max_elements": 1.5}),
            ('dataset needs a "name"', {"dataset": {"licence": "MIT"}}),
            ("JSON cannot hold", {"training": {"learning rate": float("nan")}}),
            ("resume_from is 2", {"resume_from": 2}),
        ):
            with self.subTest(error), self.assertRaisesRegex(CaptureError, error):
                ActivationRecorder(make(), self.folder, **options)
        with self.assertRaisesRegex(CaptureError, 'kind "relu" is none of'):
            mark("a", torch.zeros(1), kind="relu")


if __name__ == "__main__":
    unittest.main()

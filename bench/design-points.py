"""
The rival of bench/design-points.ts: speed-up over vDNN and area of many designs, one number each in arrays of a block of designs, as
one writes it in NumPy. The equations are those of docs/model.md, in closed form, with barriers and DRAM that copies go first at.

What does not differ between designs is computed once, constants are joined, divisions by a common rate are products
with its inverse, and a block is small enough for the cache, with its arrays kept.

Arguments: a JSON file with the network's steps and the design's constants. Then, for each line of standard input, "COUNT POINTS RESULTS":
reads COUNT designs from the file POINTS (float64; a row for each of the keys), writes two rows of figures to RESULTS, and answers with
the seconds of processor time between.
"""

import json
import sys
import time

import numpy as np

KEYS = 5
BLOCK = 4096


class Model:
    def __init__(self, exported):
        self.constants = exported["constants"]
        peak = self.constants["peakCompute"]
        # Of each entry the kernels: seconds of arithmetic, and of DRAM traffic at 1 B/s.
        self.entries = [
            [(k["flop"] / (peak * k["computeShare"]), k["dramBytes"] / k["bandwidthShare"]) for k in kernels]
            for kernels in exported["entries"]
        ]
        self.steps = exported["steps"]
        self.arrays = {}

    def array(self, name, size):
        """An array that is kept from block to block."""
        whole = self.arrays.setdefault(name, np.empty(BLOCK))
        return whole[:size]

    def compute_seconds(self, bandwidth):
        """Seconds of every entry: the longer of arithmetic and DRAM traffic of each kernel, and its launch."""
        size = len(bandwidth)
        inverse = np.divide(1.0, bandwidth, out=self.array("inverse", size))
        term = self.array("term", size)
        seconds = []
        for number, kernels in enumerate(self.entries):
            total = self.array(("entry", number), size)
            total.fill(len(kernels) * self.constants["launch"])
            for arithmetic, traffic in kernels:
                np.multiply(inverse, traffic, out=term)
                if arithmetic > 0:
                    np.maximum(term, arithmetic, out=term)
                total += term
            seconds.append(total)
        return seconds

    def iteration_seconds(self, compute, inverse_dram, rate_of):
        """Every step takes as long as its compute, its copies or their joint DRAM traffic, whichever is longest."""
        size = len(inverse_dram)
        now = np.zeros(size)
        step_seconds = self.array("step", size)
        copy_seconds = self.array("copy", size)
        for entry, compute_bytes, is_backward, copies in self.steps:
            if not copies:
                if entry >= 0:
                    now += compute[entry]
                continue
            total = sum(raw for raw, *_ in copies)
            np.multiply(inverse_dram, compute_bytes + total, out=step_seconds)
            if entry >= 0:
                np.maximum(step_seconds, compute[entry], out=step_seconds)
            for index, (raw, link_ratio, crossbar_ratio) in enumerate(copies):
                seconds = np.divide(raw, rate_of(link_ratio, crossbar_ratio, is_backward), out=self.array("one", size))
                if index == 0:
                    copy_seconds = seconds
                else:
                    copy_seconds = copy_seconds + seconds
            np.maximum(step_seconds, copy_seconds, out=step_seconds)
            now += step_seconds
        return now

    def block(self, points, figures):
        controllers, bandwidth, link_bandwidth, buffer, width = points
        c = self.constants
        size = len(controllers)
        line_rate = 128 * c["coreClock"]
        dram = bandwidth * c["dramEfficiency"]
        inverse_dram = 1.0 / dram
        link = link_bandwidth / c["gpusSharing"]
        link_back = np.minimum(link, c["readRequests"] * c["readRequestSize"] / c["hostLatency"])
        engine = controllers * width * c["coreClock"]
        fixed = np.minimum(np.minimum(engine, dram), np.minimum(buffer / c["dramLatency"], c["issueLines"] * line_rate))
        fixed_back = np.minimum(np.minimum(engine, c["parsedLines"] * line_rate), dram)
        crossbar = c["crossbarBytes"] * c["coreClock"]
        compute = self.compute_seconds(bandwidth)
        rate = self.array("rate", size)

        def compressed(link_ratio, crossbar_ratio, is_backward):
            np.multiply(link_back if is_backward else link, link_ratio, out=rate)
            np.minimum(rate, fixed_back if is_backward else fixed, out=rate)
            return np.minimum(rate, crossbar_ratio * crossbar, out=rate)

        plain_out = np.minimum(link, dram)
        plain_back = np.minimum(link_back, dram)

        def plain(_link_ratio, _crossbar_ratio, is_backward):
            return plain_back if is_backward else plain_out

        cdma = self.iteration_seconds(compute, inverse_dram, compressed)
        vdnn = self.iteration_seconds(compute, inverse_dram, plain)
        np.divide(vdnn, cdma, out=figures[0])
        logic = (c["logicNode"] / 28e-9) ** 2
        engines = controllers * width * (logic * c["engineArea"] / 32)
        sram = buffer * (8 * c["sramCell"] * c["sramPorts"] / c["sramEfficiency"])
        figures[1] = engines + sram + logic * c["controlArea"]

    def evaluate(self, points):
        figures = np.empty((2, points.shape[1]))
        for start in range(0, points.shape[1], BLOCK):
            self.block(points[:, start : start + BLOCK], figures[:, start : start + BLOCK])
        return figures


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        model = Model(json.load(file))
    print(f"NumPy {np.__version__}, Python {sys.version.split()[0]}", flush=True)
    for line in sys.stdin:
        count, points_file, results_file = line.split()
        points = np.fromfile(points_file).reshape(KEYS, int(count))
        start = time.process_time()
        figures = model.evaluate(points)
        seconds = time.process_time() - start
        figures.tofile(results_file)
        print(seconds, flush=True)


if __name__ == "__main__":
    main()

/** How long the page takes for what has no budget, a line of text for each: for bench/swept-points.ts. */
import { DecisionsHarness } from './decisions-harness.ts';
import { answersOfConfig, reportOfLayers } from './fixture-answers.ts';
import { decisionFixture, ofManyPoints } from './fixture-decisions.ts';
import { alexnetReport, longReport, panelState } from './fixture-report.ts';
import { largeMaps, recordedStudy } from './fixture-study.ts';
import { medianFrameMs } from './gestures.ts';
import type { PanelHarness } from './harness.ts';
import { BRUSH_OF_AXIS, MANY_POINTS } from './swept-points.ts';

const UPDATES = 20;

/** Each is measured in a tab of its own, in which nothing is warm yet. */
export async function pageTimes(harness: PanelHarness): Promise<string[]> {
  return [
    ...(await timesToPaint(harness)),
    await timeOfManyLayers(harness),
    ...(await longestFramesOfLargeLayers(harness)),
    await frameWithPairsBeside(),
  ];
}

/** From a message to the painted page, of a first result and of those after it. */
async function timesToPaint(harness: PanelHarness): Promise<string[]> {
  const lines: string[] = [];
  for (const [name, report] of [
    ['AlexNet', alexnetReport()],
    ['80 layers', longReport()],
  ] as const) {
    const panel = await harness.open();
    const times: number[] = [];
    for (let run = 0; run <= UPDATES; run++) {
      times.push(await panel.show({ ...panelState(report), run: { durationMs: 10, requestedAtMs: run, version: 1 } }));
    }
    await panel.page.close();
    const [first = Number.NaN, ...later] = times;
    later.sort((a, b) => a - b);
    const median = later[UPDATES / 2] ?? Number.NaN;
    lines.push(`${name}: painted in ${first.toFixed(1)} ms, again in ${median.toFixed(1)} ms (median of ${UPDATES})`);
  }
  return lines;
}

async function timeOfManyLayers(harness: PanelHarness): Promise<string> {
  const startedAtMs = performance.now();
  const report = await reportOfLayers(200);
  const simulatedMs = performance.now() - startedAtMs;
  const panel = await harness.open({ saved: { view: 'layers' } });
  await panel.show(panelState(alexnetReport()));
  const paintedMs = await panel.show(panelState(report));
  await panel.page.close();
  return `200 layers: simulated in ${simulatedMs.toFixed(0)} ms, painted in ${paintedMs.toFixed(0)} ms`;
}

async function longestFramesOfLargeLayers(harness: PanelHarness): Promise<string[]> {
  const lines: string[] = [];
  const study = await recordedStudy();
  for (const [channels, side] of [
    [64, 224],
    [2048, 7],
  ] as const) {
    const panel = await harness.open({ saved: { view: 'activations' } });
    await panel.show(panelState(alexnetReport()));
    await panel.study(study);
    const longest = await panel.featureMaps('conv1', 0, largeMaps(channels, side));
    await panel.page.close();
    lines.push(`${channels} maps of ${side} x ${side} at 6 points: at most ${longest.toFixed(1)} ms between frames`);
  }
  return lines;
}

/** While a brush moves along an axis of parallel coordinates, with the pairs of columns beside them. */
async function frameWithPairsBeside(): Promise<string> {
  const harness = await DecisionsHarness.start();
  try {
    const content = decisionFixture((await answersOfConfig()).sweep.columns);
    const { page } = await harness.open(ofManyPoints(content, MANY_POINTS));
    const lines = page.getByRole('img', { name: /^Parallel coordinates/ });
    const milliseconds = await lines.evaluate(medianFrameMs, { gesture: BRUSH_OF_AXIS, steps: 40 });
    return `brush of an axis, pairs beside it: ${milliseconds.toFixed(1)} ms a frame (median of 40)`;
  } finally {
    await harness.close();
  }
}

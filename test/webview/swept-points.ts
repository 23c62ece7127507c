/** Very many swept points in the panel, and how fast the page follows a hand over them: for a test and for bench/swept-points.ts. */
import type { SweepColumns } from '../../src/exploration/columns.ts';
import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import { type Drag, type Gesture, medianFrameMs } from './gestures.ts';
import type { PanelPage } from './harness.ts';
import { choosePicture } from './open-view.ts';

const CLOUD = /^100,?000 design points/;
const LINES = /^Parallel coordinates of 100,?000/;
/** It stands at the right edge. */
const DOWN_THE_LAST_AXIS: Drag = { kind: 'drag', fromLeft: -14, fromTop: 80, stepX: 0, stepY: 5, shiftKey: false };

/** What a hand did, and how long a frame took meanwhile. */
export interface FrameTime {
  readonly gesture: string;
  /** Median of 40 frames. */
  readonly milliseconds: number;
}

/** Runs a sweep in its open view, answers with 100,000 points, and moves over their pictures. */
export async function framesOfSweptPoints(panel: PanelPage, { columns, decisions }: ShownSweep): Promise<FrameTime[]> {
  await panel.page.getByRole('button', { name: 'Run Sweep' }).click();
  await panel.answer('sweep', { columns: manyPoints(columns, 100_000), decisions });
  const times: FrameTime[] = [];
  const measure = async (gesture: string, label: RegExp, steps: Gesture): Promise<void> => {
    const picture = panel.page.getByRole('img', { name: label });
    await picture.waitFor();
    times.push({ gesture, milliseconds: await picture.evaluate(medianFrameMs, steps) });
  };
  const over = { kind: 'drag', fromLeft: 200, fromTop: 150, stepX: 4, stepY: 1 } as const;
  await measure('pan', CLOUD, { ...over, shiftKey: false });
  await measure('zoom', CLOUD, { kind: 'zoom', fromLeft: 200, fromTop: 150 });
  await measure('brush', CLOUD, { ...over, shiftKey: true });
  await choosePicture(panel, 'Parallel coordinates');
  await measure('brush of an axis', LINES, DOWN_THE_LAST_AXIS);
  return times;
}

/** The same sweep with points drawn around its own by a fixed rule. */
function manyPoints(sweep: SweepColumns, points: number): SweepColumns {
  const spread = (row: number) => ((row * 2654435761) % 4294967296) / 4294967296;
  const row = (index: number) => index % sweep.points;
  const columns = sweep.columns.map((column) => {
    const values = Float64Array.from(
      { length: points },
      (_, i) => (column.values[row(i)] ?? 0) * (0.8 + 0.4 * spread(i)),
    );
    if (column.kind === 'metric') return { ...column, values };
    return { ...column, values, indices: Uint32Array.from({ length: points }, (_, i) => column.indices[row(i)] ?? 0) };
  });
  const feasible = Uint8Array.from({ length: points }, (_, i) => sweep.feasible[row(i)] ?? 0);
  return { ...sweep, points, columns, feasible, ids: Uint32Array.from({ length: points }, (_, i) => i), best: 0 };
}

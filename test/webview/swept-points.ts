/** Very many swept points in the panel, and how fast the page follows a hand over them: for a test and for bench/swept-points.ts. */
import type { Locator } from 'playwright-core';
import type { SweepColumns } from '../../src/exploration/columns.ts';
import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import { type Drag, type Gesture, medianFrameMs } from './gestures.ts';
import type { PanelPage } from './harness.ts';
import { choosePicture } from './open-view.ts';

export const MANY_POINTS = 100_000;

const OVER_THE_MIDDLE = { kind: 'drag', fromLeft: 200, fromTop: 150, stepX: 4, stepY: 1 } as const;
export const PAN: Drag = { ...OVER_THE_MIDDLE, shiftKey: false };
export const ZOOM: Gesture = { kind: 'zoom', fromLeft: 200, fromTop: 150 };
export const BRUSH: Drag = { ...OVER_THE_MIDDLE, shiftKey: true };
/** The axis stands at the right edge. */
export const BRUSH_OF_AXIS: Drag = { kind: 'drag', fromLeft: -14, fromTop: 80, stepX: 0, stepY: 5, shiftKey: false };

/** What a hand did, and how long a frame took meanwhile. */
export interface FrameTime {
  readonly gesture: string;
  /** Median of 40 frames. */
  readonly milliseconds: number;
}

/** Runs a sweep in its open view and answers with 100,000 points; returns their cloud. */
export async function showManyPoints(panel: PanelPage, { columns, decisions }: ShownSweep): Promise<Locator> {
  await panel.page.getByRole('button', { name: 'Run Sweep' }).click();
  await panel.answer('sweep', { columns: manyPoints(columns, MANY_POINTS), decisions });
  const cloud = panel.page.getByRole('img', { name: /^100,?000 design points/ });
  await cloud.waitFor();
  return cloud;
}

/** Goes over to a line for each of the points. */
export async function showManyLines(panel: PanelPage): Promise<Locator> {
  await choosePicture(panel, 'Parallel coordinates');
  return panel.page.getByRole('img', { name: /^Parallel coordinates of 100,?000/ });
}

/** Moves over the pictures of 100,000 points. */
export async function framesOfSweptPoints(panel: PanelPage, sweep: ShownSweep): Promise<FrameTime[]> {
  const frameTime = async (gesture: string, picture: Locator, moved: Gesture): Promise<FrameTime> => ({
    gesture,
    milliseconds: await picture.evaluate(medianFrameMs, { gesture: moved, steps: 40 }),
  });
  const cloud = await showManyPoints(panel, sweep);
  return [
    await frameTime('pan', cloud, PAN),
    await frameTime('zoom', cloud, ZOOM),
    await frameTime('brush', cloud, BRUSH),
    await frameTime('brush of an axis', await showManyLines(panel), BRUSH_OF_AXIS),
  ];
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

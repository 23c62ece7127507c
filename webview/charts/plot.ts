import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Point } from './keyboard.ts';

/** Of a canvas, in CSS pixels. */
export interface Place {
  x: number;
  y: number;
}

/** A drawn chart, whatever draws it. */
export interface Plot {
  /** Fits the chart to a parent that has just been given another size. */
  resize(): void;
  /** Marks one value and shows its tooltip, or none. Returns where it is. */
  highlight(point: Point | undefined): Place | undefined;
  /** Marks what a key of the config decides about, or nothing. */
  mark(path: ConfigPath | undefined): void;
  pointAt(event: MouseEvent): Point | undefined;
  destroy(): void;
}

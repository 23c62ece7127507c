import type { ResolvedConfig } from '../config/resolved-config.ts';
import { type BufferCurve, bufferCurveOf } from './buffer-curve.ts';
import { type ControllerCurve, controllerCurveOf } from './controller-curve.ts';
import { type Roofline, rooflineOf } from './roofline.ts';
import type { OffloadedMapLines } from './traffic.ts';

export type { BufferCurve, ControllerCurve, Roofline };

/** What limits the offload path of one design, around its configured point. */
export interface DesignCurves {
  roofline: Roofline;
  buffer: BufferCurve;
  controllers: ControllerCurve;
}

/** @param maps every map that moves, in forward order. */
export function designCurves(config: ResolvedConfig, maps: readonly OffloadedMapLines[]): DesignCurves {
  return {
    roofline: rooflineOf(config, maps),
    buffer: bufferCurveOf(config, maps),
    controllers: controllerCurveOf(config, maps),
  };
}

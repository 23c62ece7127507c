import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import { type TrainingTimes, trainingTimes } from '../timing/training-times.ts';
import { timelineEvents } from './trace.ts';

const COMPUTE = 1;
const OFFLOAD = 2;

function timesOf(workload: Partial<ResolvedConfig['workload']>): TrainingTimes {
  const config = referenceConfig(TITAN_XP, 'googlenet');
  const changed = { ...config, workload: { ...config.workload, ...workload } };
  return trainingTimes(changed, networkById('googlenet'), () => 2.6);
}

function eventsOf({ cdma }: TrainingTimes, lane: number) {
  return timelineEvents(1, 'cDMA', cdma).flatMap((event) => (event.ph === 'X' && event.tid === lane ? [event] : []));
}

for (const workload of [{ sync: 'layer' }, { sync: 'async', staging: 0.5e9 }] as const) {
  test(`in each lane events follow one another without overlap: ${workload.sync}`, () => {
    const times = timesOf(workload);
    for (const lane of [1, 2, 3]) {
      let end = 0;
      for (const { ts, dur } of eventsOf(times, lane)) {
        assert.ok(ts >= end - 1e-3, `lane ${lane}: ${ts} us begins before ${end} us`);
        end = ts + dur;
      }
      assert.ok(end <= times.cdma.seconds * 1e6 + 1e-3);
    }
    assert.equal(eventsOf(times, COMPUTE).length, 2 * times.compute.length);
  });
}

test('without barriers a copy may outlast the layer that it left beside', () => {
  const times = timesOf({ sync: 'async', staging: 4e9 });
  const steps = times.cdma.steps.filter(({ direction }) => direction === 'forward');
  const late = eventsOf(times, OFFLOAD).filter(({ ts, dur, name }) => {
    const step = steps.find(({ transfers }) => transfers.some(({ layers }) => layers.join(' + ') === name));
    return step !== undefined && ts + dur > (step.start + step.duration) * 1e6 + 1e-3;
  });
  assert.ok(late.length > 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { CostConfig, ResolvedConfig } from '../config/resolved-config.ts';
import { EVALUATION_NETWORKS, networkById } from '../network/catalogue.ts';
import { nodeHost } from '../node/node-host.ts';
import type { Report } from '../report/report.ts';
import { Runner } from '../run.ts';
import { trainingTimes } from '../timing/training-times.ts';
import { cdmaArea, totalArea } from './area.ts';
import { costOf } from './cost-report.ts';
import { totalEnergy } from './energy.ts';

const MAXWELL = referenceConfig(MAXWELL_TITAN_X, 'alexnet');
const XP = referenceConfig(TITAN_XP, 'alexnet');

test("the paper's design takes 1.5 mm² in 28 nm (slide 52)", () => {
  assert.equal(totalArea(cdmaArea(MAXWELL)).toFixed(2), '1.50');
});

/** Engines, buffer and control as docs/model.md splits the published total. */
test('it is 1.20 mm² of engines, 0.24 of buffer and 0.06 of control', () => {
  const { engines, buffer, control } = cdmaArea(MAXWELL);
  assert.deepEqual(
    [engines, buffer, control].map((mm2) => mm2.toFixed(2)),
    ['1.20', '0.24', '0.06'],
  );
});

test('area grows with what it is made of', () => {
  const { gpu, dma, cost } = MAXWELL;
  const one = cdmaArea(MAXWELL);
  const doubled = (change: Partial<ResolvedConfig>) => cdmaArea({ ...MAXWELL, ...change });
  assertClose(doubled({ gpu: { ...gpu, memoryControllers: 12 } }).engines, 2 * one.engines);
  assertClose(doubled({ dma: { ...dma, engineBytesPerCycle: 64 } }).engines, 2 * one.engines);
  assertClose(doubled({ dma: { ...dma, buffer: 140e3 } }).buffer, 2 * one.buffer);
  assertClose(doubled({ cost: { ...cost, sramPorts: 4 } }).buffer, 2 * one.buffer);
  assertClose(doubled({ cost: { ...cost, sramEfficiency: 0.3 } }).buffer, 2 * one.buffer);
  const shrunk = doubled({ cost: { ...cost, logicNode: 14e-9 } });
  assertClose(4 * shrunk.engines, one.engines);
  assertClose(4 * shrunk.control, one.control);
  assert.equal(shrunk.buffer, one.buffer, 'SRAM does not scale with the name of the node');
  assert.ok(totalArea(cdmaArea(XP)) < 2 * totalArea(one));
});

test('as a share of the die that is 0.25 % of a GM200 (601 mm²) and 0.19 % of the 800 mm² of slide 52', async () => {
  const gm200 = await run({ gpu: { preset: 'titanx-maxwell' } });
  const gv100 = await run({ gpu: { preset: 'titanx-maxwell' }, cost: { dieArea: '800 mm2' } });
  assert.equal(percent(gm200.cost.areaShareOfDie), '0.25');
  assert.equal(percent(gv100.cost.areaShareOfDie), '0.19');
});

test('a package of several dies has no share, until its die is written', async () => {
  const cost = (change: object) => run({ gpu: { preset: 'mi300x' }, ...change }).then((report) => report.cost);
  assert.equal((await cost({})).areaShareOfDie, null);
  const { areaMm2, areaShareOfDie } = await cost({ cost: { dieArea: '100 mm2' } });
  assertClose(areaShareOfDie ?? Number.NaN, areaMm2 / 100);
});

/**
 * cDMA's energy over vDNN's for the six networks (docs/model.md, "Area and energy"). The expected values were computed
 * with slightly other ratios and FLOP counts, hence a tolerance of 0.025.
 */
const RATIOS = [2.11, 2.35, 2.92, 2.72, 2.91, 2.32];
for (const { gpu, expected } of [
  { gpu: MAXWELL_TITAN_X, expected: [0.86, 0.96, 0.88, 0.91, 0.71, 0.76] },
  { gpu: TITAN_XP, expected: [0.77, 0.93, 0.77, 0.82, 0.62, 0.67] },
]) {
  test(`on ${gpu.preset} cDMA saves energy, nearly all of it static`, () => {
    for (const [index, { id }] of EVALUATION_NETWORKS.entries()) {
      const { cdma, vdnn } = energies(referenceConfig(gpu, id), RATIOS[index] ?? Number.NaN);
      const share = totalEnergy(cdma) / totalEnergy(vdnn);
      const close = Math.abs(share - (expected[index] ?? Number.NaN)) < 0.025;
      assert.ok(close, `${id}: ${share.toFixed(3)} is not ${expected[index]}`);
      assert.ok((vdnn.static - cdma.static) / (totalEnergy(vdnn) - totalEnergy(cdma)) >= 0.9, id);
    }
  });
}

test('without compression, cDMA costs what vDNN costs and its engines', () => {
  const { cdma, vdnn } = energies(MAXWELL, 1);
  assert.ok(cdma.engine > 0);
  assertClose(totalEnergy(cdma) - cdma.engine, totalEnergy(vdnn));
});

test('every constant is the price of its own part alone', () => {
  const parts: [key: keyof CostConfig, part: keyof ReturnType<typeof energies>['cdma']][] = [
    ['dramEnergy', 'dram'],
    ['crossbarEnergy', 'transfer'],
    ['hostEnergy', 'transfer'],
    ['linkEnergy', 'transfer'],
    ['engineEnergy', 'engine'],
    ['computeEnergy', 'arithmetic'],
    ['staticPower', 'static'],
  ];
  for (const [key, part] of parts) {
    const { cdma } = energies({ ...MAXWELL, cost: { ...FREE, [key]: 1 } }, 2);
    assert.ok(cdma[part] > 0, key);
    assert.equal(totalEnergy(cdma), cdma[part], key);
  }
});

test('the link carries the headers of its packets: 24 B for each payload', () => {
  const onLink = (maxPayload: number) =>
    energies({ ...MAXWELL, link: { ...MAXWELL.link, maxPayload }, cost: { ...FREE, linkEnergy: 1 } }, 2).cdma.transfer;
  assertClose(onLink(256) / onLink(128), 280 / 256 / (152 / 128));
});

test('while energy is off, none of its constants reaches the results', async () => {
  const plain = await run({});
  const dear = await run({ cost: { staticPower: '1 kW', linkEnergy: '500 pJ/bit', computeEnergy: '500 pJ/FLOP' } });
  const { energyJ, vdnnEnergyJ, energy } = plain.cost;
  assert.deepEqual([energyJ, vdnnEnergyJ, energy], [null, null, null]);
  assert.deepEqual({ ...dear, config: null }, { ...plain, config: null });
  assert.deepEqual(
    plain.provenance.filter(({ kind }) => kind === 'assumed'),
    [],
  );
});

test('the report names every constant of area with its source, and those of energy only where it is on', async () => {
  const off = await run({});
  const on = await run({ cost: { energy: 'on' } });
  const keys = (report: Report) => report.cost.constants.map(({ path }) => path.replace('cost.', '')).sort();
  assert.deepEqual(
    keys(off).filter((key) => key in FREE && FREE[key as keyof CostConfig] === 0),
    [],
  );
  const { energy, ...constants } = on.config.resolved.cost;
  assert.deepEqual(keys(on), Object.keys(constants).sort());
  assert.ok(on.cost.constants.every(({ name, value, source }) => name && value && source));
});

/** docs/model.md, "Area and energy": the column "from" of its tables. */
test('a constant says what it is worth: published, recalled, calibrated, assumed, or the config itself', async () => {
  const { cost } = await run({ gpu: { preset: 'titanx-maxwell' }, cost: { energy: 'on', hostEnergy: '18 pJ/bit' } });
  const worth = (key: string) => {
    const found = cost.constants.find(({ path }) => path === `cost.${key}`);
    return [found?.value, found?.kind];
  };
  assert.deepEqual(worth('sramCell'), ['0.127 um2', 'published']);
  assert.deepEqual(worth('dramEnergy'), ['14 pJ/bit', 'recalled']);
  assert.deepEqual(worth('engineArea'), ['0.2 mm2', 'calibrated']);
  assert.deepEqual(worth('sramPorts'), ['2', 'assumed']);
  assert.deepEqual(worth('computeEnergy'), ['22 pJ/FLOP', 'assumed']);
  assert.deepEqual(worth('hostEnergy'), ['18 pJ/bit', 'configured']);
});

test('energy that was asked for is there, and called assumed', async () => {
  const { cost, provenance } = await run({ cost: { energy: 'on' } });
  assert.ok(cost.energy && cost.energyJ && cost.vdnnEnergyJ && cost.energyJ < cost.vdnnEnergyJ);
  assertClose(totalEnergy(cost.energy.cdma), cost.energyJ);
  assert.equal(provenance.find(({ figure }) => figure === 'Energy')?.kind, 'assumed');
});

/** All constants of energy at zero. */
const FREE: CostConfig = {
  ...MAXWELL.cost,
  dramEnergy: 0,
  crossbarEnergy: 0,
  engineEnergy: 0,
  linkEnergy: 0,
  hostEnergy: 0,
  computeEnergy: 0,
  staticPower: 0,
};

function energies(config: ResolvedConfig, ratio: number) {
  const { energy } = costOf(
    config,
    trainingTimes(config, networkById(config.workload.network), () => ratio),
  );
  if (energy === null) throw new Error('energy is off');
  return energy;
}

const runner = new Runner(nodeHost());

async function run(config: object): Promise<Report> {
  const { report } = await runner.run(JSON.stringify(config), 'file:///test.cdma.json');
  if (report === null) throw new Error(`no report for ${JSON.stringify(config)}`);
  return report;
}

function percent(share: number | null): string {
  return ((share ?? Number.NaN) * 100).toFixed(2);
}

function assertClose(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-12 * Math.abs(expected), `${actual} is not ${expected}`);
}

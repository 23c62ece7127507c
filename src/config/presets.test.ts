import assert from 'node:assert/strict';
import { test } from 'node:test';
import schema from '../../schemas/cdma-config.schema.json' with { type: 'json' };
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { NETWORK_TABLES } from '../network/catalogue.ts';
import { loadConfig } from './load.ts';
import { GPU_PRESETS, LINK_PRESETS, MEMORY_TECHNOLOGIES, PROCESSES } from './presets.ts';
import { parseQuantity } from './quantity.ts';

const { gpu, link, workload } = schema.properties;
const load = (config: unknown) =>
  loadConfig(JSON.stringify(config), 'file:///a.cdma.json', memoryFiles({}), NETWORK_TABLES);

for (const { id } of GPU_PRESETS) {
  test(`the GPU preset ${id} resolves`, async () => {
    const { findings, resolved } = await load({ gpu: { preset: id } });
    assert.deepEqual(findings, []);
    assert.equal(resolved?.gpu.preset, id);
  });
}

for (const { id, rawBandwidth } of LINK_PRESETS) {
  test(`the link preset ${id} resolves to less than its raw bandwidth`, async () => {
    const { findings, resolved } = await load({ link: { preset: id } });
    const raw = parseQuantity(String(rawBandwidth.value));
    assert.deepEqual(findings, []);
    assert.ok(resolved && raw.kind === 'quantity' && resolved.link.bandwidth < raw.value);
  });
}

test('every number of a preset says where it comes from', () => {
  const dies = GPU_PRESETS.flatMap(({ dieArea }) => dieArea ?? []);
  const sets = [...GPU_PRESETS, ...LINK_PRESETS, ...PROCESSES, ...MEMORY_TECHNOLOGIES];
  for (const { source, confidence } of [...dies, ...sets.flatMap(({ values }) => Object.values(values))]) {
    assert.ok(source);
    assert.ok(['high', 'medium', 'low'].includes(confidence));
  }
});

test('PCIe moves raw x 128/152 x 0.965 of payload', () => {
  for (const { id, rawBandwidth, values } of LINK_PRESETS.filter(({ id }) => id.startsWith('pcie'))) {
    const payload = Number.parseFloat(String(rawBandwidth.value)) * (128 / 152) * 0.965;
    assert.ok(Math.abs(payload - Number.parseFloat(String(values.bandwidth.value))) < 0.05, id);
  }
});

test('the schema completes the presets and networks that exist, with their figures', () => {
  const completed = (key: typeof gpu.properties.preset) => key.anyOf.flatMap((choice) => choice.enum ?? []);
  assert.deepEqual(
    completed(gpu.properties.preset),
    GPU_PRESETS.map(({ id }) => id),
  );
  assert.deepEqual(
    completed(link.properties.preset),
    LINK_PRESETS.map(({ id }) => id),
  );
  assert.deepEqual(
    completed(workload.properties.network),
    NETWORK_TABLES.map(({ id }) => id),
  );
  const descriptions = gpu.properties.preset.anyOf[0]?.markdownEnumDescriptions ?? [];
  for (const [index, { title, values }] of GPU_PRESETS.entries()) {
    assert.ok(descriptions[index]?.includes(title));
    assert.ok(descriptions[index]?.includes(String(values.dramBandwidth.value)));
  }
});

/** docs/model.md, "Compute time": the GPUs with public Caffe or Torch timings that the compute model was compared with. */
const MEASURED = ['titanx-maxwell', 'titanx-pascal', 'titanxp'];

test('every GPU says whether it was measured or is extrapolated, and so does the schema', () => {
  const descriptions = gpu.properties.preset.anyOf[0]?.markdownEnumDescriptions ?? [];
  for (const [index, { id, validation }] of GPU_PRESETS.entries()) {
    assert.equal(validation, MEASURED.includes(id) ? 'measured' : 'extrapolated', id);
    assert.equal(descriptions[index]?.endsWith('; extrapolated, not validated'), validation === 'extrapolated', id);
  }
});

test('every GPU says what it was compared with; where its tensor or matrix cores are left out, it says so', () => {
  const withoutMatrixCores = [...MEASURED, 'p100-sxm2'];
  for (const { id, validation, validationNote } of GPU_PRESETS) {
    assert.match(
      validationNote,
      validation === 'measured' ? /^compared with measured / : /no measured times; the fp32 /,
    );
    assert.equal(/(tensor|matrix) cores is faster$/.test(validationNote), !withoutMatrixCores.includes(id), id);
  }
});

test('the schema says of which links the effective bandwidth is assumed', () => {
  const descriptions = link.properties.preset.anyOf[0]?.markdownEnumDescriptions ?? [];
  for (const [index, { id, values }] of LINK_PRESETS.entries()) {
    const assumed = descriptions[index]?.includes('effective bandwidth assumed');
    assert.equal(assumed, values.bandwidth.confidence === 'low', id);
  }
});

test('what is assumed has low confidence, and what has low confidence says so', () => {
  const sets = [...LINK_PRESETS, ...PROCESSES, ...MEMORY_TECHNOLOGIES];
  for (const { id, values } of sets) {
    for (const { source, confidence } of Object.values(values)) {
      assert.equal(source.startsWith('assumed'), confidence === 'low', `${id}: ${source}`);
    }
  }
});

test('constants of cost follow the technology of the GPU and the link, with source and confidence', async () => {
  const { origins, resolved } = await load({ gpu: { preset: 'gh200' }, link: { preset: 'nvlink-c2c' } });
  assert.equal(resolved?.cost.dramEnergy, 3.9e-12);
  assert.equal(resolved?.cost.sramCell, 0.021e-12);
  assert.equal(resolved?.cost.linkEnergy, 1.3e-12);
  const origin = origins?.get('cost.computeEnergy');
  assert.ok(origin?.kind === 'preset' && origin.id === 'gh200' && origin.confidence === 'low');
});

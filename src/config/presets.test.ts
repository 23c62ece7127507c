import assert from 'node:assert/strict';
import { test } from 'node:test';
import schema from '../../schemas/cdma-config.schema.json' with { type: 'json' };
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { NETWORK_TABLES } from '../network/catalogue.ts';
import { loadConfig } from './load.ts';
import { GPU_PRESETS, LINK_PRESETS } from './presets.ts';
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
  for (const { values } of [...GPU_PRESETS, ...LINK_PRESETS]) {
    for (const { source, confidence } of Object.values(values)) {
      assert.ok(source);
      assert.ok(['high', 'medium', 'low'].includes(confidence));
    }
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

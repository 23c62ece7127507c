import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { CommandLine, linesOf } from '../test/beyond-one-machine/command-line.ts';
import { SMALL } from '../test/unit/small-sweep.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const commandLine = await CommandLine.create();
after(() => commandLine.remove());
copyFileSync(path.join(ROOT, 'examples/tiny.cdma-network.json'), commandLine.at('tiny.cdma-network.json'));

test('points as lines are those of --json, without what needs all points', () => {
  const sweep = commandLine.config('lines.cdma.json', SMALL);
  const file = commandLine.at('lines.ndjson');
  const { status, stdout } = commandLine.explore(sweep, '--ndjson', file, '--json');
  assert.equal(status, 0);
  const { points, config: named, plan } = JSON.parse(stdout);
  const [header, ...rest] = linesOf(file).map((line) => JSON.parse(line));
  assert.deepEqual([header.cdmaExploration, header.config, header.points, header.total], [1, named, 16, plan.total]);
  assert.deepEqual(header.parameters, Object.keys(SMALL.explore.parameters));
  assert.deepEqual(
    rest,
    points.map(({ pareto: _, ...point }: { pareto: boolean }) => point),
  );
  assert.ok(rest.some(({ reasons }) => reasons.includes('speedupOverVdnn > 1.4')));
});

test('shards, resumed and merged, are the bytes of one process; missing points and strange parts are named', () => {
  const sweep = commandLine.config('shards.cdma.json', SMALL);
  const [whole, parts] = [commandLine.at('shards.ndjson'), commandLine.at('parts')];
  commandLine.explore(sweep, '--ndjson', whole);
  const run = (shard: string): ReturnType<CommandLine['explore']> =>
    commandLine.explore(sweep, '--shard', shard, '--out', parts);
  assert.equal(run('1/3').status, 0);
  assert.equal(run('3/3').status, 0);
  const lacking = commandLine.explore('--merge', parts);
  assert.deepEqual([lacking.status, lacking.stdout], [1, '']);
  assert.match(lacking.stderr, /^points 6 to 10 of 16 are missing: run --shard 2\/3$/m);

  assert.equal(run('2/3').status, 0);
  appendFileSync(path.join(parts, 'part-3-of-3.ndjson'), '{"id":1'); // torn
  const merged = commandLine.explore('--merge', parts);
  assert.equal(merged.status, 0);
  assert.equal(merged.stdout, readFileSync(whole, 'utf8'));
  writeFileSync(path.join(parts, 'merged.ndjson'), merged.stdout);
  assert.match(run('3/3').stderr, /6 points \(6 were there, 0 run\)/);
  assert.equal(commandLine.explore('--merge', parts).stdout, merged.stdout, 'a merged file is no part');
  assert.deepEqual(readdirSync(parts).sort(), ['merged.ndjson', ...[1, 2, 3].map((k) => `part-${k}-of-3.ndjson`)]);

  const last = path.join(parts, 'part-3-of-3.ndjson');
  const sound = readFileSync(last, 'utf8');
  for (const [damage, message] of [
    [sound.replace(/^(.*\n.*\n)/, '$1{"id":0,}\n'), /part-3-of-3\.ndjson: line 3 is damaged/],
    [`${sound}${'{"id":99,"x":1}\n'}`, /has 7 points instead of 6/],
    [sound.replace('"hash":"', '"hash":"0'), /part-3-of-3\.ndjson is of another config, sweep or version/],
    ['hello\n', /part-3-of-3\.ndjson has no points of a sweep/],
  ] as const) {
    writeFileSync(last, damage);
    const { status, stdout, stderr } = commandLine.explore('--merge', parts);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, message);
  }
  writeFileSync(last, sound);
  writeFileSync(path.join(parts, 'part-1-of-2.ndjson'), sound);
  assert.match(
    commandLine.explore('--merge', parts).stderr,
    /has parts of 2 and of 3: delete all but those of one sharding/,
  );
});

test('more shards than points: some parts have none', () => {
  const sweep = commandLine.config('few.cdma.json', { explore: { parameters: { 'dma.buffer': ['8 KB', '70 KB'] } } });
  for (const k of [1, 2, 3])
    assert.equal(commandLine.explore(sweep, '--shard', `${k}/3`, '--out', commandLine.at('few')).status, 0);
  commandLine.explore(sweep, '--ndjson', commandLine.at('few.ndjson'));
  assert.equal(
    commandLine.explore('--merge', commandLine.at('few')).stdout,
    readFileSync(commandLine.at('few.ndjson'), 'utf8'),
  );
});

test('Parquet holds what the CSV does, with units and config beside it', async () => {
  const sweep = commandLine.config('parquet.cdma.json', {
    ...SMALL,
    explore: { ...SMALL.explore, parameters: { ...SMALL.explore.parameters, 'gpu.dramEfficiency': [0.5, 0.7] } },
  });
  const [csv, parquet] = [commandLine.at('points.csv'), commandLine.at('points.parquet')];
  assert.equal(commandLine.explore(sweep, '--csv', csv, '--parquet', parquet).status, 0);
  const [heading = '', ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
  const names = heading.split(',').map((name) => name.replace(/ \(.*\)$/, ''));
  const bytes = readFileSync(parquet);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const read = await parquetReadObjects({ file });
  const text = read.map((row) => names.slice(0, -1).map((name) => String(row[name] ?? '')));
  assert.deepEqual(
    text,
    rows.map((row) => row.split(',').slice(0, -1)),
    'all but the hash, which is the same in every row',
  );
  assert.equal(read.length, 32);
  assert.equal(typeof read[0]?.['gpu.dramEfficiency'], 'number');

  const metadata = new Map(parquetMetadata(file).key_value_metadata?.map(({ key, value }) => [key, value]));
  assert.equal(metadata.get('cdma.config.hash'), rows[0]?.split(',').at(-1));
  assert.deepEqual(JSON.parse(metadata.get('cdma.units') ?? ''), {
    iterationTime: 's',
    offloadedSize: 'B',
    peakMemory: 'B',
    cdmaArea: 'm2',
  });
});

test('a plan is run as it was made, and refused once its config has changed', () => {
  const sweep = commandLine.config('planned.cdma.json', SMALL);
  const planned = commandLine.explore(sweep, '--plan', '--json');
  assert.equal(planned.status, 0);
  const plan = commandLine.at('plan.json');
  writeFileSync(plan, planned.stdout);
  const { config: named, total, points, dropped, hash } = JSON.parse(planned.stdout);
  assert.deepEqual([named, total, points.length], [sweep, 20, 16]);
  assert.deepEqual(dropped, [{ constraint: 'dma.buffer > 8 KB', points: 4 }]);
  const run = commandLine.explore('--run', plan, '--json');
  assert.equal(run.stdout, commandLine.explore(sweep, '--json').stdout);
  assert.equal(JSON.parse(run.stdout).config.hash, hash);
  assert.equal(commandLine.explore('--run', plan, '--shard', '1/2', '--out', commandLine.at('planned')).status, 0);

  writeFileSync(plan, JSON.stringify({ ...JSON.parse(planned.stdout), points: points.slice(1) }));
  assert.match(commandLine.explore('--run', plan).stderr, /the plan has other points than .*: it is run as a whole/);
  writeFileSync(plan, planned.stdout);
  commandLine.config('planned.cdma.json', { ...SMALL, link: { bandwidth: '12 GB/s' } });
  const changed = commandLine.explore('--run', plan);
  assert.equal(changed.status, 2);
  assert.match(changed.stderr, /planned\.cdma\.json has changed since the plan was made: the design/);
  commandLine.config('planned.cdma.json', { explore: { ...SMALL.explore, constraints: [] } });
  assert.match(
    commandLine.explore('--run', plan, '--shard', '1/2', '--out', commandLine.at('no')).stderr,
    /since .*: its "explore" section/,
  );
  writeFileSync(plan, '[]');
  assert.match(commandLine.explore('--run', plan).stderr, /is no plan/);
});

test('a plan as text counts points, says why others are dropped, and how long it takes', () => {
  const { status, stdout } = commandLine.explore(commandLine.config('planned.cdma.json', SMALL), '--plan');
  assert.equal(status, 0);
  assert.match(stdout, /^16 of 20 points\n {2}dma\.buffer: 5 values, 8 KB to 140 KB\n/);
  assert.match(stdout, /\n {2}4 points dropped by dma\.buffer > 8 KB\n {2}after each run: speedupOverVdnn > 1\.4\n/);
  assert.match(stdout, /\n {2}about less than 1 s on one thread/);
});

test('of drawn values a plan names the least and the largest', () => {
  const explore = {
    parameters: { 'gpu.dramEfficiency': { from: 0.5, to: 0.9 } },
    sample: { method: 'sobol', points: 64 },
  };
  const { status, stdout } = commandLine.explore(commandLine.config('drawn.cdma.json', { explore }), '--plan');
  assert.equal(status, 0);
  const [, least, largest] = /gpu\.dramEfficiency: 64 values, ([\d.]+) to ([\d.]+)\n/.exec(stdout) ?? [];
  // 64 points of a scrambled Sobol sequence: one in each 64th of the range.
  const part = (0.9 - 0.5) / 64;
  assert.ok(Number(least) >= 0.5 && Number(least) <= 0.5 + part, stdout);
  assert.ok(Number(largest) <= 0.9 && Number(largest) >= 0.9 - part, stdout);
});

test('the screen marks the front, and names knee, cheapest point and hypervolume as --json has them', () => {
  const sweep = commandLine.config('screen.cdma.json', SMALL);
  const { stdout } = commandLine.explore(sweep);
  const result = JSON.parse(commandLine.explore(sweep, '--json').stdout);
  const marked = [...stdout.matchAll(/^ *(\d+) {2}\*/gm)].map(([, id]) => Number(id)).sort((a, b) => a - b);
  const front = result.points.filter(({ pareto }: { pareto: boolean }) => pareto).map(({ id }: { id: number }) => id);
  assert.ok(front.length > 0);
  assert.deepEqual(marked, front);
  assert.match(stdout, new RegExp(`^front: ${front.length} points?, marked \\*$`, 'm'));
  if (result.knee !== null) assert.match(stdout, new RegExp(`^knee: point ${result.knee}$`, 'm'));
  const { id } = result.cheapestWithin;
  assert.match(stdout, new RegExp(`^cheapest within 2 % of the best speedupOverVdnn: point ${id} \\(`, 'm'));
  assert.ok(stdout.includes(`dominates ${Number((result.hypervolume * 100).toPrecision(3))} %`), stdout);
  const edge = commandLine.config('edge.cdma.json', { explore: { parameters: { 'dma.buffer': ['8 KB', '16 KB'] } } });
  assert.match(
    commandLine.explore(edge).stderr,
    /information\[explore-edge\]: The best speedupOverVdnn lies at dma\.buffer = 16 KB/,
  );
});

test('recipes are accepted by bash, and run the program that wrote them', () => {
  const sweep = commandLine.config('recipe.cdma.json', SMALL);
  for (const kind of ['slurm', 'parallel']) {
    const { status, stdout } = commandLine.explore(
      sweep,
      '--emit',
      kind,
      '--shards',
      '4',
      '--out',
      commandLine.at('recipe'),
    );
    assert.equal(status, 0);
    assert.equal(spawnSync('bash', ['-n'], { input: stdout }).status, 0);
    assert.ok(stdout.includes(commandLine.program) && stdout.includes(sweep), stdout);
  }
  const { stdout } = commandLine.explore(
    sweep,
    '--emit',
    'snakemake',
    '--shards',
    '4',
    '--out',
    commandLine.at('recipe'),
  );
  assert.ok(stdout.includes(JSON.stringify(commandLine.program)));
});

test('what decides by its results cannot be divided, but gives its points', () => {
  const { parameters } = SMALL.explore;
  for (const [explored, reason] of [
    [{ parameters, search: { budget: 12, population: 4 } }, /a search cannot be divided/],
    [{ parameters, fidelity: 'closed-form-first' }, /"closed-form-first" cannot be divided/],
  ] as const) {
    const sweep = commandLine.config('whole.cdma.json', {
      workload: { network: './tiny.cdma-network.json' },
      explore: explored,
    });
    for (const args of [
      ['--shard', '1/2', '--out', commandLine.at('undivided')],
      ['--emit', 'slurm', '--shards', '2', '--out', commandLine.at('undivided')],
    ]) {
      const { status, stderr } = commandLine.explore(sweep, ...args);
      assert.equal(status, 2);
      assert.match(stderr, reason);
    }
    assert.ok(!existsSync(commandLine.at('undivided')));
    const file = commandLine.at('undivided.ndjson');
    const { stdout } = commandLine.explore(sweep, '--ndjson', file, '--json');
    const [header, ...points] = linesOf(file).map((line) => JSON.parse(line));
    assert.equal(header.points, points.length);
    assert.deepEqual(
      points,
      JSON.parse(stdout).points.map(({ pareto: _, ...point }: { pareto: boolean }) => point),
    );
    const plan = commandLine.explore(sweep, '--plan', '--json');
    writeFileSync(commandLine.at('whole-plan.json'), plan.stdout);
    assert.equal(commandLine.explore('--run', commandLine.at('whole-plan.json'), '--json').stdout, stdout);
  }
});

test('points that cannot be simulated: exit code 1, from one process and from a shard, and a merge that is complete', () => {
  const activations = { source: 'model', manifest: './manifest.json' };
  const parameters = { 'workload.activations.source': ['model', 'tensors'], 'dma.buffer': ['8 KB', '70 KB'] };
  const sweep = commandLine.config('impossible.cdma.json', { workload: { activations }, explore: { parameters } });
  const whole = commandLine.explore(sweep, '--ndjson', commandLine.at('impossible.ndjson'));
  assert.equal(whole.status, 1, whole.stderr);
  const reasons = linesOf(commandLine.at('impossible.ndjson'))
    .slice(1)
    .map((line) => JSON.parse(line).metrics === null);
  assert.deepEqual(reasons, [false, false, true, true]);
  const statuses = [1, 2].map(
    (k) => commandLine.explore(sweep, '--shard', `${k}/2`, '--out', commandLine.at('impossible')).status,
  );
  assert.deepEqual(statuses, [0, 1]);
  const merged = commandLine.explore('--merge', commandLine.at('impossible'));
  assert.equal(merged.status, 0);
  assert.equal(merged.stdout, readFileSync(commandLine.at('impossible.ndjson'), 'utf8'));
});

test('2 where nothing can be run: no sweep, errors, files that are not there', () => {
  const none = commandLine.config('none.cdma.json', {});
  const wrong = commandLine.config('wrong.cdma.json', { explore: { parameters: { 'dma.bufer': ['1 KB'] } } });
  for (const args of [
    [],
    ['--plan'],
    ['--shard', '1/2', '--out', commandLine.at('x')],
    ['--emit', 'slurm', '--shards', '2', '--out', commandLine.at('x')],
  ]) {
    const without = commandLine.explore(none, ...args);
    assert.deepEqual([without.status, without.stdout], [2, '']);
    assert.match(without.stderr, /this config has no sweep/);
    const withErrors = commandLine.explore(wrong, ...args);
    assert.deepEqual([withErrors.status, withErrors.stdout], [2, '']);
    assert.match(withErrors.stderr, /error\[explore-key\]/);
  }
  const sweep = commandLine.config('fine.cdma.json', SMALL);
  for (const [args, message] of [
    [['nowhere.cdma.json'], /cannot read nowhere\.cdma\.json: it does not exist/],
    [['--run', 'nowhere.json'], /cannot read nowhere\.json: it does not exist/],
    [['--merge', commandLine.at('nowhere')], /cannot read .*nowhere: it does not exist/],
    [['--merge', ROOT], /has no parts/],
    [[sweep, '--csv', commandLine.at('no/where.csv')], /cannot write .*where\.csv: it does not exist/],
    [[sweep, '--parquet', commandLine.at('.')], /cannot write/],
    [[sweep, '--ndjson', commandLine.at('.')], /cannot write .*: it is a folder/],
    [[sweep, '--shard', '1/2', '--out', sweep], /cannot make the folder/],
    [[sweep, '--emit', 'pbs', '--shards', '2', '--out', 'x'], /expected parallel, slurm, snakemake/],
  ] as const) {
    const { status, stderr } = commandLine.explore(...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
  }
});

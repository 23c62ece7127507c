import { CODEC_IDS } from '../src/config/resolved-config.ts';
import { isEvaluationThread, runEvaluationThread } from '../src/node/evaluation/evaluation-thread.ts';
import { MODEL_VERSION, TOOL } from '../src/version.ts';
import { characterize } from './commands/characterize.ts';
import { check } from './commands/check.ts';
import { compress } from './commands/compress.ts';
import { decompress } from './commands/decompress.ts';
import { explore } from './commands/explore.ts';
import { simulate } from './commands/simulate.ts';
import { validate } from './commands/validate.ts';
import { validation } from './commands/validation.ts';
import { keepStandardOutputWhole } from './standard-output.ts';
import { EXIT_CANNOT_RUN, UsageError } from './usage.ts';

const COMMANDS: Record<string, { run(args: string[]): Promise<number>; summary: string }> = {
  validate: { run: validate, summary: 'validate FILE... [--json]' },
  simulate: {
    run: simulate,
    summary: 'simulate FILE [--set path=value]... [--json] [--csv F] [--markdown F] [--trace F]',
  },
  check: { run: check, summary: 'check FILE... [--json]' },
  compress: {
    run: compress,
    summary:
      `compress TENSOR [--codec ${CODEC_IDS.join(',')}] [--layout NCHW,NHWC,CHWN] [--stored NCHW] [--tensor NAME] [--dtype bfloat16] ` +
      '[--run-length-format word-aligned] [--window "4 KiB"] [--json] [--out F]',
  },
  decompress: { run: decompress, summary: 'decompress F --out TENSOR' },
  characterize: {
    run: characterize,
    summary: 'characterize MANIFEST [--network NAME] [--zlib sampled|all] [--seed N] [--json] [--out CONFIG]',
  },
  explore: {
    run: explore,
    summary: [
      'explore FILE | --run PLAN [--json] [--csv F] [--parquet F] [--ndjson F] [--threads N]',
      'explore FILE --plan [--json]',
      'explore FILE | --run PLAN --shard K/N --out DIR [--threads N]',
      'explore FILE --emit slurm|parallel|snakemake --shards N --out DIR',
      'explore --merge DIR',
    ].join('\n  cdma '),
  },
  validation: { run: validation, summary: 'validation [--json | --markdown]' },
};

const USAGE = [
  'Usage: cdma COMMAND ...',
  ...Object.values(COMMANDS).map(({ summary }) => `  cdma ${summary}`),
  '  cdma --version',
  'Exit codes: 0 fine, 1 findings, 2 cannot run.',
].join('\n');

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(USAGE);
    return name === undefined ? EXIT_CANNOT_RUN : 0;
  }
  if (name === '--version') {
    console.log(`${TOOL.name} ${TOOL.version}, model ${MODEL_VERSION}`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (command === undefined) throw new UsageError(`unknown command "${name}"`);
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) {
      console.error(`cdma: unexpected failure: ${error instanceof Error ? error.message : String(error)}`);
      return EXIT_CANNOT_RUN;
    }
    console.error(`cdma: ${error.message}\n${command === undefined ? USAGE : `Usage: cdma ${command.summary}`}`);
    return EXIT_CANNOT_RUN;
  }
}

if (isEvaluationThread()) runEvaluationThread();
else {
  keepStandardOutputWhole();
  void main(process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
}

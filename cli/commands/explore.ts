import { Cancelled } from '../../src/cancelled.ts';
import { emitRecipe } from '../explore/emit.ts';
import { readExploreCall } from '../explore/explore-call.ts';
import { Interruption } from '../explore/interruption.ts';
import { mergeParts } from '../explore/merge.ts';
import { printPlan } from '../explore/print-plan.ts';
import { runExploration } from '../explore/run.ts';
import { runShard } from '../explore/shard.ts';

/**
 * `cdma explore FILE`: runs the sweep that the config describes in `explore`, or says what it would run, on this machine or
 * in parts on many.
 */
export async function explore(args: string[]): Promise<number> {
  const call = readExploreCall(args);
  switch (call.kind) {
    case 'run':
      return untilInterrupted((signal) => runExploration(call.of, call.outputs, call.threads, signal));
    case 'plan':
      return printPlan(call.of, call.json);
    case 'shard':
      return untilInterrupted((signal) => runShard(call.of, call.shard, call.out, call.threads, signal));
    case 'merge':
      return mergeParts(call.folder);
    case 'emit':
      return emitRecipe(call.of, call.recipe, call.shards, call.out);
  }
}

async function untilInterrupted(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new Interruption();
  try {
    return await work(interruption.signal);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    console.error('cdma: interrupted; the points that --ndjson or --shard has written stay, and are not run again');
    return interruption.exitCode;
  } finally {
    interruption.stopListening();
  }
}

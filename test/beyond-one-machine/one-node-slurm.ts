import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programPath } from './engines.ts';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

/** A Slurm cluster of one node, this machine, for this user alone: nothing outside its folder is read or written. */
export interface Cluster {
  /** The environment for `sbatch` and its like. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts munged, slurmctld and slurmd on the loopback address; ready when the node takes jobs. */
export async function startCluster(processors: number): Promise<Cluster> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma-slurm-'));
  chmodSync(folder, 0o755); // munged refuses a socket that others could not reach
  const configuration = path.join(folder, 'slurm.conf');
  const environment = { ...process.env, SLURM_CONF: configuration };
  const daemons: Daemon[] = [];
  const stop = async (): Promise<void> => {
    for (const daemon of daemons.reverse()) await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [controllerPort, nodePort] = await freePorts(2);
    for (const name of ['state', 'spool', 'munge']) mkdirSync(path.join(folder, name), { mode: 0o755 });
    writeFileSync(configuration, slurmConfiguration(folder, processors, controllerPort, nodePort));
    writeFileSync(path.join(folder, 'cgroup.conf'), 'CgroupAutomount=no\n');

    daemons.push(startMunge(folder, environment));
    await until('munged', daemons, () => succeeds('munge', ['-n', '-S', mungeSocket(folder)], environment));
    daemons.push(new Daemon(folder, 'slurmctld', ['-D', '-f', configuration], environment));
    daemons.push(new Daemon(folder, 'slurmd', ['-D', '-N', NODE, '-f', configuration], environment));
    await until('an idle node', daemons, () => output('sinfo', ['-h', '-o', '%t'], environment).trim() === 'idle');
    return { environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const NODE = 'node1';

/** See slurm.conf(5). What differs from the defaults needs no database, no control groups and no open network. */
function slurmConfiguration(folder: string, processors: number, controllerPort: number, nodePort: number): string {
  const [host] = os.hostname().split('.');
  const { username } = os.userInfo();
  return `${[
    'ClusterName=one-node',
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${controllerPort}`,
    `SlurmdPort=${nodePort}`,
    'CommunicationParameters=NoInAddrAny,NoCtldInAddrAny',
    `SlurmUser=${username}`,
    `SlurmdUser=${username}`,
    'AuthType=auth/munge',
    `AuthInfo=socket=${mungeSocket(folder)}`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd.pid`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    'MpiDefault=none',
    'SchedulerParameters=sched_interval=1,batch_sched_delay=0',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_CPU',
    'ReturnToService=2',
    `NodeName=${NODE} NodeHostname=${host} NodeAddr=127.0.0.1 CPUs=${processors} State=UNKNOWN`,
    'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ].join('\n')}\n`;
}

function mungeSocket(folder: string): string {
  return path.join(folder, 'munge', 'socket');
}

/** Munge vouches for who sends a message; every cluster has a key of its own. */
function startMunge(folder: string, environment: NodeJS.ProcessEnv): Daemon {
  const at = (name: string): string => path.join(folder, 'munge', name);
  writeFileSync(at('key'), randomBytes(128), { mode: 0o600 });
  const files = [`--key-file=${at('key')}`, `--pid-file=${at('pid')}`, `--seed-file=${at('seed')}`];
  return new Daemon(folder, 'munged', ['--foreground', `--socket=${mungeSocket(folder)}`, ...files], environment);
}

class Daemon {
  readonly log: string;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  constructor(
    folder: string,
    private readonly name: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    this.log = path.join(folder, `${name}.log`);
    const log = openSync(this.log, 'w');
    // A test that is killed cannot stop its daemons: they go with it.
    const words = ['--pdeathsig', 'TERM', programPath(name) ?? name, ...args];
    this.child = spawn('setpriv', words, { env, stdio: ['ignore', log, log] });
    closeSync(log);
    this.ended = new Promise((done) => {
      this.child.once('exit', () => done());
      this.child.once('error', () => done());
    });
  }

  get hasEnded(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  describe(): string {
    return `${this.name}${this.hasEnded ? ' (ended)' : ''}:\n${readFileSync(this.log, 'utf8').slice(-2000)}`;
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.ended;
    clearTimeout(timer);
  }
}

/** Waits for what `isReady` looks for. Rejects with the logs when a daemon ends or time is over. */
async function until(what: string, daemons: readonly Daemon[], isReady: () => boolean): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (!isReady()) {
    if (Date.now() > deadline || daemons.some(({ hasEnded }) => hasEnded)) {
      throw new Error(`Slurm does not start: no ${what}\n${daemons.map((daemon) => daemon.describe()).join('\n')}`);
    }
    await sleep(100);
  }
}

function succeeds(command: string, args: readonly string[], env: NodeJS.ProcessEnv): boolean {
  return spawnSync(command, args, { env, stdio: 'ignore', timeout: START_LIMIT_MS }).status === 0;
}

function output(command: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  return spawnSync(command, args, { env, encoding: 'utf8', timeout: START_LIMIT_MS }).stdout ?? '';
}

/** Ports that nothing listens on, all different. */
async function freePorts(count: 2): Promise<[number, number]>;
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((done) => server.once('listening', done))));
  return servers.map((server) => {
    const address = server.address();
    server.close();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  });
}

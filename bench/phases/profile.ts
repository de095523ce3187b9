import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { introspectByJson, type Request, tokenByJson } from '../load/request';
import { fire } from '../load/wrk';
import { type CpuProfile, type Locate, type Share, summarize } from '../report/profile-summary';
import type { Report } from '../report/report';
import { figure, table } from '../report/tables';
import { programOf } from '../world/beside';
import { Cleanup } from '../world/cleanup';
import { threadSeconds, usage } from '../world/proc';
import { startProduct } from '../world/product';
import type { Stage } from '../world/stage';
import { issueTokens } from '../world/tokens';
import type { Plan } from './plan';

const ROWS = 25;

/** Microseconds of the clock that profiles are on. */
const now = () => Number(process.hrtime.bigint() / 1_000n);

/** Where the time of the main thread goes, by function and by package, under full load. */
export async function profile(stage: Stage, plan: Plan, report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-bench-profile-'));
  const cleanup = new Cleanup();
  try {
    const { dataDir, redis, clients, all } = stage;
    const product = await startProduct(
      {
        ...{ dataDir, redis, role: 'api' },
        through: [
          ...[process.execPath, '--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${folder}`],
          programOf('in-place'),
        ],
      },
      cleanup,
    );
    const tokens = await issueTokens(all.port, clients.slice(0, 10), 50);
    const [first] = clients;
    const kinds: [string, Request[]][] = [
      ['Tokens', first ? [tokenByJson(first)] : []],
      [
        'Introspection of another token, both remembered',
        tokens.map((token, index) => introspectByJson(token, tokens[(index + 1) % tokens.length] ?? '')),
      ],
    ];
    const windows: { words: string; from: number; to: number; cores: number; byThread: string }[] = [];
    for (const [words, requests] of kinds) {
      await fire(product.port, requests, { seconds: plan.warmUp });
      const [from, before, threads] = [now(), usage(product.processes), threadSeconds(product.pid)];
      const fired = await fire(product.port, requests, { seconds: 2 * plan.seconds });
      const [to, after] = [now(), usage(product.processes)];
      const byThread = threadWords(product.pid, threads, fired.requests);
      const cpu = (after.product?.cpuSeconds ?? 0) - (before.product?.cpuSeconds ?? 0);
      windows.push({ words, from, to, byThread, cores: cpu / ((to - from) / 1e6) });
    }
    // It writes its profile as it ends.
    await product.stop('SIGTERM');
    const found = readProfile(folder);
    const locate = createLocate();
    for (const { words, from, to, cores, byThread } of windows) {
      const { functions, packages, busy } = summarize(found, from, to, locate);
      report.section(
        `Where the time goes: ${words}`,
        byThread,
        `Self time as a share of what the main thread did; it was busy for ${Math.round(busy * 100)} % of the time, and the process with all its threads used ${cores.toFixed(2)} cores. Sampled by the clock: whatever wakes a thread that takes the core away counts until the core is given back, above all the hand-over of a signature.`,
        shares('package', packages.slice(0, ROWS)),
        shares('function', functions.slice(0, ROWS)),
      );
    }
  } finally {
    await cleanup.run();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Node's threads for work that takes long: they make the signatures. */
const LONG_WORK_THREADS = 4;

/** The CPU time of a request by thread, which says what the samples cannot: who truly worked. */
function threadWords(pid: number, before: ReadonlyMap<number, number>, requests: number): string {
  const spent = [...threadSeconds(pid)].map(
    ([thread, seconds]) => [thread, ((seconds - (before.get(thread) ?? 0)) * 1000) / requests] as const,
  );
  const main = spent.find(([thread]) => thread === pid)?.[1] ?? 0;
  const others = spent
    .filter(([thread]) => thread !== pid)
    .map(([, milliseconds]) => milliseconds)
    .sort((one, other) => other - one);
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
  return `CPU milliseconds a request: main thread ${figure(main)}, the ${LONG_WORK_THREADS} busiest others, which sign, ${figure(sum(others.slice(0, LONG_WORK_THREADS)))}, all others ${figure(sum(others.slice(LONG_WORK_THREADS)))}.`;
}

const shares = (what: string, list: readonly Share[]): string =>
  table(
    [what, 'self %'],
    list.map(({ name, share }) => [name, (share * 100).toFixed(1)]),
  );

/** A process writes one a thread: the main one's, or with workers the busiest's, is the largest. */
function readProfile(folder: string): CpuProfile {
  const files = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  const [largest] = files.sort((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size);
  if (!largest) throw new Error('The product wrote no profile.');
  return JSON.parse(readFileSync(join(folder, largest), 'utf8'));
}

/** By the source maps of our bundles; of packages outside them by their path. */
function createLocate(): Locate {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string) => {
    if (!maps.has(file)) {
      const path = `${file}.map`;
      maps.set(file, existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : undefined);
    }
    return maps.get(file);
  };
  return ({ url, lineNumber, columnNumber }) => {
    if (!url.startsWith('file:')) return url;
    const file = fileURLToPath(url);
    const entry = mapOf(file)?.findEntry(lineNumber, columnNumber);
    const source = entry && 'originalSource' in entry ? resolve(file, '..', entry.originalSource) : file;
    return relative(CHECKOUT, source);
  };
}

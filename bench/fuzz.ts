import { parseArgs } from 'node:util';
import { newDataDir, removeDataDir } from '../e2e/harness/data-dir';
import { startService } from '../e2e/harness/service';
import { prepare, reporterKeys, WITHOUT_LIMITS } from './fuzz/material';
import { fire } from './fuzz/run';
import { report } from './fuzz/tally';
import { NOBODY_ELSES_DATABASE } from './world/settings';

const USAGE = `Usage: npm run fuzz -- [--seconds 120] [--inputs 100000] [--seed 1]

Starts a service of its own and sends it requests that are good, nearly good and broken. Ends with 1 if one answer was
wrong. The same seed makes the same requests.`;

/** @returns the exit code */
export async function fuzz(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(`${USAGE}\n`);
    return 1;
  }
  const dataDir = newDataDir();
  const service = await startService({
    dataDir,
    env: {
      ...WITHOUT_LIMITS,
      ...NOBODY_ELSES_DATABASE,
      LEAK_REPORT_KEYS: reporterKeys(),
      LOG_LEVEL: 'error',
    },
  });
  try {
    const tally = await fire(service, await prepare(service), options);
    process.stdout.write(`${report(tally, options.seed)}\n`);
    return tally.faults.length === 0 ? 0 : 1;
  } finally {
    await service.stop('SIGTERM');
    await removeDataDir(dataDir);
  }
}

function readOptions(args: string[]): { seconds: number; inputs: number; seed: number } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { seconds: { type: 'string' }, inputs: { type: 'string' }, seed: { type: 'string' } },
    });
    const inputs = Number(values.inputs ?? Number.POSITIVE_INFINITY);
    const options = {
      inputs,
      seconds: Number(values.seconds ?? (values.inputs ? Number.POSITIVE_INFINITY : 120)),
      seed: Number(values.seed ?? Date.now() % 1_000_000),
    };
    return Object.values(options).every((value) => value > 0) ? options : undefined;
  } catch {
    return undefined;
  }
}

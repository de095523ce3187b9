import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { eventually } from '../../e2e/harness/eventually';
import { type Census, censusFile, type Inside, insideFile } from './inside-file';

/** What a census may take on a machine that has other things to do. */
const LOOK_SECONDS = 120;

/** A glance at a process that `bench/processes/inside.ts` is loaded into: it costs one collection. */
export async function glanceInside(pid: number): Promise<Inside> {
  const file = insideFile(pid);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  try {
    return await eventually(`process ${pid} has looked inside`, () => read(file), LOOK_SECONDS);
  } finally {
    rmSync(file, { force: true });
  }
}

/** The same, with a census: for one that has nothing else to do. */
export async function countInside(pid: number): Promise<Inside & { census: Census }> {
  const wish = censusFile(pid);
  writeFileSync(wish, '', { mode: 0o600 });
  try {
    const { census, ...inside } = await glanceInside(pid);
    if (!census) throw new Error(`Process ${pid} counted nothing.`);
    return { ...inside, census };
  } finally {
    rmSync(wish, { force: true });
  }
}

function read(file: string): Inside | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

import { readFileSync, rmSync } from 'node:fs';
import { eventually } from '../../e2e/harness/eventually';
import { type Inside, insideFile } from './inside-file';

/** Asks a process that `bench/processes/inside.ts` is loaded into. It stands still for a moment meanwhile. */
export async function lookInside(pid: number): Promise<Inside> {
  const file = insideFile(pid);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  try {
    return await eventually(`process ${pid} has looked inside`, () => read(file));
  } finally {
    rmSync(file, { force: true });
  }
}

function read(file: string): Inside | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { runToEnd } from '../../e2e/harness/processes';
import { type Request, rawRequest } from './request';

/** Kept alive, by one thread: as many as one busy backend has. */
export const CONNECTIONS = 16;

const fired = z.object({
  requests: z.number(),
  seconds: z.number(),
  /** Milliseconds. */
  p50: z.number(),
  p99: z.number(),
  /** Answers of 400 and above. */
  refused: z.number(),
  broken: z.number(),
  /** How often the last request was followed by the first. */
  again: z.number(),
});
export type Fired = z.infer<typeof fired>;

let files = 0;

/**
 * Full load for whole seconds. The load is as much as the connections carry: each sends its next request when it has
 * its answer.
 *
 * @throws Error when an answer was a refusal or a connection broke: what was measured then is not the work
 */
export async function fire(
  port: number,
  requests: readonly Request[],
  { seconds, once = false, threads = 1 }: { seconds: number; once?: boolean; threads?: number },
): Promise<Fired> {
  const file = join(tmpdir(), `gooclaim-bench-${process.pid}-${files++}`);
  writeFileSync(file, requests.map((request) => rawRequest(request, port)).join('\0'), { mode: 0o600 });
  try {
    const { code, stdout, stderr } = await runToEnd(
      process.env.WRK ?? 'wrk',
      [
        `-t${threads}`,
        `-c${CONNECTIONS}`,
        `-d${seconds}s`,
        '--timeout',
        '10s',
        '-s',
        join(CHECKOUT, 'bench', 'load', 'fire.lua'),
        `http://127.0.0.1:${port}`,
        '--',
        file,
        // Of very many only a part is sent: not always the same.
        String(once ? 0 : Math.floor(Math.random() * requests.length)),
      ],
      { seconds: seconds + 30 },
    );
    const found = /^RESULT (.+)$/m.exec(stdout)?.[1];
    if (code !== 0 || !found) throw new Error(`wrk failed (${code}):\n${stdout}${stderr}`);
    const result = fired.parse(JSON.parse(found));
    if (result.refused + result.broken > 0 || result.requests === 0)
      throw new Error(`Not all were answered well, so nothing was measured: ${found}`);
    return result;
  } finally {
    rmSync(file, { force: true });
  }
}

import { expect } from 'vitest';
import { call } from './call';
import { CHECKOUT, RUN } from './checkout';
import { type Finished, runToEnd } from './processes';
import { plainEnvironment } from './service';

/** One key as `keys list --json` shows it. */
export interface ListedKey {
  kid: string;
  state: 'next' | 'active' | 'retiring' | 'retired';
  size: number;
  created_at: string;
  activated_at: string | null;
  retiring_at: string | null;
  retired_at: string | null;
  revoked_at: string | null;
  signs_from: string | null;
  leaves_at: string | null;
  sealed_by: string | null;
}

/** `npm run --silent keys -- …` */
export const runKeys = (
  dataDir: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Finished> =>
  runToEnd(process.execPath, [RUN, 'keys', ...args], {
    cwd: CHECKOUT,
    env: plainEnvironment({ DATA_DIR: dataDir, ...env }),
  });

/** All keys, newest first. */
export async function listKeys(dataDir: string, env: Record<string, string> = {}): Promise<ListedKey[]> {
  const { code, stdout, stderr } = await runKeys(dataDir, ['list', '--json'], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout).keys;
}

export const kidIn = (keys: ListedKey[], state: ListedKey['state']): string => {
  const found = keys.filter((key) => key.state === state);
  expect(found, state).toHaveLength(1);
  return found[0]?.kid ?? '';
};

/** The `kid`s that are published, in order. */
export async function publishedKids(origin: string): Promise<string[]> {
  const answer = await call(`${origin}/.well-known/jwks.json`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.keys.map(({ kid }: { kid: string }) => kid);
}

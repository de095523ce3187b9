import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { postmaster, removeDataDir } from '../harness/data-dir';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { decodeSegments } from '../harness/jwt';
import { useLab } from '../harness/lab';
import { readWelcome } from '../harness/welcome';
import { getToken, inspect, requestToken } from '../harness/wire';

/** Room for the embedded database and its log, and some MB. */
const SIZE = '192m';

const lab = useLab();

/** A small disk of its own. @returns its folder; undefined where only an administrator could make one */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=711`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return folder;
  } catch {
    rmdirSync(folder);
    return undefined;
  }
}

/** Until nothing more goes in, not even a page of the database. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  for (const size of [1 << 20, 4_096])
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size, 1));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
    }
  closeSync(descriptor);
}

test('a full disk below the embedded database: 503 and no false verdict, nothing lost, and it comes back by itself', {
  timeout: 240_000,
}, async ({ skip }) => {
  const disk = smallDisk();
  if (!disk) return skip('a small disk can be mounted by root alone');
  const dataDir = join(disk, 'service', 'data');
  onTestFinished(async () => {
    await removeDataDir(dataDir);
    execFileSync('umount', ['-l', disk]);
    rmdirSync(disk);
  });
  const many = { RATE_LIMIT_TOKEN: '100000', RATE_LIMIT_INTROSPECT: '100000' };
  const service = await lab.start(dataDir, { env: { ...many, ROLE: 'api' } });
  const welcome = readWelcome(service.stdout());
  if (!welcome) throw new Error('no credentials were printed');
  const token = await getToken(service.origin, welcome);

  const issued: string[] = [];
  const said = new Set<string>();
  /** @returns whether all of them were served */
  const ask = async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => requestToken(service.origin, welcome)).concat(
        inspect(service.origin, token, token),
      ),
    );
    for (const { status, json } of answers) {
      said.add(`${status} ${json.error ?? json.active ?? 'token'}`);
      if (json.access_token) issued.push(String(decodeSegments(json.access_token).payload.jti));
    }
    return answers.every(({ status }) => status === 200);
  };

  fill(join(disk, 'ballast'));
  await eventually('nothing can be written down', async () => !(await ask()), 90);
  for (let times = 0; times < 5; times++) await ask();
  rmSync(join(disk, 'ballast'));
  await eventually('it serves again', ask, 60);
  expect([...said].sort()).toEqual(['200 token', '200 true', '503 temporarily_unavailable']);

  const database = openDatabase(dataDir);
  await eventually('every token that was handed out is in the audit log', async () => {
    const [row] = await database`
      SELECT count(*)::integer AS count FROM audit_events WHERE action = 'token.issued' AND jti = ANY(${issued})`;
    return row?.count === issued.length;
  });
  await database.end();
  expect(await service.stop()).toBe(0);
  expect(postmaster(dataDir)).toBeUndefined();
});

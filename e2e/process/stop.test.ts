import { describe, expect, test } from 'vitest';
import { CHECKOUT, RUN } from '../harness/checkout';
import { postmaster } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { useLab } from '../harness/lab';
import { isAlive, start } from '../harness/processes';
import { plainEnvironment } from '../harness/service';

/** What a person sees who loses patience while it starts. */
describe('Ctrl-C while it is still starting', () => {
  const lab = useLab();

  test.each([
    [
      'as soon as the database runs',
      async (dataDir: string) => postmaster(dataDir)?.socketFolder !== undefined,
    ],
    [
      'as soon as it answers',
      async (_: string, port: number) =>
        (await fetch(`http://localhost:${port}/readyz`).catch(() => undefined))?.status === 200,
    ],
  ])('%s: nothing it started is left running', async (_, moment) => {
    const dataDir = lab.dataDir({ fresh: true });
    const port = await freePort();
    const starting = start(process.execPath, [RUN, 'start'], {
      cwd: CHECKOUT,
      env: plainEnvironment({ PORT: String(port), DATA_DIR: dataDir }),
    });
    await eventually('the moment comes', () => moment(dataDir, port), 60);
    const database = postmaster(dataDir)?.pid ?? 0;
    expect(database).toBeGreaterThan(1);
    starting.child.kill('SIGINT');
    await starting.ended;
    // It may take PostgreSQL a moment to write its last checkpoint, not more.
    await eventually('the database ends', () => !isAlive(database), 5);
  });
});

describe('Ctrl-C under npm', () => {
  const lab = useLab();

  // The terminal signals the whole group, and npm passes on what it was sent: one press arrives twice.
  test('one press that arrives twice is one press: it stops in order', async () => {
    const service = await lab.start(lab.dataDir());
    const database = postmaster(service.dataDir)?.pid ?? 0;
    service.child.kill('SIGINT');
    service.child.kill('SIGINT');
    setTimeout(() => service.child.kill('SIGINT'), 5);
    expect(await service.ended).toBe(0);
    expect(isAlive(database)).toBe(false);
  });

  // npm passes a signal on to the shell it started, and a shell that waits for node would die of it alone.
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s to npm itself stops the server and the database',
    async (signal) => {
      const dataDir = lab.dataDir();
      const port = await freePort();
      const npm = start('npm', ['start'], {
        cwd: CHECKOUT,
        env: plainEnvironment({ PORT: String(port), DATA_DIR: dataDir }),
      });
      const isReady = async () => (await fetch(`http://localhost:${port}/readyz`).catch(() => undefined))?.ok;
      await eventually('it is ready', isReady, 60);
      const database = postmaster(dataDir)?.pid ?? 0;
      npm.child.kill(signal);
      await npm.ended;
      await eventually(
        'the server is gone',
        async () => !(await fetch(`http://localhost:${port}/healthz`).catch(() => undefined)),
      );
      await eventually('the database is gone', () => !isAlive(database));
    },
  );
});

import { accessSync, chmodSync, chownSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKOUT } from '../harness/checkout';
import { postmaster } from '../harness/data-dir';
import { useLab } from '../harness/lab';
import { isAlive, runToEnd, versionOf } from '../harness/processes';
import { readWelcome } from '../harness/welcome';
import { getToken } from '../harness/wire';

const isRoot = process.getuid?.() === 0;

/** Whether everyone may read a folder, and pass through every one on the way to it. */
function isOpen(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return (statSync(path).mode & 0o004) !== 0;
  }
}

describe('whoever starts it', () => {
  const lab = useLab();

  test('below a closed folder it becomes ready, stops, and finds its data again', async () => {
    const dataDir = lab.dataDir({ mode: 0o700 });
    const service = await lab.start(dataDir);
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    await getToken(service.origin, welcome);
    expect(statSync(dirname(dataDir)).mode & 0o777).toBe(0o700);
    const database = postmaster(dataDir)?.pid ?? 0;
    expect(await service.stop()).toBe(0);
    expect(isAlive(database)).toBe(false);

    const again = await lab.start(dataDir);
    expect(readWelcome(again.stdout())).toBeUndefined();
    await getToken(again.origin, welcome);
    expect(await again.stop()).toBe(0);
  });

  test('as root, the database runs as somebody else', async (context) => {
    if (!isRoot) context.skip('only root can see this');
    const dataDir = lab.dataDir({ fresh: true });
    const service = await lab.start(dataDir);
    const { pid = 0 } = postmaster(dataDir) ?? {};
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
    expect(await service.stop()).toBe(0);
  });

  test('as an ordinary user, with a folder of their own and no home', async (context) => {
    if (!isRoot)
      context.skip('only root can become somebody else; these tests run as an ordinary user anyway');
    if (!(await versionOf('setpriv', '--version'))) context.skip('setpriv is not installed');
    if (!isOpen(join(CHECKOUT, 'node_modules'))) context.skip('an ordinary user cannot read this checkout');
    accessSync(process.execPath, constants.X_OK);

    const id = async (flag: string) => Number((await runToEnd('id', [flag, 'nobody'])).stdout);
    const [uid, gid] = [await id('-u'), await id('-g')];
    const dataDir = lab.dataDir({ fresh: true });
    chownSync(dirname(dataDir), uid, gid);
    chmodSync(dirname(dataDir), 0o700);

    const service = await lab.start(dataDir, {
      env: { HOME: '/nonexistent' },
      through: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'],
    });
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    await getToken(service.origin, welcome);
    expect(statSync(`/proc/${service.pid}`).uid).toBe(uid);
    const { pid = 0 } = postmaster(dataDir) ?? {};
    expect(statSync(`/proc/${pid}`).uid).toBe(uid);
    expect(await service.stop()).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });
});

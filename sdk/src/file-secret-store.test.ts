import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fileSecretStore } from './file-secret-store.js';

const folder = mkdtempSync(join(tmpdir(), 'gooclaim-sdk-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `secret-${++files}.json`);

const SECRET = { client_secret: 'gcs_local_x', issued_at: 1 };

test('keeps a secret for its owner alone, and leaves nothing beside it', async () => {
  const path = newPath();
  const store = fileSecretStore(path);
  expect(await store.load()).toBeUndefined();
  await store.save(SECRET);
  await store.save({ ...SECRET, issued_at: 2 });
  expect(await fileSecretStore(path).load()).toEqual({ ...SECRET, issued_at: 2 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual([path.slice(folder.length + 1)]);
});

test('refuses a file that others can read, and one that is something else, without a word of it', async () => {
  const path = newPath();
  writeFileSync(path, 'gcs_local_x', { mode: 0o600 });
  const failure = await fileSecretStore(path)
    .load()
    ?.catch((cause) => cause);
  expect(failure).toMatchObject({ error: 'invalid_secret_store' });
  expect(String(failure)).not.toContain('gcs_local_x');
  chmodSync(path, 0o640);
  await expect(fileSecretStore(path).load()).rejects.toThrow('Others may read');
});

test('one rotation at a time, and a lock that was left behind gives way', async () => {
  const path = newPath();
  const lock = `${path}.lock`;
  writeFileSync(lock, '');
  const old = Date.now() / 1000 - 600;
  utimesSync(lock, old, old);
  let within = 0;
  const work = async () => {
    expect(++within).toBe(1);
    await new Promise((done) => setImmediate(done));
    within--;
  };
  const store = fileSecretStore(path);
  await Promise.all([store.exclusively?.(work), fileSecretStore(path).exclusively?.(work)]);
  await expect(store.exclusively?.(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(readdirSync(folder)).not.toContain(lock.slice(folder.length + 1));
});

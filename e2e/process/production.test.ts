import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { CHECKOUT, RUN } from '../harness/checkout';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { runToEnd, start } from '../harness/processes';
import { plainEnvironment } from '../harness/service';

const key = () => randomBytes(32).toString('base64');

/** Enough to start with, if a database were there; so nothing here ever gets as far as listening. */
const complete = (): Record<string, string> => ({
  DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none',
  ISSUER: 'https://auth.example',
  KEY_ENCRYPTION_KEY: key(),
  SECRET_PEPPER: key(),
  NEXTAUTH_SECRET: key(),
});

const REQUIRED = ['DATABASE_URL', 'ISSUER', 'KEY_ENCRYPTION_KEY', 'SECRET_PEPPER', 'NEXTAUTH_SECRET'];

const startIn = async (mode: Record<string, string>, env: Record<string, string>) =>
  runToEnd(process.execPath, [RUN, 'start'], {
    cwd: CHECKOUT,
    env: plainEnvironment({ ...mode, PORT: String(await freePort()), ...env }),
    seconds: 30,
  });

describe.each([
  ['GOOCLAIM_MODE', { GOOCLAIM_MODE: 'production' }],
  ['NODE_ENV', { NODE_ENV: 'production' }],
])('production, asked for by %s', (_, mode) => {
  test('refuses to start without configuration, and names all that is missing', async () => {
    const { code, stdout, stderr } = await startIn(mode, {});
    expect(code).toBe(1);
    expect(stdout).toBe('');
    for (const name of REQUIRED) expect(stderr).toContain(name);
    expect(stderr).toContain('openssl rand');
    expect(stderr).not.toMatch(/\bat .+:\d+:\d+/);
  });
});

// Refused before anything is opened, so they may run side by side.
describe.concurrent('production refuses what is missing or weak, by name, and never shows it', () => {
  const mode = { GOOCLAIM_MODE: 'production' };

  test.each([
    ...REQUIRED.map((name): [string, string, string] => [`${name} left out`, name, '']),
    ['a key of zeros', 'KEY_ENCRYPTION_KEY', Buffer.alloc(32).toString('base64')],
    ['a key of one letter', 'KEY_ENCRYPTION_KEY', Buffer.alloc(32, 'a').toString('base64')],
    ['a key that is too short', 'KEY_ENCRYPTION_KEY', randomBytes(16).toString('base64')],
    ['a key that is no base64', 'KEY_ENCRYPTION_KEY', 'correct horse battery staple'],
    ['a pepper that is too short', 'SECRET_PEPPER', randomBytes(8).toString('base64')],
    ['a pepper of one letter', 'SECRET_PEPPER', Buffer.alloc(32, 'a').toString('base64')],
    ['a session secret that is too short', 'NEXTAUTH_SECRET', 'changeme-please'],
    ['a session secret of one letter', 'NEXTAUTH_SECRET', 'a'.repeat(64)],
    ['an issuer without https', 'ISSUER', 'http://auth.example'],
    ['an issuer with a slash at its end', 'ISSUER', 'https://auth.example/'],
    ['an issuer with a query', 'ISSUER', 'https://auth.example?x=1'],
    ['an issuer that is no URL', 'ISSUER', 'auth.example'],
    ['a database that is none', 'DATABASE_URL', 'mysql://secret-user:secret-word@db/x'],
    ['a moved clock', 'CLOCK_OFFSET_SECONDS', '900'],
  ])('%s', async (_, name, value) => {
    const { code, stdout, stderr } = await startIn(mode, { ...complete(), [name]: value });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(name);
    for (const other of REQUIRED.filter((one) => one !== name)) expect(stderr).not.toContain(other);
    if (value.length > 12 && name !== 'ISSUER') expect(stderr).not.toContain(value);
    expect(stderr).not.toContain('secret-word');
  });

  test('a database that is not there yet is waited for, and said in words, without its password', async () => {
    const env = { ...complete(), DATABASE_URL: 'postgres://someone:secret-word@127.0.0.1:1/none' };
    const port = String(await freePort());
    const waiting = start(process.execPath, [RUN, 'start'], {
      cwd: CHECKOUT,
      env: plainEnvironment({ ...mode, ROLE: 'api', PORT: port, ...env }),
    });
    await eventually('it says so', () => waiting.stderr().includes('the start waits for the database'));
    expect((await call(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect((await call(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
    waiting.child.kill('SIGTERM');
    expect(await waiting.ended).toBe(0);
    expect(waiting.stdout()).toBe('');
    expect(waiting.stderr()).toContain('ECONNREFUSED');
    expect(waiting.stderr()).not.toContain('secret-word');
  });
});

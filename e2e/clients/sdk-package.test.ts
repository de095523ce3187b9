import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECKOUT } from '../harness/checkout';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { runToEnd, start } from '../harness/processes';
import { newClient, SERVER } from '../harness/shared';

const SDK = join(CHECKOUT, 'sdk');
const README = readFileSync(join(SDK, 'README.md'), 'utf8');

/** Where somebody uses the package. */
const folder = mkdtempSync(join(tmpdir(), 'gooclaim-sdk-'));
const installed = join(folder, 'node_modules/@gooclaim/auth');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let tarball: Buffer;
let files: string[];
beforeAll(async () => {
  // As it is published: `prepack` builds it.
  const packed = await runToEnd('npm', ['pack', '--json', '--pack-destination', folder], { cwd: SDK });
  expect(packed.code, packed.stderr).toBe(0);
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
  tarball = readFileSync(join(folder, name));
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, name), '-C', installed, '--strip-components=1']);
  files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  for (const dependency of ['jose', 'express'])
    symlinkSync(join(CHECKOUT, 'node_modules', dependency), join(folder, 'node_modules', dependency));
});

/** A file of the README, as typed. */
function typed(name: string): string {
  const [, after = ''] = README.split(`\`\`\`js\n// ${name}\n`);
  const [code] = after.split('\n```');
  if (!code) throw new Error(`The README has no ${name}.`);
  const path = join(folder, name);
  writeFileSync(path, code);
  return path;
}

test('publint and arethetypeswrong find nothing', async () => {
  const data = new Uint8Array(tarball);
  const { messages } = await publint({ pack: { tarball: data.buffer }, strict: true });
  expect(messages).toEqual([]);
  const analysis = await checkPackage(createPackageFromTarballData(data));
  if (!analysis.types) throw new Error('There are no types.');
  // It is a package of ES modules: nothing else is claimed.
  const problems = analysis.problems.filter(
    (problem) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
});

test('it is small, brings no tests, and needs nothing but jose', () => {
  expect(files.filter((file) => /\.(test|fixture)\./.test(file))).toEqual([]);
  const imported = new Set(
    files
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [...readFileSync(join(installed, file), 'utf8').matchAll(/ from '([^.'][^']*)'/g)])
      .map(([, name = '']) => name),
  );
  expect([...imported].filter((name) => !name.startsWith('node:'))).toEqual(['jose']);
  const code = files
    .filter((file) => file.endsWith('.js'))
    .map((file) => statSync(join(installed, file)).size);
  expect(code.reduce((sum, size) => sum + size, 0)).toBeLessThan(90_000);
});

test('whoever verifies bundles nothing else, and it needs nothing of Node', async () => {
  const bundle = async (contents: string, external: string[] = []) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      ...{ bundle: true, write: false, minify: true, format: 'esm', platform: 'browser', external },
    });
    return outputFiles?.[0]?.text ?? '';
  };
  const verifier = await bundle(`export { verifyToken } from '@gooclaim/auth'`, ['jose']);
  expect(verifier).not.toMatch(/client_assertion|client_credentials|DPoP/);
  expect(verifier.length).toBeLessThan(8_000);
  for (const entry of ['', '/express', '/fastify', '/hono', '/next'])
    await bundle(`export * from '@gooclaim/auth${entry}'`);
});

test('the README works as typed: one program protects, one calls, one rotates its secret', async () => {
  const { client_id, client_secret } = await newClient(['workflow:read']);
  const port = await freePort();
  const file = join(folder, 'secrets/secret.json');
  mkdirSync(dirname(file));
  const env = {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'test' as const,
    GOOCLAIM_ISSUER: SERVER,
    GOOCLAIM_CLIENT_ID: client_id,
    GOOCLAIM_CLIENT_SECRET: client_secret,
    GOOCLAIM_SECRET_FILE: file,
    CLAIMS_API: `http://127.0.0.1:${port}`,
    PORT: String(port),
  };
  const api = start(process.execPath, [typed('protect.mjs')], { cwd: folder, env });
  try {
    await eventually('the API answers', async () => {
      if (api.hasEnded()) throw new Error(api.stderr());
      return fetch(`${env.CLAIMS_API}/claims`).then(
        ({ status }) => status === 401,
        () => false,
      );
    });
    const called = await runToEnd(process.execPath, [typed('call.mjs')], { cwd: folder, env });
    expect(called).toMatchObject({ code: 0, stderr: '' });
    expect(called.stdout).toMatch(/^200 \{"tenant":"ten_\w+"\}\n$/);
  } finally {
    api.child.kill('SIGKILL');
    await api.ended;
  }
  for (let start = 0; start < 2; start++) {
    const rotated = await runToEnd(process.execPath, [typed('rotate.mjs')], { cwd: folder, env });
    expect(rotated).toMatchObject({ code: 0, stderr: '' });
    expect(Number(rotated.stdout)).toBeGreaterThan(Date.now() / 1000);
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ previous_secret: client_secret });
});

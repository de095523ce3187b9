import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import { call } from '../harness/call';
import { SHORT_LIFE, startCountingProxy } from '../harness/counting-proxy';
import { runToEnd, versionOf } from '../harness/processes';
import { plainEnvironment } from '../harness/service';
import { newClient, SERVER } from '../harness/shared';

const { servers, paths } = (await call(`${SERVER}/openapi.json`)).json;
const ISSUER: string = servers[0].url;

/** The sample that the document publishes, with the address it is asked at and the reader’s client in it. */
function published(path: string, label: string, origin: string, clientId: string): string {
  const samples: { label: string; source: string }[] = paths[path].post['x-codeSamples'];
  const found = samples.find((sample) => sample.label === label);
  if (!found) throw new Error(`${path} has no sample in ${label}.`);
  return found.source.replaceAll(ISSUER, origin).replaceAll('YOUR_CLIENT_ID', clientId);
}

const driver = (name: string) => readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8');

interface Language {
  label: string;
  /** Asked whether it is on this machine. */
  has: [program: string, ...args: string[]];
  /** Of a sample. */
  file: string;
  run(file: string): [program: string, ...args: string[]];
  /** The files of a program that drives the kept sample, and how it is run. */
  kept?(sample: string): { files: Record<string, string>; command: string };
}

/** All that Debian has the tools of. C# and Swift are read by people alone: there is nothing here to run them with. */
const LANGUAGES: Language[] = [
  {
    label: 'curl',
    has: ['curl', '--version'],
    file: 'sample.sh',
    run: (file) => ['sh', file],
  },
  {
    label: 'Python',
    has: ['python3', '-c', 'import requests; print(requests.__version__)'],
    file: 'sample.py',
    run: (file) => ['python3', file],
    kept: (sample) => ({
      files: { 'kept.py': `${sample.split('\nif __name__')[0]}\n${driver('drive.py')}` },
      command: 'python3 kept.py',
    }),
  },
  {
    label: 'JavaScript',
    has: [process.execPath, '--version'],
    file: 'sample.mjs',
    run: (file) => [process.execPath, file],
    kept: (sample) => ({
      files: { 'kept.mjs': `${sample.split('\nconst tokens =')[0]}\n${driver('drive.js.txt')}` },
      command: `${process.execPath} kept.mjs`,
    }),
  },
  {
    label: 'Go',
    has: ['go', 'version'],
    file: 'sample.go',
    run: (file) => ['go', 'run', file],
    kept: (sample) => ({
      // Behind it, in the same file: the imports are there, and `init` runs before `main`.
      files: { 'kept.go': `${sample}\n${driver('drive.go').replace('package main', '')}` },
      command: 'go run kept.go',
    }),
  },
  {
    label: 'Ruby',
    has: ['ruby', '--version'],
    file: 'sample.rb',
    run: (file) => ['ruby', file],
    kept: (sample) => ({
      files: { 'kept.rb': sample, 'drive.rb': driver('drive.rb') },
      command: 'ruby -r ./kept.rb drive.rb',
    }),
  },
  {
    label: 'Java',
    has: ['javac', '--version'],
    file: 'Sample.java',
    run: (file) => ['java', '-XX:TieredStopAtLevel=1', file],
    kept: (sample) => ({
      files: { 'KeptToken.java': sample, 'Drive.java': driver('Drive.java') },
      command:
        'javac -J-XX:TieredStopAtLevel=1 KeptToken.java Drive.java && java -XX:TieredStopAtLevel=1 Drive',
    }),
  },
  {
    label: 'PHP',
    has: ['php', '-r', 'echo function_exists("curl_init") ? "there" : exit(1);'],
    file: 'sample.php',
    run: (file) => ['php', file],
    kept: (sample) => ({
      files: { 'kept.php': sample, 'drive.php': driver('drive.php') },
      command: 'php -d apc.enable_cli=1 drive.php ./kept.php',
    }),
  },
];

/** Files in a folder of their own, gone when the test is over. */
function laidOut(files: Record<string, string>, { onTestFinished }: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-sample-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function printed(cwd: string, env: Record<string, string>, [program, ...args]: [string, ...string[]]) {
  const { code, stdout, stderr } = await runToEnd(program, args, {
    cwd,
    env: plainEnvironment({ ...env, TMPDIR: cwd }),
  });
  expect({ code, stderr: code === 0 ? '' : stderr }, stdout).toEqual({ code: 0, stderr: '' });
  return stdout;
}

// Most of the time they wait for compilers, for a second that Retry-After asks for, and for a token to grow old.
describe.concurrent.each(LANGUAGES)('the samples in $label', ({ label, has, file, run, kept }) => {
  test('get a token and ask about it, as published', async (context) => {
    if (!(await versionOf(...has))) context.skip(said(label, has));
    const { client_id, client_secret } = await newClient();
    const get = laidOut({ [file]: published('/v1/auth/token', label, SERVER, client_id) }, context);
    const answer = await printed(get, { CLIENT_SECRET: client_secret }, run(file));
    const [TOKEN = ''] = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(answer) ?? [];
    expect(answer).toContain('3600');
    const ask = laidOut({ [file]: published('/v1/auth/introspect', label, SERVER, client_id) }, context);
    const known = await printed(ask, { TOKEN }, run(file));
    expect(known).toMatch(/["']?active["']?: ?true/);
    expect(known).toContain(client_id);
  });

  test.skipIf(!kept)(
    'keep it: one request for fifty callers, another at four fifths of its life and after a 401',
    async (context) => {
      if (!kept) return;
      if (!(await versionOf(...has))) context.skip(said(label, has));
      const { client_id: CLIENT_ID, client_secret: CLIENT_SECRET } = await newClient();
      const proxy = await startCountingProxy(SERVER);
      context.onTestFinished(proxy.close);
      const program = kept(published('/v1/auth/token', `${label}, kept`, proxy.origin, CLIENT_ID));
      const env = { ISSUER: proxy.origin, CLIENT_ID, CLIENT_SECRET };
      const output = await printed(laidOut(program.files, context), env, ['sh', '-c', program.command]);
      // One token for all; every call goes through with the next one; what never takes a token is asked twice.
      expect(output).toBe('1\n200\n401\n');
      expect(proxy.api.filter((path) => path === '/never').length).toBe(2);
      const times = proxy.asked.map(({ at }) => at);
      // Told to wait; the token of all callers; the renewed one; after the 401; after the one of /never.
      expect(times.length).toBe(5);
      const [first = 0, second = 0, third = 0] = times;
      expect(second - first).toBeGreaterThan(950);
      // They measure from before they ask, which on a busy machine is a while before the request arrives.
      expect(third - second).toBeGreaterThan(700 * SHORT_LIFE);
      expect(third - second).toBeLessThan(1000 * SHORT_LIFE);
      for (const { body } of proxy.asked) expect(body).toBe('grant_type=client_credentials');
    },
  );
});

/** Why it is left out, where people look. */
function said(label: string, [program]: [string, ...string[]]): string {
  const reason = `the samples in ${label}: ${program} is not here, or not with what they need`;
  console.log(`skipped: ${reason}`);
  return reason;
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { runToEnd, versionOf } from '../harness/processes';
import { plainEnvironment } from '../harness/service';

const SAMPLES = join(dirname(fileURLToPath(import.meta.url)), 'samples');
const HOST = 'https://api.gooclaim.com';

/** A sample as it stands in a seed document, to the byte. */
export const readSample = (name: string): string => readFileSync(join(SAMPLES, `${name}.txt`), 'utf8');

interface Language {
  name: string;
  extension: string;
  /** Why its samples cannot run on this machine; undefined when they can. */
  missing(): Promise<string | undefined>;
  command(file: string, certificate: string): [program: string, ...args: string[]];
}

const needs =
  (program: string, ...args: string[]) =>
  async () =>
    (await versionOf(program, ...args)) ? undefined : `${program} is not installed`;

/** Where Debian's php-guzzlehttp-guzzle puts it; GUZZLE_PATH for a copy elsewhere. */
const guzzlePath = process.env.GUZZLE_PATH ?? '/usr/share/php';
const phpOptions = ['-d', `include_path=.:${guzzlePath}`];

export const LANGUAGES: Language[] = [
  {
    name: 'Python, requests',
    extension: 'py',
    missing: async () =>
      (await versionOf('python3', '-c', 'import requests; print(requests.__version__)'))
        ? undefined
        : 'python3 with requests is not installed',
    command: (file) => ['python3', file],
  },
  {
    name: 'JavaScript, fetch',
    extension: 'mjs',
    missing: async () => undefined,
    command: (file) => [process.execPath, file],
  },
  { name: 'Go', extension: 'go', missing: needs('go', 'version'), command: (file) => ['go', 'run', file] },
  { name: 'Ruby', extension: 'rb', missing: needs('ruby', '--version'), command: (file) => ['ruby', file] },
  {
    name: 'PHP, Guzzle',
    extension: 'php',
    missing: async () =>
      (await versionOf('php', '--version')) === undefined
        ? 'php is not installed'
        : (await versionOf('php', ...phpOptions, '-r', 'require "GuzzleHttp/autoload.php"; echo "there";'))
          ? undefined
          : 'Guzzle is not installed (Debian: php-guzzlehttp-guzzle)',
    command: (file, certificate) => ['php', ...phpOptions, '-d', `curl.cainfo=${certificate}`, file],
  },
  {
    name: 'Java, Unirest',
    extension: 'java',
    missing: async () => 'it needs com.mashape.unirest, and is no whole program',
    command: (file) => ['java', file],
  },
  {
    name: 'C#, RestSharp',
    extension: 'cs',
    missing: async () => 'it needs .NET and RestSharp',
    command: (file) => ['dotnet', file],
  },
  {
    name: 'Swift',
    extension: 'swift',
    missing: async () => 'it needs Swift',
    command: (file) => ['swift', file],
  },
];

export const CURL: Language = {
  name: 'curl',
  extension: 'sh',
  missing: needs('curl', '--version'),
  command: (file) => ['bash', file],
};

/** What has to be changed in a sample before it can run: the host and the credentials, nothing else. */
export type Replacements = Record<string, string>;

/**
 * Runs a sample as typed, over https as it is typed.
 *
 * @returns what it printed
 */
export async function runSample(
  name: string,
  { extension, command }: Language,
  { origin, certificate }: { origin: string; certificate: string },
  replacements: Replacements,
): Promise<string> {
  let text = readSample(`${name}.${extension}`);
  for (const [from, to] of Object.entries({ [HOST]: origin, ...replacements })) {
    expect(text).toContain(from);
    text = text.replaceAll(from, to);
  }
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-sample-'));
  try {
    const file = join(folder, `sample.${extension}`);
    writeFileSync(file, text);
    // Where Composer would have put it.
    mkdirSync(join(folder, 'vendor'));
    writeFileSync(join(folder, 'vendor', 'autoload.php'), '<?php require_once "GuzzleHttp/autoload.php";');
    const [program, ...args] = command(file, certificate);
    const { code, stdout, stderr } = await runToEnd(program, args, {
      cwd: folder,
      env: plainEnvironment({
        SSL_CERT_FILE: certificate,
        CURL_CA_BUNDLE: certificate,
        REQUESTS_CA_BUNDLE: certificate,
        NODE_EXTRA_CA_CERTS: certificate,
      }),
    });
    expect({ code, stderr: code === 0 ? '' : stderr }, stdout).toEqual({ code: 0, stderr: '' });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

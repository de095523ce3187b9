import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { runToEnd, versionOf } from '../../e2e/harness/processes';

const installed = (name: string): string =>
  JSON.parse(readFileSync(join(CHECKOUT, 'node_modules', name, 'package.json'), 'utf8')).version;

/** Its processors, memory and kernel, in words. */
export function hardware(): string {
  const cores = cpus();
  // Its version: the rest is its builder's name for it.
  const [kernel] = /^[\d.]*\d/.exec(readFileSync('/proc/sys/kernel/osrelease', 'utf8')) ?? ['?'];
  return `${cores.length} × ${cores[0]?.model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB, Linux ${kernel}`;
}

/** What the figures were taken on, as lines of words. */
export async function machine(database: Sql, redis: boolean): Promise<[string, string][]> {
  const [server] = await database<{ version: string }[]>`SHOW server_version`.values();
  const packages = ['next', 'jose', 'postgres', 'oidc-provider', '@node-oauth/oauth2-server'];
  return [
    ['machine', hardware()],
    ['node', `${process.versions.node} (OpenSSL ${process.versions.openssl})`],
    ['openssl', (await versionOf('openssl', 'version')) ?? 'none'],
    ['PostgreSQL', `${server?.[0]}, embedded`],
    [
      'Redis',
      redis ? ((await versionOf(process.env.REDIS_SERVER ?? 'redis-server', '--version')) ?? '') : 'none',
    ],
    ['wrk', await wrkVersion()],
    ...packages.map((name): [string, string] => [name, installed(name)]),
  ];
}

/** It says its version and ends with 1. */
async function wrkVersion(): Promise<string> {
  const { stdout, stderr } = await runToEnd(process.env.WRK ?? 'wrk', ['--version']);
  return /^wrk (\S+)/m.exec(stdout + stderr)?.[1] ?? 'unknown';
}

export const cores = (): number => cpus().length;

#!/usr/bin/env node
// The one entry of every npm script. Plain JavaScript without dependencies: on a fresh clone there are none yet.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBench, buildPages, buildServer } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node ${process.versions.node} is too old: install Node 20.19 or newer.\n`);
  process.exit(1);
}

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
if (existsSync('.env')) process.loadEnvFile('.env');
process.env.NEXT_TELEMETRY_DISABLED = '1';

const [command = '', ...rest] = process.argv.slice(2);

// Production is asked for by name; whoever just types `npm start` gets a working local service. Next wants NODE_ENV
// for itself from here on.
process.env.GOOCLAIM_MODE ||= process.env.NODE_ENV === 'production' ? 'production' : 'local';
if (command === 'test' || command === 'screenshots') delete process.env.NODE_ENV;
else process.env.NODE_ENV = command === 'dev' ? 'development' : 'production';

// A command is no server: it needs the database as its owner, and the keys.
if (command !== 'start' && command !== 'dev') delete process.env.ROLE;

const load = (name) => import(resolve('dist', `${name}.js`));

async function runCli(words) {
  await buildServer();
  return (await load('cli')).cli(words);
}

/** Prepares what a command needs and runs it; the exit code, or undefined for what goes on running. */
const COMMANDS = {
  async start() {
    await buildServer();
    if (process.env.ROLE !== 'api') await buildPages();
    await (await load('start')).startServer({ dev: false });
  },
  async dev() {
    await buildServer();
    await (await load('start')).startServer({ dev: true });
  },
  cli: () => runCli(rest),
  // The names that these commands had before there was one for all.
  onboard: () => runCli(['tenant', 'onboard', '--show-secret', ...rest]),
  keys: () => runCli(['keys', ...rest]),
  tenant: () => runCli(['tenant', ...rest]),
  async build() {
    await buildServer();
    await buildPages();
    return 0;
  },
  async fuzz() {
    await buildServer();
    await buildPages();
    await buildBench();
    return (await load('bench/fuzz')).fuzz(rest);
  },
  async hostile() {
    await buildServer();
    await buildPages();
    await buildBench();
    return (await load('bench/hostile')).hostile(rest);
  },
  async bench() {
    await buildServer();
    await buildPages();
    await buildBench();
    process.env.WRK = (await import('./setup/wrk.mjs')).ensureWrk();
    process.env.REDIS_SERVER = (await import('./setup/redis.mjs')).ensureRedis();
    return (await load('bench/bench')).bench(rest);
  },
  async chaos() {
    await buildServer();
    await buildBench();
    process.env.REDIS_SERVER = (await import('./setup/redis.mjs')).ensureRedis();
    process.env.HAPROXY = (await import('./setup/haproxy.mjs')).ensureHaproxy();
    process.env.FAKETIME_LIBRARY = (await import('./setup/faketime.mjs')).findFaketime() ?? '';
    process.env.IPROUTE = (await import('./setup/iproute.mjs')).findIproute() ?? '';
    return (await load('bench/chaos')).chaos(rest);
  },
  async soak() {
    await buildServer();
    await buildPages();
    await buildBench();
    process.env.REDIS_SERVER = (await import('./setup/redis.mjs')).ensureRedis();
    process.env.HAPROXY = (await import('./setup/haproxy.mjs')).ensureHaproxy();
    return (await load('bench/soak')).soak(rest);
  },
  async screenshots() {
    return (await import('./screenshots.mjs')).takeScreenshots(rest);
  },
  async test() {
    return (await import('./test.mjs')).runTests(rest);
  },
};

if (!Object.hasOwn(COMMANDS, command)) {
  process.stderr.write(`Unknown command. One of: ${Object.keys(COMMANDS).join(', ')}.\n`);
  process.exit(1);
}

try {
  await ensureInstalled();
  const code = await COMMANDS[command]();
  if (code !== undefined) process.exit(code);
} catch (fault) {
  // What a person can mend is said in a sentence; a stack is only for what nobody foresaw. Of a statement that failed
  // only why is said: its text comes with what was to be written.
  let said = fault;
  while (/^Failed query/.test(said.message)) said = said.cause ?? new Error('The database failed.');
  process.stderr.write(`\n${process.env.DEBUG ? said.stack : said.message}\n`);
  process.exit(1);
}

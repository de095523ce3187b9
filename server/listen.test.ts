import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { close, listenOn } from './listen';

/** Connects so many times; less than a second, after which a connection that was dropped tries again. */
const STORM = `
  const { connect } = require('node:net');
  let connected = 0;
  for (let times = 0; times < 1500; times++)
    connect(Number(process.argv[1]), '127.0.0.1').on('error', () => {}).on('connect', () => connected++);
  setTimeout(() => process.stdout.write(String(connected), () => process.exit()), 900);
`;

const LIMIT = '/proc/sys/net/core/somaxconn';
const most = existsSync(LIMIT) ? Number(readFileSync(LIMIT, 'utf8')) : 0;

it.skipIf(most < 2_000)(
  'drops no connection of a storm while the process has other things to do',
  async () => {
    const [server] = await listenOn(['127.0.0.1'], 0, () => createServer());
    if (!server) throw new Error('nobody listens');
    // It has: until the storm is over it takes none of them.
    const { port } = server.address() as AddressInfo;
    const connected = execFileSync(process.execPath, ['-e', STORM, String(port)], { encoding: 'utf8' });
    expect(Number(connected)).toBeGreaterThan(1_000);
    await close(server);
  },
);

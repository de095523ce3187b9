import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLineWatch } from './lines';

/** More than any statement may take, in milliseconds. */
const LONG_MS = 60_000;

describe('a socket to the database', () => {
  let there: Socket[];
  // Answers until it is told to be silent.
  let answers: boolean;
  const server = createServer((socket) => {
    there.push(socket);
    socket.on('error', () => {});
    socket.on('data', (said) => answers && socket.write(said));
  });
  let watch: ReturnType<typeof createLineWatch>;

  beforeEach(async () => {
    there = [];
    answers = true;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    watch = createLineWatch();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });

  afterEach(async () => {
    watch.close();
    vi.useRealTimers();
    for (const socket of there) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });

  async function connected(): Promise<Socket> {
    const { port } = server.address() as AddressInfo;
    const socket = watch.lines().socket({ host: ['127.0.0.1'], port: [port] });
    socket.on('error', () => {});
    socket.write('BEGIN');
    await once(socket, 'data');
    return socket;
  }

  it('is given up when what was sent right after an answer is never answered', async () => {
    const socket = await connected();
    answers = false;
    socket.write('INSERT');
    vi.advanceTimersByTime(2_500);
    expect(watch.isSilent()).toBe(true);
    expect(socket.destroyed).toBe(false);
    vi.advanceTimersByTime(LONG_MS);
    expect(socket.destroyed).toBe(true);
  });

  it('is not given up as long as it owes nothing', async () => {
    const socket = await connected();
    vi.advanceTimersByTime(LONG_MS);
    expect(socket.destroyed).toBe(false);
    expect(watch.isSilent()).toBe(false);
  });

  it('is not given up where a statement may take as long as it takes', async () => {
    watch.waitLong();
    const socket = await connected();
    answers = false;
    socket.write('UPDATE');
    vi.advanceTimersByTime(LONG_MS);
    expect(socket.destroyed).toBe(false);
  });
});

import { createSocket } from 'node:dgram';
import dnsPacket from 'dns-packet';
import { afterAll, expect, it, vi } from 'vitest';

const { server } = vi.hoisted(() => ({ server: { address: '' } }));
vi.mock('node:dns/promises', async (original) => {
  const real = await original<typeof import('node:dns/promises')>();
  class Resolver extends real.Resolver {
    constructor(options?: ConstructorParameters<typeof real.Resolver>[0]) {
      super(options);
      this.setServers([server.address]);
    }
  }
  return { ...real, Resolver };
});

/** It says nothing of names that hang, knows one, and no other. */
const socket = createSocket('udp4');
socket.on('message', (message, from) => {
  const { id, questions = [] } = dnsPacket.decode(message);
  const { name = '', type } = questions[0] ?? {};
  if (name.startsWith('hangs')) return;
  const isKnown = name === 'known.example';
  const answers = isKnown && type === 'A' ? [{ type: 'A' as const, name, ttl: 1, data: '192.0.2.7' }] : [];
  const flags = dnsPacket.RECURSION_AVAILABLE | (isKnown ? 0 : 3);
  socket.send(dnsPacket.encode({ type: 'response', id, flags, questions, answers }), from.port, from.address);
});
await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
server.address = `127.0.0.1:${socket.address().port}`;
// Other files of this process have loaded it with the machine's own name servers, or will.
vi.resetModules();
const { lookUpName } = await import('./name-lookup');
afterAll(() => {
  vi.resetModules();
  socket.close();
});

const look = (name: string, family?: number) =>
  new Promise<unknown>((resolve) =>
    lookUpName(false)(name, { all: true, family }, (fault, found) => resolve(fault?.code ?? found)),
  );

it('looks names up while the name servers of others say nothing, and gives these up', async () => {
  const began = performance.now();
  const hanging = Array.from({ length: 3 }, (_, place) => look(`hangs-${place}.example`));
  expect(await look('known.example')).toEqual([{ address: '192.0.2.7', family: 4 }]);
  expect(await look('known.example', 6)).toEqual([]);
  expect(await look('other.example')).toBe('ENOTFOUND');
  expect(await look('localhost')).toContainEqual({ address: '127.0.0.1', family: 4 });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(new Set(await Promise.all(hanging))).toEqual(new Set(['EAI_AGAIN']));
  expect(performance.now() - began).toBeLessThan(4_000);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Use } from '../oauth/ports';
import { createUsageBuffer } from './usage-buffer';

const use = (change: Partial<Use> = {}): Use => ({
  tenantId: 'ten_1',
  clientId: 'client_1',
  credentialId: 'sec_1',
  operation: 'token',
  outcome: 'success',
  ...change,
});
const calls = (lines: { count: number }[]) => lines.reduce((sum, { count }) => sum + count, 0);

describe('counts that wait', () => {
  test('calls that are alike share a line; another minute, client, credential or outcome has its own', () => {
    const buffer = createUsageBuffer(100);
    buffer.add(use(), 60_000);
    buffer.add(use(), 119_999);
    buffer.add(use(), 120_000);
    buffer.add(use({ clientId: 'client_2' }), 60_000);
    buffer.add(use({ credentialId: 'sec_2' }), 60_000);
    buffer.add(use({ outcome: 'invalid_scope' }), 60_000);
    buffer.add(use({ operation: 'introspection' }), 60_000);
    const { uses } = buffer.take();
    expect(uses).toHaveLength(6);
    expect(uses[0]).toMatchObject({ minute: 60_000, count: 2, clientId: 'client_1' });
    expect(buffer.take().uses).toEqual([]);
  });

  test('no call is lost or counted twice, however often a batch is given back', () => {
    const call = fc.record({
      at: fc.integer({ min: 0, max: 600_000 }),
      client: fc.constantFrom('a', 'b', 'c'),
      next: fc.constantFrom('go on', 'written', 'failed'),
    });
    fc.assert(
      fc.property(fc.array(call), (all) => {
        const buffer = createUsageBuffer(1_000);
        let written = 0;
        for (const { at, client, next } of all) {
          buffer.add(use({ clientId: client }), at);
          if (next === 'written') written += calls(buffer.take().uses);
          if (next === 'failed') buffer.giveBack(buffer.take());
        }
        expect(written + calls(buffer.take().uses)).toBe(all.length);
      }),
    );
  });

  test('it does not grow beyond its bound: what is known goes on being counted, the rest is reported', () => {
    const buffer = createUsageBuffer(2);
    for (const clientId of ['a', 'b', 'c', 'd', 'a']) buffer.add(use({ clientId }), 0);
    expect(buffer.size()).toBe(2);
    const taken = buffer.take();
    expect(calls(taken.uses)).toBe(3);
    buffer.add(use({ clientId: 'e' }), 0);
    buffer.giveBack(taken);
    expect(buffer.size()).toBe(2);
    expect(buffer.takeLeftOut()).toBe(3);
    expect(buffer.takeLeftOut()).toBe(0);
  });

  test('scopes are remembered by when they were last named; a request that names none is remembered too', () => {
    const buffer = createUsageBuffer(100);
    buffer.add(use({ scopes: ['a:read', 'b:read'] }), 1_000);
    buffer.add(use({ scopes: ['a:read'] }), 2_000);
    buffer.add(use({ scopes: [] }), 3_000);
    buffer.add(use({ operation: 'introspection' }), 4_000);
    expect(buffer.take().scopes).toEqual([
      { clientId: 'client_1', scope: 'a:read', at: 2_000 },
      { clientId: 'client_1', scope: 'b:read', at: 1_000 },
      { clientId: 'client_1', scope: '', at: 3_000 },
    ]);
  });
});

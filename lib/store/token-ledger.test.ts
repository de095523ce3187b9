import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { Late } from '../faults';
import type { AuditEvent } from '../oauth/ports';
import type { LedgerRow } from './ledger-rows';
import { createTokenLedger } from './token-ledger';

const event = (requestId: string): AuditEvent => ({
  requestId,
  address: '10.0.0.7',
  userAgent: '',
  at: new Date(0),
  tenantId: 'ten_1',
  actorType: 'client',
  actorId: 'client_1',
  action: 'token.issued',
  outcome: 'success',
  targetId: 'client_1',
  jti: null,
  detail: {},
});

const named = (rows: readonly LedgerRow[]) =>
  rows.map(({ event, again }) => event.requestId + (again ? ' again' : ''));

let commits: string[][];
let begun: number;
let lost: string[];
let fault: (rows: readonly LedgerRow[]) => unknown;
let hang: Promise<void> | undefined;
beforeEach(() => {
  commits = [];
  begun = 0;
  lost = [];
  fault = () => undefined;
  hang = undefined;
});

const ledger = (beforeAnswer = false, pool = 10) =>
  createTokenLedger(
    async (rows) => {
      begun++;
      await hang;
      const cause = fault(rows);
      if (cause) throw cause;
      commits.push(named(rows));
    },
    { pool, beforeAnswer: () => beforeAnswer, onLost: ({ event }) => lost.push(event.requestId) },
  );

describe('rows of issued tokens', () => {
  test('leave together, after the answers', async () => {
    const { recordIssued, flush } = ledger();
    for (let token = 0; token < 3; token++) await recordIssued(event(`req_${token}`));
    expect(commits).toEqual([]);
    await flush();
    expect(commits).toEqual([['req_0', 'req_1', 'req_2']]);
  });

  test('are committed before the answer where that is asked for', async () => {
    const { recordIssued } = ledger(true);
    await recordIssued(event('req_1'));
    expect(commits).toEqual([['req_1']]);
  });

  test('are committed before the answer for the first use of a credential, once', async () => {
    const { recordIssued, flush } = ledger();
    const used = { kind: 'secret', id: 'sec_1' } as const;
    await recordIssued(event('req_1'), used);
    await recordIssued(event('req_2'), used);
    expect(commits).toEqual([['req_1']]);
    await flush();
  });

  test('share the commit of a row that somebody waits for', async () => {
    const { record, recordIssued } = ledger();
    await recordIssued(event('req_1'));
    await record(event('req_2'));
    expect(commits).toEqual([['req_1', 'req_2']]);
  });

  test('make the next tokens wait once one of them is older than a quarter of a second', async () => {
    let goOn = () => {};
    hang = new Promise((resolve) => {
      goOn = resolve;
    });
    const { recordIssued } = ledger();
    await recordIssued(event('req_1'));
    await pause(300);
    let answered = false;
    const next = recordIssued(event('req_2')).then(() => {
      answered = true;
    });
    await pause(20);
    expect(answered).toBe(false);
    goOn();
    await next;
    expect(commits.flat()).toEqual(['req_1', 'req_2']);
  });

  test('are tried again after an outage, and then written once at most', async () => {
    fault = () => new Late('away');
    const { recordIssued, flush } = ledger();
    await recordIssued(event('req_1'));
    await flush();
    await pause(300);
    await expect(recordIssued(event('req_2'))).rejects.toThrow('away');
    fault = () => undefined;
    await flush();
    // The caller of the second was told that there is no token: its row is not written.
    expect(commits).toEqual([['req_1 again']]);
  });
});

test('a row that no database takes does not take others with it, and is reported', async () => {
  fault = (rows) => named(rows).includes('req_bad') && new Error('invalid input');
  const { record, recordIssued, flush } = ledger();
  for (const id of ['req_1', 'req_2', 'req_bad', 'req_3']) await recordIssued(event(id));
  await record(event('req_4'));
  await flush();
  expect(commits.flat().toSorted()).toEqual(['req_1', 'req_2', 'req_3', 'req_4']);
  expect(lost).toEqual(['req_bad']);
  // Until that is known to be over, no token leaves before its row.
  const rows = commits.flat().length;
  await recordIssued(event('req_5'));
  expect(commits.flat()).toHaveLength(rows + 1);
  await expect(record(event('req_bad'))).rejects.toThrow('invalid input');
});

test.each([
  [10, 3],
  [3, 2],
  [1, 1],
])('of a pool of %i they take %i', async (pool, writers) => {
  let goOn = () => {};
  hang = new Promise((resolve) => {
    goOn = resolve;
  });
  const { record } = ledger(false, pool);
  const written = Array.from({ length: 5 }, (_, row) => record(event(`req_${row}`)));
  expect(begun).toBe(writers);
  goOn();
  await Promise.all(written);
  expect(commits.flat()).toHaveLength(5);
});

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isOutage, isTaken, isUnanswered } from './faults';

const fault = (code: string, cause?: Error) => Object.assign(new Error('x', { cause }), { code });

describe('isOutage', () => {
  it.each([
    'ECONNREFUSED',
    'CONNECT_TIMEOUT',
    'CONNECTION_CLOSED',
    '57P01',
    '57014',
    '53300',
    '08006',
    '25006',
    '25P03',
    '40001',
  ])('takes %s for a database that cannot be used now', (code) => {
    expect(isOutage(fault(code))).toBe(true);
    expect(isOutage(new Error('wrapped', { cause: fault(code) }))).toBe(true);
  });

  it.each(['23505', '42P01', '22P02', 'ERR_INVALID_ARG_TYPE'])('takes %s for a defect of ours', (code) => {
    expect(isOutage(fault(code))).toBe(false);
  });

  it('takes a socket that is not there for one, and a file that is not there for a defect', async () => {
    const nowhere = '/nowhere/at-all';
    const noSocket = await new Promise((resolve) => connect(nowhere).on('error', resolve));
    expect(noSocket).toMatchObject({ code: 'ENOENT' });
    expect(isOutage(noSocket)).toBe(true);
    const noFile = (() => {
      try {
        return readFileSync(nowhere);
      } catch (cause) {
        return cause;
      }
    })();
    expect(noFile).toMatchObject({ code: 'ENOENT' });
    expect(isOutage(noFile)).toBe(false);
  });

  it('takes nothing else for one', () => {
    for (const thrown of [new Error('x'), undefined, null, 'ECONNREFUSED', 5])
      expect(isOutage(thrown)).toBe(false);
  });
});

describe('isUnanswered', () => {
  it.each(['ECONNREFUSED', 'ETIMEDOUT', 'CONNECTION_CLOSED', '08006', '53300', '57P01', '58030'])(
    'takes %s for a server that does not answer',
    (code) => expect(isUnanswered(new Error('wrapped', { cause: fault(code) }))).toBe(true),
  );

  it.each(['55P03', '40P01', '40001', '57014', '25006', '23505'])('takes %s for an answer', (code) =>
    expect(isUnanswered(fault(code))).toBe(false),
  );
});

describe('isTaken', () => {
  it('finds a unique violation however deep it is wrapped, and takes nothing else for one', () => {
    expect(isTaken(new Error('wrapped', { cause: fault('23505') }))).toBe(true);
    for (const thrown of [fault('23503'), new Error('23505'), undefined]) expect(isTaken(thrown)).toBe(false);
  });
});

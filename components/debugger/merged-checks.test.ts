import { describe, expect, test } from 'vitest';
import type { DebugVerdict } from '@/lib/contract/portal';
import { CHECKS } from '@/lib/token/checks';
import { compareVerdicts } from './difference';
import type { LocalVerdict } from './local-verdict';
import { mergeChecks, type ToldResult } from './merged-checks';

/** All pass, but for those given. */
const results = (change: Record<string, Partial<ToldResult>> = {}): ToldResult[] =>
  CHECKS.map((check) => ({ check, outcome: 'pass', ...change[check] }));
const local = results({
  tenant: { outcome: 'not_checked' },
  subject: { outcome: 'not_checked' },
  credential: { outcome: 'not_checked' },
});
const failed = (reason: string) => ({ outcome: 'fail', reason }) as const;
const of = (merged: ReturnType<typeof mergeChecks>, check: string) =>
  merged.find((one) => one.check === check);

describe('two lists become one', () => {
  test('in the order of the checks', () => {
    expect(mergeChecks(local, results(), false).map(({ check }) => check)).toEqual([...CHECKS]);
  });

  test('the records of the service fill what a browser cannot know', () => {
    const merged = mergeChecks(local, results({ subject: failed('client_disabled') }), false);
    expect(of(merged, 'subject')).toMatchObject({
      outcome: 'fail',
      words: { title: 'Client disabled' },
      onlyBy: undefined,
    });
    expect(of(merged, 'credential')).toMatchObject({ outcome: 'pass' });
  });

  test('without the service, what it alone knows says so', () => {
    expect(of(mergeChecks(local, undefined, false), 'tenant')).toEqual({
      check: 'tenant',
      outcome: 'not_checked',
      why: 'Only this service knows your tenant.',
    });
  });

  test('a failure on one side is a failure, and it says whose', () => {
    expect(
      of(mergeChecks(results({ issuer: failed('iss_wrong') }), results(), false), 'issuer'),
    ).toMatchObject({ outcome: 'fail', onlyBy: 'browser' });
    expect(of(mergeChecks(local, results({ key: failed('key_retired') }), false), 'key')).toMatchObject({
      outcome: 'fail',
      onlyBy: 'service',
    });
    expect(
      of(
        mergeChecks(results({ expiry: failed('expired') }), results({ expiry: failed('expired') }), false),
        'expiry',
      )?.onlyBy,
    ).toBeUndefined();
  });

  test('with another clock, the service has no say in what depends on it', () => {
    const expired = results({ expiry: failed('expired') });
    expect(of(mergeChecks(local, expired, true), 'expiry')).toMatchObject({ outcome: 'pass' });
    expect(of(mergeChecks(expired, results(), true), 'expiry')).toMatchObject({
      outcome: 'fail',
      onlyBy: undefined,
    });
  });

  test('a reason this page does not know is still shown', () => {
    expect(
      of(mergeChecks(local, results({ subject: failed('client_haunted') }), false), 'subject')?.words?.title,
    ).toBe('client_haunted');
    expect(
      of(mergeChecks(local, results({ subject: failed('constructor') }), false), 'subject')?.words?.title,
    ).toBe('constructor');
  });
});

describe('two verdicts side by side', () => {
  const browser = (word: LocalVerdict['word'], checks = local): LocalVerdict => ({
    word,
    results: checks as LocalVerdict['results'],
  });
  const service = (active: boolean, checks = results()): DebugVerdict => ({
    active,
    checks,
    client: null,
    secret: null,
    user: null,
    app: null,
    issued: null,
    now: '2026-01-01T00:00:00Z',
  });

  test('say that they agree', () => {
    expect(compareVerdicts(browser('active'), service(true), undefined)).toEqual({
      agree: true,
      said: 'Both agree.',
    });
    expect(compareVerdicts(browser('not_active'), service(false), undefined)?.agree).toBe(true);
  });

  test('name the reason for which the service refuses', () => {
    const verdict = compareVerdicts(
      browser('active'),
      service(false, results({ subject: failed('client_disabled') })),
      undefined,
    );
    expect(verdict).toMatchObject({ agree: false, said: expect.stringContaining('(Client disabled)') });
  });

  test('name the reason for which the browser refuses', () => {
    const verdict = compareVerdicts(
      browser('not_active', results({ issuer: failed('iss_wrong') })),
      service(true),
      undefined,
    );
    expect(verdict?.said).toContain('(Other issuer)');
  });

  test('name the clock', () => {
    expect(compareVerdicts(browser('not_active'), service(true), '+1 h')?.said).toContain('+1 h');
  });

  test('say nothing while one is missing', () => {
    expect(compareVerdicts(undefined, service(true), undefined)).toBeUndefined();
    expect(compareVerdicts(browser('unknown'), service(true), undefined)).toBeUndefined();
  });
});

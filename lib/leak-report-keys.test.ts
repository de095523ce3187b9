import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { leakReportKeysSchema } from './leak-report-keys';

const pem = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const document = (...keys: unknown[]) => JSON.stringify({ public_keys: keys });
const key = (key_identifier: string, text = pem('P-256')) => ({
  key_identifier,
  key: text,
  is_current: false,
});

describe('keys of secret scanners', () => {
  it('are read as GitHub serves them, those before the current one included', () => {
    const keys = leakReportKeysSchema.parse(document(key('one'), { ...key('two'), is_current: true }));
    expect([...keys.keys()]).toEqual(['one', 'two']);
    expect(keys.get('one')?.asymmetricKeyType).toBe('ec');
  });

  it.each([
    ['no JSON', 'keys'],
    ['another document', '{"keys":[]}'],
    ['no keys', document()],
    ['a key without a name', document(key(''))],
    ['more than a hundred', document(...Array(101).fill(key('one')))],
  ])('must have their form: %s', (_, text) => {
    expect(leakReportKeysSchema.safeParse(text).error?.issues[0]?.message).toContain('public_keys');
  });

  it.each([
    ['what is no key', 'nonsense'],
    ['a key of another curve', pem('P-384')],
    [
      'a key of another kind',
      generateKeyPairSync('rsa', { modulusLength: 2048 })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    ],
  ])('must all be P-256: %s', (_, text) => {
    const { error } = leakReportKeysSchema.safeParse(document(key('one'), key('two', text)));
    expect(error?.issues[0]?.message).toContain('P-256');
  });
});

import { describe, expect, test } from 'vitest';
import { compareClaims, relate } from './compare-tokens';

const token = (payload: Record<string, unknown>, header: Record<string, unknown> = { kid: 'k1' }) => ({
  header,
  payload,
});
const machine = { token_use: 'machine', client_id: 'client_1', sub: 'client_1', cred: 'sec_1', jti: 'a' };

describe('compareClaims', () => {
  test('what differs comes first, then what only one has, then what is the same', () => {
    const rows = compareClaims(
      token({ iss: 'x', exp: 1, scope: 'a', nbf: 1 }),
      token({ iss: 'x', exp: 2, aud: 'y', scope: 'a' }, { kid: 'k2' }),
    );
    expect(rows.map(({ claim, kind }) => [claim, kind])).toEqual([
      ['kid', 'different'],
      ['exp', 'different'],
      ['nbf', 'first_only'],
      ['aud', 'second_only'],
      ['iss', 'same'],
      ['scope', 'same'],
    ]);
  });

  test('the order of members is no difference, that of a list and the type are', () => {
    const kinds = (a: unknown, b: unknown) =>
      compareClaims(token({ c: a }, {}), token({ c: b }, {})).map(({ kind }) => kind);
    expect(kinds({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual(['same']);
    expect(kinds(['a', 'b'], ['b', 'a'])).toEqual(['different']);
    expect(kinds(1, '1')).toEqual(['different']);
    expect(kinds(null, undefined)).toEqual(['different']);
  });

  test('a claim named like a member of every object, and one nested without end, are claims like others', () => {
    const odd = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect(compareClaims(token(odd, {}), token({}, {})).map(({ kind }) => kind)).toEqual([
      'first_only',
      'first_only',
    ]);
    const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`);
    expect(() => compareClaims(token({ deep }), token({ deep }))).not.toThrow();
  });

  test('claims without a header can be compared', () => {
    const rows = compareClaims({ header: undefined, payload: machine }, token(machine, {}));
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['same']));
  });
});

describe('relate', () => {
  const same = (a: ReturnType<typeof token>, b: ReturnType<typeof token>) =>
    Object.fromEntries(relate(a, b).map(({ of, same: answer }) => [of, answer]));

  test('two tokens of one client, from before and after a rotation of its secret', () => {
    expect(same(token(machine), token({ ...machine, cred: 'sec_2', jti: 'b' }))).toEqual({
      Issuer: undefined,
      Tenant: undefined,
      Client: true,
      'Secret or key': false,
      'Signing key': true,
      Token: false,
    });
  });

  test("a machine's and a person's", () => {
    const person = { token_use: 'human', client_id: 'portal', sub: 'usr_1', sid: 'ses_1', jti: 'c' };
    expect(same(token(machine), token(person))).toMatchObject({ Person: false, 'Secret or session': false });
  });
});

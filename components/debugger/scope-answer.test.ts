import { expect, test } from 'vitest';
import { answerScope, scopesIn } from './scope-answer';

const sound = [{ check: 'expiry', outcome: 'pass' as const }];
const client = {
  client: { client_id: 'client_1', name: 'Billing', scopes: ['claims:read', 'claims:write'] },
  user: null,
};
const nobody = { client: null, user: null };

test('yes, when an accepted token holds it', () => {
  expect(answerScope('claims:read', ['claims:read'], sound, client)).toEqual({
    pass: true,
    said: 'Yes: the token holds claims:read.',
  });
});

test('no, when the token itself is refused, even if it holds it', () => {
  const expired = [{ check: 'expiry', outcome: 'fail' as const, reason: 'expired' }];
  const answer = answerScope('claims:read', ['claims:read'], expired, client);
  expect(answer.pass).toBe(false);
  expect(answer.said).toContain('Expired');
  expect(answer.said).toContain('401');
});

test('no, with the client to look at, when its token lacks it', () => {
  expect(answerScope('claims:write', ['claims:read'], sound, client)).toMatchObject({
    pass: false,
    clientId: 'client_1',
    mend: expect.stringContaining('request a new token'),
  });
  expect(answerScope('audit:read', ['claims:read'], sound, client)).toMatchObject({
    pass: false,
    clientId: 'client_1',
    mend: expect.stringContaining('Grant it'),
  });
  expect(answerScope('audit:read', ['claims:read'], sound, nobody)).not.toHaveProperty('clientId');
});

test('a person’s scopes come from their role', () => {
  const person = { client: null, user: { id: 'usr_1', email: 'ada@acme.test' } };
  expect(answerScope('audit:read', ['claims:read'], sound, person).mend).toContain('role');
});

test('a missing scope is not taken for a refusal of the token', () => {
  const asked = [...sound, { check: 'scope', outcome: 'fail' as const, reason: 'scope_missing' }];
  expect(answerScope('audit:read', [], asked, nobody).said).toContain('403');
});

test.each(['claims:read audit:read', 'a"b', 'ä'])('%s is not a scope', (scope) => {
  expect(answerScope(scope, [scope], sound, client).pass).toBe(false);
});

test('scopes are read from a string only, each once', () => {
  expect(scopesIn({ scope: 'a b  a' })).toEqual(['a', 'b']);
  expect(scopesIn({ scope: ['a'] })).toEqual([]);
  expect(scopesIn({})).toEqual([]);
  expect(scopesIn(undefined)).toEqual([]);
});

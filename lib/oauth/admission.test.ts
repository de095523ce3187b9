import { describe, expect, test } from 'vitest';
import { admitClient } from './admission';
import type { PresentedCredentials } from './client-authentication';
import { clientRecord } from './client-record.fixture';
import type { RateDecision } from './ports';
import type { AnswerNotes } from './request';
import { secretDigest } from './secret';
import type { OAuthServices } from './services';

const PEPPER = new Uint8Array(32);
const client = clientRecord({
  secrets: [
    {
      id: 'sec_1',
      digest: secretDigest('right', PEPPER),
      expiresAt: null,
      retiredAt: null,
      notBefore: 0,
    },
  ],
});

/** Whose call it is counted as. @param spent the budget that has nothing left */
async function countedAs(clientId: string, clientSecret: string, spent?: string) {
  const untouched: RateDecision = { allowed: true, limit: 60, remaining: 60, retryAfter: 0, reset: 0 };
  const answer: AnswerNotes = { rate: untouched, headers: {} };
  const services = {
    pepper: PEPPER,
    clock: () => 0,
    clients: {
      recallClient: () => undefined,
      findClient: async (id: string) => (id === client.id ? client : undefined),
    },
    limiter: { take: async (policy: string) => ({ ...untouched, allowed: policy !== spent }) },
    ledger: { record: async () => {} },
  } as unknown as OAuthServices;
  const presented: PresentedCredentials = { method: 'client_secret_post', clientId, clientSecret };
  const request = { origin: { requestId: 'req_1', address: '10.0.0.7', userAgent: '' }, answer, urls: [] };
  await admitClient(presented, 'token', request, services).catch(() => {});
  return answer.use;
}

describe('whose call it is counted as', () => {
  test('right credentials: the client’s, by its secret, over its limit too', async () => {
    const use = { tenantId: 'ten_1', clientId: 'client_1', credentialId: 'sec_1' };
    expect(await countedAs('client_1', 'right')).toEqual(use);
    expect(await countedAs('client_1', 'right', 'token')).toEqual(use);
  });

  test('wrong ones: the client’s, by no secret, as far as the budget of wrong ones reaches', async () => {
    expect(await countedAs('client_1', 'wrong')).toEqual({
      tenantId: 'ten_1',
      clientId: 'client_1',
      credentialId: '',
    });
    expect(await countedAs('client_1', 'wrong', 'token_failure')).toBeUndefined();
  });

  test('an id that nobody has: nobody’s', async () => {
    expect(await countedAs('client_2', 'right')).toBeUndefined();
  });
});

import { generateSync } from 'otplib';
import { expect } from 'vitest';
import { Authenticator } from './authenticator';
import type { Answer } from './call';
import { type Portal, SESSION_COOKIE } from './portal';
import { FORM_TYPE, JSON_TYPE } from './wire';

/** What the app shows, some steps of 30 s from now. */
export const totpCode = (secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * steps });

/** Sets up an authenticator app; with the code of the step before, so that this one's is still good. */
export async function enrolTotp(portal: Portal): Promise<{ secret: string; recoveryCodes: string[] | null }> {
  const { secret } = (await portal.post('/factors/totp')).json;
  const confirm = () => portal.post('/factors/totp/confirm', { code: totpCode(secret, -1) });
  const first = await confirm();
  // A step may have passed on the way.
  const confirmed = first.status === 400 ? await confirm() : first;
  expect(confirmed.status, confirmed.text).toBe(201);
  return { secret, recoveryCodes: confirmed.json.recovery_codes };
}

/** Makes a passkey in software, of the site that `origin` is. */
export async function enrolPasskey(
  portal: Portal,
  origin: string,
  name = 'Key',
): Promise<{ authenticator: Authenticator; id: string; answer: Answer }> {
  const authenticator = new Authenticator(origin);
  const { options } = (await portal.post('/factors/passkeys/options')).json;
  const answer = await portal.post('/factors/passkeys', {
    name,
    attestation: authenticator.register(options),
  });
  expect(answer.status, answer.text).toBe(201);
  return { authenticator, id: answer.json.factors.passkeys.at(-1).id, answer };
}

/** Proves a factor: at sign-in, or to make the session fresh. */
export const prove = (portal: Portal, proof: Record<string, unknown>): Promise<Answer> =>
  portal.post('/session/step-up', proof);

/** What the service wants signed. */
export const challengeOf = async (portal: Portal): Promise<{ challenge: string }> =>
  (await portal.get('/session/step-up')).json.passkey_options;

/** What anybody may ask to have signed. */
export const signInChallenge = async (portal: Portal): Promise<{ challenge: string }> =>
  (await portal.call('/api/account/passkey', { method: 'POST', headers: JSON_TYPE, body: '{}' })).json
    .options;

/** Signs in with a passkey alone, as the page does it. */
export async function passkeySignIn(portal: Portal, assertion: unknown): Promise<Answer> {
  const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
  return portal.call('/api/auth/callback/passkey', {
    method: 'POST',
    headers: FORM_TYPE,
    body: new URLSearchParams({ csrfToken, assertion: JSON.stringify(assertion), json: 'true' }).toString(),
  });
}

export const cookieOf = (portal: Portal): string | undefined => portal.jar.get(SESSION_COOKIE);

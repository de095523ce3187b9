import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer } from './call';
import { linkToken } from './mail-server';
import { Portal } from './portal';
import { JSON_TYPE } from './wire';

export type Role = 'owner' | 'admin' | 'developer' | 'viewer';

/** Not to be guessed, and never the same. */
export const newPassword = (): string => `own ${randomBytes(12).toString('hex')}`;

export const newAddress = (name = 'person'): string =>
  `${name}-${randomBytes(4).toString('hex')}@people.test`;

/** A call that needs no session: `/api/account…`. */
export const account = (portal: Portal, path: string, body: unknown): Promise<Answer> =>
  portal.call(`/api/account${path}`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });

/** Someone with a browser and a link. */
export const accept = (origin: string, token: string, password: string): Promise<Answer> =>
  account(new Portal(origin), '/invitation/accept', { token, password });

/** Invites, and takes the link from the answer: for a service without mail. */
async function inviteByHand(inviter: Portal, email: string, role: Role): Promise<string> {
  const answer = await inviter.post('/members/invitations', { email, role });
  expect(answer.status, answer.text).toBe(201);
  return linkToken(answer.json.delivery.link, 'accept-invitation');
}

/** A new person of the inviter's tenant, signed in; on a service without mail. */
export async function join(inviter: Portal, role: Role, email = newAddress(role)): Promise<Portal> {
  const token = await inviteByHand(inviter, email, role);
  const portal = new Portal(inviter.origin);
  portal.password = newPassword();
  const accepted = await account(portal, '/invitation/accept', { token, password: portal.password });
  expect(accepted.status, accepted.text).toBe(201);
  expect(await portal.signIn(email, portal.password)).toBe(true);
  return portal;
}

/** Who somebody is. */
export const whoIs = async (portal: Portal): Promise<{ id: string; email: string; role: Role }> =>
  (await portal.get('/session')).json.user;

import { createHmac, timingSafeEqual } from 'node:crypto';
import { conflict, Refusal } from '../../admin/refusal';
import { randomBase62 } from '../../ids';
import { derivedKey } from '../../keys/derived-key';
import type { HttpServices } from '../services';
import { type McpCaller, nameOf } from './caller';

/** From the first step to the second, in milliseconds: as long as a person takes to read what would happen. */
const LIFE_MS = 5 * 60_000;

/** What is confirmed: all that the second step would do. */
export interface Confirmed {
  clientId: string;
  currentSecretId: string | null;
  overlapSeconds: number;
  /** Of the key that the new secret is sealed to. */
  thumbprint: string;
}

type Services = Pick<HttpServices, 'pepper' | 'clock' | 'replays'>;

function sealOf(what: Confirmed, nonce: string, expires: number, caller: McpCaller, pepper: Uint8Array) {
  const { clientId, currentSecretId, overlapSeconds, thumbprint } = what;
  const said = [nameOf(caller), caller.actor.tenantId, clientId, currentSecretId, overlapSeconds, thumbprint];
  return createHmac('sha256', derivedKey(pepper, 'gooclaim mcp confirmation'))
    .update(JSON.stringify([...said, nonce, expires]))
    .digest();
}

/**
 * What the second step must show. Nothing is stored: all instances share the pepper. It is good for this caller and for
 * exactly this, once.
 */
export function newConfirmation(what: Confirmed, caller: McpCaller, { pepper, clock }: Services) {
  const expires = clock() + LIFE_MS;
  const nonce = randomBase62().slice(0, 22);
  const seal = sealOf(what, nonce, expires, caller, pepper).toString('base64url');
  return { confirmation: `${nonce}.${expires.toString(36)}.${seal}`, expiresAt: expires };
}

/** @throws Refusal 400 for one that is not for this; 409 for one that is over or was used */
export async function useConfirmation(
  confirmation: string,
  what: Confirmed,
  caller: McpCaller,
  { pepper, clock, replays }: Services,
): Promise<void> {
  const [nonce = '', time = '', seal = ''] = confirmation.split('.', 3);
  const expires = Number.parseInt(time, 36);
  const shown = Buffer.from(seal, 'base64url');
  const wanted = sealOf(what, nonce, expires, caller, pepper);
  if (shown.length !== wanted.length || !timingSafeEqual(shown, wanted))
    throw new Refusal(
      400,
      'invalid_request',
      'This confirmation is not for this: begin again with prepare_rotation, and send the same values.',
    );
  if (expires <= clock()) throw conflict('This confirmation is over: begin again with prepare_rotation.');
  if (!(await replays.firstUse({ owner: `mcp:${nameOf(caller)}`, jti: nonce, expiresAt: new Date(expires) })))
    throw conflict('This confirmation was used: begin again with prepare_rotation.');
}

import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Assertion, Attestation } from '../contract/factors';
import { newId } from '../ids';
import { findPasskey, type PasskeyRow } from '../store/factors';
import type { FactorServices } from './factor-services';
import {
  CHALLENGE_LIFE_MS,
  CHALLENGE_SKEW_MS,
  type ChallengeUse,
  isOwnChallenge,
  newChallenge,
} from './passkey-challenge';

export type PasskeyServices = Pick<FactorServices, 'db' | 'clock' | 'issuer' | 'pepper' | 'replays'>;

/** COSE: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];

/** The host of the issuer: a passkey is good on this very site, and nowhere else. */
const siteOf = (issuer: string) => ({
  expectedRPID: new URL(issuer).hostname,
  expectedOrigin: new URL(issuer).origin,
});

/** What a browser needs to make a passkey. The user handle is the person's id, which says nothing of who they are. */
export const registrationOptions = (
  { userId, email, sid }: { userId: string; email: string; sid: string },
  existing: readonly PasskeyRow[],
  { issuer, pepper, clock }: PasskeyServices,
) =>
  generateRegistrationOptions({
    rpName: 'Gooclaim Auth',
    rpID: siteOf(issuer).expectedRPID,
    userID: new Uint8Array(Buffer.from(userId)),
    userName: email,
    userDisplayName: email,
    challenge: newChallenge(`register:${sid}`, pepper, clock()),
    timeout: CHALLENGE_LIFE_MS,
    attestationType: 'none',
    excludeCredentials: existing.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });

/** What a browser needs to sign with one of these passkeys; with any, when there are none. */
export const assertionOptions = (
  use: ChallengeUse,
  allowed: readonly PasskeyRow[],
  { issuer, pepper, clock }: PasskeyServices,
) =>
  generateAuthenticationOptions({
    rpID: siteOf(issuer).expectedRPID,
    challenge: newChallenge(use, pepper, clock()),
    timeout: CHALLENGE_LIFE_MS,
    userVerification: 'required',
    ...(allowed.length > 0
      ? {
          allowCredentials: allowed.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
        }
      : {}),
  });

/** Whether a challenge is ours and fits; keeps it, to be used up once the rest holds. */
function challengeCheck(use: ChallengeUse, { pepper, clock }: PasskeyServices) {
  let taken = '';
  return {
    expectedChallenge(challenge: string): boolean {
      taken = challenge;
      return isOwnChallenge(challenge, use, pepper, clock());
    },
    taken: () => taken,
  };
}

/** Over all instances. After the signature: so only who holds a passkey leaves a row. */
const useUp = (challenge: string, { replays, clock }: PasskeyServices): Promise<boolean> =>
  replays.firstUse({
    owner: 'passkey',
    jti: challenge,
    expiresAt: new Date(clock() + CHALLENGE_LIFE_MS + CHALLENGE_SKEW_MS),
  });

/** A new passkey, as it is stored. @returns undefined for an answer that does not fit */
export async function verifyRegistration(
  response: Attestation,
  { userId, sid, name }: { userId: string; sid: string; name: string },
  services: PasskeyServices,
): Promise<PasskeyRow | undefined> {
  const challenge = challengeCheck(`register:${sid}`, services);
  const found = await verifyRegistrationResponse({
    response,
    ...siteOf(services.issuer),
    expectedChallenge: challenge.expectedChallenge,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
    // It throws for what does not fit; the answer is the same for all of it.
  }).catch(() => undefined);
  if (!found?.verified || !(await useUp(challenge.taken(), services))) return undefined;
  const { credential, credentialDeviceType } = found.registrationInfo;
  return {
    id: newId('pky'),
    userId,
    credentialId: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: response.response.transports,
    synced: credentialDeviceType === 'multiDevice',
    name,
    createdAt: new Date(services.clock()),
    lastUsedAt: null,
  };
}

export interface ProvenPasskey {
  passkey: PasskeyRow;
  /** What its authenticator counts now. */
  counter: number;
}

/**
 * Whose passkey has signed (WebAuthn §7.2): user verification, signature, challenge, site, user handle and counter. An
 * unknown passkey and one that signs wrongly are the same: undefined.
 */
export async function verifyAssertion(
  response: Assertion,
  use: ChallengeUse,
  services: PasskeyServices,
): Promise<ProvenPasskey | undefined> {
  const passkey = await findPasskey(services.db, response.id);
  const handle = response.response.userHandle;
  const named = handle === undefined ? undefined : Buffer.from(handle, 'base64url').toString();
  // Nobody has said who they are at sign-in: then the authenticator must.
  if (!passkey || (named ?? (use === 'sign-in' ? '' : passkey.userId)) !== passkey.userId) return undefined;
  const challenge = challengeCheck(use, services);
  const found = await verifyAuthenticationResponse({
    response,
    ...siteOf(services.issuer),
    expectedChallenge: challenge.expectedChallenge,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
    },
  }).catch(() => undefined);
  if (!found?.verified || !(await useUp(challenge.taken(), services))) return undefined;
  return { passkey, counter: found.authenticationInfo.newCounter };
}

/** RFC 8176: a key in hardware or in software, and the person who unlocked it: two factors. */
export const amrOf = ({ synced }: Pick<PasskeyRow, 'synced'>): string[] => [
  synced ? 'swk' : 'hwk',
  'user',
  'mfa',
];

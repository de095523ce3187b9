import { generateSecret, generateURI, verifySync } from 'otplib';
import { derivedKey } from '../keys/derived-key';
import { aesGcmSealer } from '../keys/seal';

/** Seconds of a time step, and by how many the clock of a telephone may be off. */
const STEP = 30;

/** Wrong codes in a row that cost nothing; from then on each doubles the wait, up to an hour. */
export const FREE_TRIES = 5;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MINUTES = 60;

/** 160 random bits, in base32. */
export const newTotpSecret = (): string => generateSecret();

/** What the QR code says. */
export const totpUri = (secret: string, email: string): string =>
  generateURI({ issuer: 'Gooclaim Auth', label: email, secret });

/**
 * The time step a code is of: this one, the one before or the one after. None at or before the last one that was taken:
 * a code that was looked at over a shoulder is good for nothing (RFC 6238 §5.2).
 *
 * @param code six digits
 * @param now milliseconds since the epoch
 */
export function acceptedStep(
  secret: string,
  code: string,
  now: number,
  lastStep: number | null,
): number | undefined {
  const epoch = Math.floor(now / 1000);
  // Taken by an instance whose clock is ahead: nothing of now is later.
  if (lastStep !== null && lastStep > epoch / STEP) return undefined;
  const result = verifySync({
    secret,
    token: code,
    epoch,
    epochTolerance: STEP,
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/**
 * From when the next code is looked at, in milliseconds since the epoch. Of a million codes three fit: at one an hour,
 * whoever has the password guesses for decades. Recovery codes and passkeys are not held up.
 */
export function nextTryAt({ failures, failedAt }: { failures: number; failedAt: Date | null }): number {
  if (failures < FREE_TRIES || !failedAt) return 0;
  return failedAt.getTime() + Math.min(2 ** (failures - FREE_TRIES), LONGEST_WAIT_MINUTES) * MINUTE_MS;
}

const sealer = (pepper: Uint8Array) => aesGcmSealer(derivedKey(pepper, 'gooclaim authenticator secrets'));

/** Bound to the person: moved to another's row, it does not open. */
export async function sealTotp(secret: string, userId: string, pepper: Uint8Array): Promise<Uint8Array> {
  return (await sealer(pepper).seal(Buffer.from(secret), userId)).bytes;
}

/** @throws when the pepper is another one, or the row is another person's */
export async function openTotp(sealed: Uint8Array, userId: string, pepper: Uint8Array): Promise<string> {
  return Buffer.from(await sealer(pepper).open({ bytes: sealed, by: '' }, userId)).toString();
}

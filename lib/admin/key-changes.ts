import type { AuditAction } from '../contract/audit-actions';
import { generateSigningKey, type NewKey } from '../keys/generate';
import {
  replacementSteps,
  revocationSteps,
  rotationSteps,
  type Step,
  scheduledSteps,
  signsFrom,
} from '../keys/rotation';
import type { Sealer } from '../keys/seal';
import { modulusBits, type StoredKey } from '../keys/stored-key';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import {
  insertSigningKey,
  readPublicKeys,
  readSigningKeys,
  takeKeysTurn,
  updateSigningKey,
} from '../store/signing-keys';
import { closedKeys } from './key-sealing';
import { type Author, type KeyMaker, operator, type SigningKeyServices } from './key-services';
import { conflict, notFound } from './refusal';

/** Audit actions by what was done. */
const ACTIONS: Record<Step['take'], AuditAction> = {
  make: 'signing_key.published',
  activate: 'signing_key.activated',
  replace: 'signing_key.replaced',
  retire: 'signing_key.retired',
  revoke: 'signing_key.revoked',
};

/**
 * Does what is due by itself. Any number of instances may call it at once, as often as they like.
 *
 * @param ifTaken whether to wait for an instance that is at it, or to leave it the work
 * @returns what was done
 */
export const keepSigningKeys = (services: SigningKeyServices, ifTaken: 'wait' | 'leave'): Promise<Step[]> =>
  changeKeys(services, ifTaken, operator('schedule'), {}, (keys, now) =>
    scheduledSteps(keys, now, services.settings.signingKeys.rotationDays),
  );

/**
 * Lets the next key sign. Of two rotations at once one is done, and both have succeeded.
 *
 * @param atOnce even if caches of the key set may not know the next key yet: they refuse its tokens until they do
 * @throws Refusal 409 when it is too young and not `atOnce`
 */
export async function rotateKeys(
  services: SigningKeyServices,
  author: Author,
  { atOnce }: { atOnce: boolean },
): Promise<void> {
  const seen = activeOf(await readPublicKeys(services.db))?.kid;
  await changeKeys(services, 'wait', author, {}, (keys, now) => {
    if (activeOf(keys)?.kid !== seen) return [];
    if (!atOnce) refuseTooYoung(keys, now);
    return rotationSteps(keys);
  });
}

/**
 * Ends a key and every token it signed, in an emergency. Asked twice, it changes nothing. `keepSigningKeys` publishes
 * another in place of the one that signs from now on.
 *
 * @throws Refusal 404; 409 where no key could sign in its place
 */
export async function revokeKey(
  services: SigningKeyServices,
  author: Author,
  kid: string,
  reason: string,
): Promise<void> {
  await changeKeys(services, 'wait', author, { reason }, (keys) => {
    if (!keys.some((key) => key.kid === kid)) throw notFound('signing key');
    return revocationSteps(keys, kid);
  });
}

/**
 * Ends every key with all its tokens, and lets a new one sign at once: for a key-encryption key that is lost, and for keys
 * that came back with a backup. None need be opened for it.
 *
 * @returns how many were ended
 */
export async function replaceKeys(services: KeyMaker, author: Author, reason: string): Promise<number> {
  const steps = await changeKeys(services, 'wait', author, { reason }, replacementSteps);
  return steps.filter(({ take }) => take === 'revoke').length;
}

const activeOf = (keys: StoredKey[]) => keys.find(({ state }) => state === 'active');

function refuseTooYoung(keys: StoredKey[], now: number): void {
  const next = keys.find(({ state }) => state === 'next');
  if (!next) throw conflict('No next key is published yet: one will be within a minute.');
  const from = signsFrom(next);
  if (from > now)
    throw conflict(
      `The next key may sign from ${new Date(from).toISOString()}: caches of the key set may not know it before.`,
    );
}

/**
 * One change of the keys: decided, made and written down under the lock that all changes take.
 *
 * New keys are made between two passes, without the lock: a large one takes seconds. What was decided is decided anew in
 * the next pass, since another instance may have been there first.
 */
async function changeKeys(
  services: SigningKeyServices,
  ifTaken: 'wait' | 'leave',
  author: Author,
  reasons: Record<string, unknown>,
  decide: (keys: StoredKey[], now: number) => Step[],
): Promise<Step[]> {
  const { db, clock, sealer, settings } = services;
  const made: NewKey[] = [];
  for (;;) {
    const { done, missing } = await db.transaction(async (tx) => {
      if (!(await takeKeysTurn(tx, ifTaken))) return { done: [], missing: 0 };
      const now = new Date(clock());
      const keys = await (sealer ? readSigningKeys(tx) : readPublicKeys(tx));
      const decided = decide(keys, now.getTime());
      const steps = sealer ? await withoutForeignKeys(decided, keys, sealer) : withoutNewKeys(decided);
      const wanted = steps.filter(({ take }) => take === 'make').length;
      if (wanted > made.length) return { done: [], missing: wanted - made.length };
      const spare = [...made];
      for (const step of steps) await takeStep(tx, step, spare, author, now, reasons);
      return { done: steps, missing: 0 };
    });
    if (missing === 0 || !sealer) return done;
    const { size } = settings.signingKeys;
    made.push(
      ...(await Promise.all(Array.from({ length: missing }, () => generateSigningKey(sealer, size)))),
    );
  }
}

/**
 * A process whose key-encryption key does not open what is there leaves the next key to one whose does: the others could
 * not sign with a key of its making.
 */
async function withoutForeignKeys(steps: Step[], keys: StoredKey[], sealer: Sealer): Promise<Step[]> {
  if (!steps.some(isNextMade)) return steps;
  const gone = steps.flatMap((step) => (step.take === 'replace' || step.take === 'revoke' ? step.kid : []));
  const staying = keys.filter(({ kid }) => !gone.includes(kid));
  return (await closedKeys(staying, sealer)).length === 0 ? steps : steps.filter((step) => !isNextMade(step));
}

/**
 * A process without the key-encryption key makes no keys: the next one is left to one that has it, within its minute.
 *
 * @throws Refusal 409 when one is needed at once: nobody could sign
 */
function withoutNewKeys(steps: Step[]): Step[] {
  if (steps.some((step) => step.take === 'make' && step.state === 'active'))
    throw conflict(
      'No next key is published that could sign in its place, and this process cannot make one: try again in a minute.',
    );
  return steps.filter((step) => !isNextMade(step));
}

const isNextMade = (step: Step) => step.take === 'make' && step.state === 'next';

async function takeStep(
  tx: Executor,
  step: Step,
  spare: NewKey[],
  author: Author,
  now: Date,
  reasons: Record<string, unknown>,
): Promise<void> {
  if (step.take === 'make') {
    const key = spare.shift() as NewKey;
    await insertSigningKey(tx, key, step.state, now);
    const detail = { state: step.state, size: modulusBits(key.publicJwk), sealed_by: key.sealed.by };
    await insertAuditEvent(tx, author(now, ACTIONS.make, key.kid, detail));
    return;
  }
  await updateSigningKey(tx, step.kid, step.take, now);
  const detail = step.take === 'revoke' ? reasons : {};
  await insertAuditEvent(tx, author(now, ACTIONS[step.take], step.kid, detail));
}

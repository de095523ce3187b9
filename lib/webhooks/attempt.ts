import { bodyOf } from '../contract/webhook-body';
import { newId } from '../ids';
import type { Sealer } from '../keys/seal';
import { insertAuditEvent } from '../store/audit';
import type { Database, Executor } from '../store/database';
import {
  type DueDelivery,
  findDue,
  insertTry,
  updateDelivery,
  wasTriedSince,
} from '../store/webhook-deliveries';
import { listSealedSecrets, lockEndpoint, updateEndpoint } from '../store/webhook-endpoints';
import { signedHeaders } from './message';
import { type Outcome, post } from './send';

export interface AttemptServices {
  db: Database;
  clock: () => number;
  /** Opens signing secrets. */
  sealer: Sealer;
  /** Private networks that endpoints may be in. */
  networks: readonly string[];
  /** From the look-up of the name to the last byte, in milliseconds. */
  timeoutMs: number;
  /** Pauses before each further try, in seconds; after the last of them the delivery has failed. */
  retrySeconds: readonly number[];
}

/** What a try ended with, as it is counted. `given up`: by us, for the process ends. */
export type Result = 'delivered' | 'retried' | 'failed' | 'cancelled' | 'obsolete' | 'given up';

/** After so long without one success an endpoint is switched off. */
const FAILING_MS = 5 * 86_400_000;
/** One that nobody tried for so long was not failing meanwhile: its count begins again. Longer than the longest pause. */
const QUIET_MS = 2 * 86_400_000;
/** Of a pause, so that what failed together is not tried together. */
const JITTER = 0.1;

/**
 * Makes the next try of a delivery, and writes down what came of it with what else that changes. Done twice, by a process
 * that was believed to be dead, the endpoint gets the same message with the same id, and one of the two is written down.
 *
 * @param remove takes the job out of the queue, in the transaction of the outcome
 */
export async function attempt(
  deliveryId: string,
  remove: (tx: Executor) => Promise<void>,
  services: AttemptServices,
  signal: AbortSignal,
): Promise<Result> {
  const { db, clock } = services;
  const due = await findDue(db, deliveryId);
  if (!due) {
    await remove(db);
    return 'obsolete';
  }
  if (!due.wanted) {
    await db.transaction(async (tx) => {
      const now = new Date(clock());
      await updateDelivery(tx, due, { state: 'cancelled', endedAt: now });
      await remove(tx);
    });
    return 'cancelled';
  }
  const at = new Date(clock());
  const began = performance.now();
  const outcome = await send(due, at, services, signal);
  // The try was ours to end, and says nothing of the endpoint.
  if (signal.aborted && outcome.status === null) return 'given up';
  const durationMs = Math.round(performance.now() - began);
  return db.transaction(async (tx) => {
    const result = await settle(tx, due, outcome, services);
    if (result !== 'obsolete')
      await insertTry(tx, { deliveryId: due.id, number: due.tries + 1, at, durationMs, ...outcome });
    await remove(tx);
    return result;
  });
}

async function send(
  due: DueDelivery,
  at: Date,
  { db, sealer, networks, timeoutMs }: AttemptServices,
  signal: AbortSignal,
): Promise<Outcome> {
  const sealed = await listSealedSecrets(db, due.endpointId, at);
  const secrets: string[] = [];
  for (const { id, sealed: bytes } of sealed) {
    try {
      secrets.push(new TextDecoder().decode(await sealer.open({ bytes, by: '' }, id)));
    } catch {
      // Of another pepper: without any that opens nothing is sent, since nobody could tell it from a forgery.
    }
  }
  if (secrets.length === 0)
    return { status: null, fault: 'No signing secret could be opened: rotate it.', answer: '' };
  const body = bodyOf(due);
  return post(
    due.url,
    body,
    signedHeaders(due.eventId, at, body, secrets),
    { networks, withinMs: timeoutMs },
    signal,
  );
}

const isSuccess = ({ status }: Outcome) => status !== null && status >= 200 && status < 300;

/** What becomes of the delivery and its endpoint. */
async function settle(
  tx: Executor,
  due: DueDelivery,
  outcome: Outcome,
  { clock, retrySeconds }: AttemptServices,
): Promise<Result> {
  // Before the delivery's row, as whoever deletes the endpoint has it.
  const endpoint = await lockEndpoint(tx, due.tenantId, due.endpointId);
  if (!endpoint) return 'obsolete';
  const now = new Date(clock());
  const tries = due.tries + 1;
  const pause = retrySeconds[due.tries];
  // RFC 9110 §15.5.11: gone for good. Nobody sends there again.
  const gone = outcome.status === 410;
  const ended = isSuccess(outcome) || gone || pause === undefined;
  const noted = await updateDelivery(tx, due, {
    tries,
    ...(ended
      ? { state: isSuccess(outcome) ? 'delivered' : 'failed', endedAt: now }
      : { queued: false, nextTryAt: new Date(now.getTime() + pause * 1000 * (1 + JITTER * Math.random())) }),
  });
  if (!noted) return 'obsolete';
  if (isSuccess(outcome)) {
    if (endpoint.failingSince) await updateEndpoint(tx, endpoint.id, { failingSince: null });
    return 'delivered';
  }
  const lasts = now.getTime() - (endpoint.failingSince ?? now).getTime() >= FAILING_MS;
  const quiet = lasts && !(await wasTriedSince(tx, endpoint.id, new Date(now.getTime() - QUIET_MS)));
  if (endpoint.enabled && (gone || (lasts && !quiet)))
    await switchOff(tx, endpoint, gone ? 'gone' : 'failing', now);
  if (!endpoint.failingSince || quiet) await updateEndpoint(tx, endpoint.id, { failingSince: now });
  return ended ? 'failed' : 'retried';
}

/** With its audit row; a process that sends letters writes to the tenant's owners and admins. */
async function switchOff(
  tx: Executor,
  { id, tenantId }: { id: string; tenantId: string },
  reason: 'failing' | 'gone',
  now: Date,
): Promise<void> {
  await updateEndpoint(tx, id, { enabled: false, disabledReason: reason, noticeAfter: now, updatedAt: now });
  await insertAuditEvent(tx, {
    at: now,
    tenantId,
    actorType: 'operator',
    actorId: 'webhooks',
    action: 'webhook.switched_off',
    outcome: 'failure',
    targetId: id,
    jti: null,
    requestId: newId('req'),
    address: 'local',
    userAgent: '',
    detail: { reason },
  });
}

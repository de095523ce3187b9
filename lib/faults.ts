/** Codes of a server that carries nothing out: it is not reached, lets nobody in, has no room, or is being stopped. */
const UNANSWERED = [
  // of the network and of postgres.js
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
  /^(CONNECT_TIMEOUT|CONNECTION_CLOSED|CONNECTION_ENDED|CONNECTION_DESTROYED)$/,
  // SQLSTATE classes: connection exception, invalid authorization, insufficient resources, system error
  /^(08|28|53|58)[0-9A-Z]{3}$/,
  // shut down, crashed, not open yet, dropped
  /^57P0[1-4]$/,
  // of TLS: a certificate that ran out, or a server that nobody vouches for, is no answer
  /^(EPROTO|(SELF_SIGNED_CERT|UNABLE_TO|DEPTH_ZERO|CERT|ERR_TLS|ERR_SSL)_[A-Z_]+)$/,
];

/** Codes of a database that cannot be read or written just now, as opposed to a statement of ours that is wrong. */
const OUTAGES = [
  ...UNANSWERED,
  // operator intervention: a statement that took too long, for one
  /^57[0-9A-Z]{3}$/,
  // read-only transaction, one that stood still for too long, lock not available, serialization failure, deadlock
  /^(25006|25P03|55P03|40001|40P01)$/,
  // our own: more work than can be done in time, or something else we depend on is away
  /^(OVERLOADED|UNAVAILABLE)$/,
];

/** The codes of a fault and of what caused it, outermost first, with the system call that each comes from, if from any. */
function* faultsOf(cause: unknown): Generator<{ code: string; syscall?: unknown }> {
  for (let fault = cause; fault instanceof Error; fault = fault.cause) {
    const { code, syscall } = fault as { code?: unknown; syscall?: unknown };
    if (typeof code === 'string') yield { code, syscall };
  }
}

const codesOf = (cause: unknown): string[] => Array.from(faultsOf(cause), ({ code }) => code);

/** Something did not answer in time: an outage like others. */
export class Late extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * The work's own outcome, or an outage when it takes longer: what hangs must not hold up whoever comes later. What was
 * sent may still be carried out.
 *
 * @param milliseconds the longest it may take
 * @throws Late
 */
export async function inTime<T>(milliseconds: number, work: Promise<T>, words: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(words)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A fault that means "too much at once": 503, and worth trying again. */
export const overload = (words: string): Error => Object.assign(new Error(words), { code: 'OVERLOADED' });

/** A fault that means "not now", whatever its cause says of itself: 503. */
export const unavailable = (words: string, cause: unknown): Error =>
  Object.assign(new Error(words, { cause }), { code: 'UNAVAILABLE' });

/** Whether a thrown thing means "this cannot be answered now", for want of the database as a rule: 503, and worth trying again. */
export const isOutage = (cause: unknown): boolean =>
  Array.from(faultsOf(cause)).some(
    ({ code, syscall }) =>
      OUTAGES.some((pattern) => pattern.test(code)) ||
      // No Unix socket, so nobody listens. A file that cannot be opened is a defect, which no waiting mends.
      (code === 'ENOENT' && syscall === 'connect'),
  );

/** Whether no server carried it out. What one refused just now, as for others' locks, is an outage for a caller, and none of it. */
export const isUnanswered = (cause: unknown): boolean =>
  [...codesOf(cause)].some((code) => UNANSWERED.some((pattern) => pattern.test(code)));

/** Whether the database does not know us: a wrong user or password (SQLSTATE class 28). */
export const isRefusedLogin = (cause: unknown): boolean =>
  codesOf(cause).some((code) => /^28[0-9A-Z]{3}$/.test(code));

/** Whether a unique index refused a row (SQLSTATE 23505). */
export const isTaken = (cause: unknown): boolean => codesOf(cause).includes('23505');

/** Whether a statement gave up waiting for a lock (SQLSTATE 55P03). */
export const isLockTimeout = (cause: unknown): boolean => codesOf(cause).includes('55P03');

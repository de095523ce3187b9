import { Late } from '../faults';
import { guardedFetch, type OutboundOptions } from '../keys/outbound';

/** What one try came to. */
export interface Outcome {
  /** Null when there was no answer. */
  status: number | null;
  /** Why there was none, in our words. */
  fault: string | null;
  /** The beginning of the answer. */
  answer: string;
}

const GLANCE_BYTES = 1_024;

/**
 * Posts one message. The address is anybody's: https only, public addresses only, judged when the connection is made; no
 * redirect is followed, and neither long nor much is taken.
 *
 * @param signal gives the try up
 * @throws an outage of ours
 */
export async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  outbound: Omit<OutboundOptions, 'http' | 'glanceBytes'>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const answer = await guardedFetch({ ...outbound, http: false, glanceBytes: GLANCE_BYTES })(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'gooclaim-auth' },
      body,
      signal,
    });
    return { status: answer.status, fault: null, answer: printable(await answer.text()) };
  } catch (cause) {
    // No name was looked up, for there are too many: that says nothing of the receiver, and is no try.
    if (cause instanceof Late || (cause as { code?: unknown }).code === 'OVERLOADED') throw cause;
    return { status: null, fault: wordsOf(cause), answer: '' };
  }
}

/** It is kept in a column of text and shown: no NUL, nothing that moves a cursor or turns a line around. */
const printable = (text: string): string =>
  text.replace(/[^\P{Cc}\n\t]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');

/** Nothing of what was received is in the words. */
function wordsOf(cause: unknown): string {
  const { name, code } = cause as { name?: string; code?: unknown };
  if (code === 'ADDRESS_NOT_PUBLIC')
    return 'The address is inside a private network, where this service does not connect to.';
  // Whichever of its timers it was: of the two signals ours gives no outcome.
  if (name === 'TimeoutError' || code === 'ABORT_ERR') return 'There was no whole answer in time.';
  if (code === 'ENOTFOUND') return 'The name of the host is not known.';
  if (code === 'ECONNREFUSED') return 'Nobody listens at the address.';
  if (typeof code === 'string' && /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code))
    return `The certificate is not trusted (${code}).`;
  if (typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code)) return `The connection failed (${code}).`;
  return 'The answer could not be understood.';
}

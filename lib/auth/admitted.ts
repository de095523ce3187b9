import type { User } from 'next-auth';
import { isOutage } from '../faults';
import { originOf, type Peer } from '../http/peer';
import { newId } from '../ids';
import type { Origin } from '../oauth/ports';
import type { SignIn } from './sign-in';

interface Services {
  log: { error(fields: object, message: string): void };
}

/**
 * What next-auth is told of a sign-in by credentials: the person, null for a refusal, or a word that the sign-in page
 * knows.
 *
 * @param headers of the request, as next-auth hands them on
 */
export async function admitted(
  headers: Record<string, unknown> | undefined,
  peer: Peer,
  { log }: Services,
  signIn: (origin: Origin) => Promise<SignIn>,
): Promise<(User & { sessionId: string }) | null> {
  const sent = new Headers(headers as Record<string, string>);
  const origin = originOf({ header: (name) => sent.get(name) }, newId('req'), peer);
  let result: SignIn;
  try {
    result = await signIn(origin);
  } catch (cause) {
    log.error({ err: cause, request_id: origin.requestId }, 'sign-in failed');
    throw new Error(isOutage(cause) ? 'temporarily_unavailable' : 'server_error');
  }
  if (result.ok) return { id: result.userId, email: result.email, sessionId: result.sessionId };
  if (result.failure === 'rate_limited') throw new Error('rate_limited');
  return null;
}

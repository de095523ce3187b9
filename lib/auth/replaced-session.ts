import { errorAnswer } from '../http/answer';
import { webAnswer } from '../http/web-door';
import { newId } from '../ids';
import { readCookie, sessionCookieName } from './cookie';
import type { GuardServices } from './guard';
import { replaceSignIn } from './sessions';

/**
 * After a sign-in in a browser that had a session: the old one ends (OWASP ASVS 5.0 §7.2.4), or whoever had its cookie
 * would stay in. The same person stays signed in at their apps. When that cannot be done, nobody is signed in.
 */
export async function endReplacedSession(
  request: Request,
  answer: Response,
  { db, issuer, clock, log }: GuardServices & { log: { warn(fields: object, message: string): void } },
): Promise<Response> {
  const name = sessionCookieName(issuer);
  const old = readCookie(request.headers.get('cookie'), name);
  const given = answer.headers
    .getSetCookie()
    .map((line) => readCookie(line.split(';', 1)[0] ?? '', name))
    .find(Boolean);
  if (!old || !given || old === given) return answer;
  try {
    await replaceSignIn(db, old, given, clock());
    return answer;
  } catch (cause) {
    const requestId = newId('req');
    log.warn({ err: cause, request_id: requestId }, 'the session before a sign-in could not be ended');
    return webAnswer(
      errorAnswer(503, 'temporarily_unavailable', 'The service cannot answer now.', requestId, {
        'Retry-After': '1',
      }),
    );
  }
}

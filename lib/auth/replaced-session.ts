import type { Database } from '../store/database';
import { readCookie, sessionCookieName } from './cookie';
import { replaceSignIn } from './sessions';

/**
 * After a sign-in in a browser that had a session: the old one ends (OWASP ASVS 5.0 §7.2.4), or whoever had its cookie
 * would stay in. The same person stays signed in at their apps.
 */
export async function endReplacedSession(
  request: Request,
  answer: Response,
  { db, issuer, clock }: { db: Database; issuer: string; clock: () => number },
): Promise<void> {
  const name = sessionCookieName(issuer);
  const old = readCookie(request.headers.get('cookie'), name);
  const given = answer.headers
    .getSetCookie()
    .map((line) => readCookie(line.split(';', 1)[0] ?? '', name))
    .find(Boolean);
  if (old && given && old !== given) await replaceSignIn(db, old, given, clock());
}

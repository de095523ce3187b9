/**
 * The session cookie's name. `__Host-` makes browsers insist on https, this very host and no Domain; over plain http,
 * which only a local start uses, a browser would refuse it.
 */
export const sessionCookieName = (issuer: string): string =>
  issuer.startsWith('https:') ? '__Host-gooclaim.session' : 'gooclaim.session';

/**
 * As next-auth sets it: where a session gets a new id without a sign-in, or ends without a sign-out there, its cookie is
 * told by ourselves.
 *
 * @param endsAt when browsers forget it; in the past: at once
 */
export function sessionCookie(issuer: string, id: string, endsAt: Date): string {
  const secure = issuer.startsWith('https:') ? '; Secure' : '';
  return `${sessionCookieName(issuer)}=${id}; Path=/; Expires=${endsAt.toUTCString()}; HttpOnly${secure}; SameSite=Lax`;
}

/** Reads one cookie of a Cookie header (RFC 6265 §4.2). */
export function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}

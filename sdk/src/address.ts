const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * An address that credentials may be sent to: https, or this very machine.
 *
 * @throws TypeError
 */
export function safeUrl(address: string | URL): URL {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    throw new TypeError(`${url.origin} is not https: credentials are not sent there.`);
  // They would be sent in place of ours, and end in logs.
  if (url.username || url.password) throw new TypeError('An address must hold no user name or password.');
  return url;
}

/** The issuer as tokens name it, without a slash at the end. @throws TypeError */
export function readIssuer(issuer: string): string {
  safeUrl(issuer);
  return issuer.replace(/\/+$/, '');
}

/** How nearly every caller writes it. */
const PLAIN = /^[a-z0-9._-]+(?::[1-5]?\d{1,4})?$/;

/** Whether a Host header names a host, and nothing but one (RFC 9112 §3.2): such as one with a path in it is refused. */
export function isHost(host: string): boolean {
  if (PLAIN.test(host)) return true;
  if (!URL.canParse(`http://${host}/`)) return false;
  const { hostname } = new URL(`http://${host}/`);
  return hostname === host.replace(/:\d*$/, '').toLowerCase();
}

/**
 * Whether more than one Host stands in the header section (RFC 9112 §3.2): Node keeps the first, and what is in front may
 * have looked at another. @param rawHeaders names and values in turn
 */
export function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let found = false;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length !== 4 || (name !== 'Host' && name !== 'host' && name.toLowerCase() !== 'host')) continue;
    if (found) return true;
    found = true;
  }
  return false;
}

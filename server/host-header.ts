/** How nearly every caller writes it. */
const PLAIN = /^[a-z0-9._-]+(?::[1-5]?\d{1,4})?$/;

/** Whether a Host header names a host, and nothing but one (RFC 9112 §3.2): such as one with a path in it is refused. */
export function isHost(host: string): boolean {
  if (PLAIN.test(host)) return true;
  if (!URL.canParse(`http://${host}/`)) return false;
  const { hostname } = new URL(`http://${host}/`);
  return hostname === host.replace(/:\d*$/, '').toLowerCase();
}

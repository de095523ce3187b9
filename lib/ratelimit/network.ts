import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** IPv6 is counted by /64: one household or host has all of it, and could otherwise change address at every call. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString().split('%')[0]}/64`)}/64`;
}

/**
 * The key on which wrong credentials are counted. Ids are hashed into 4,096 places a network, known and unknown ids
 * alike: a million invented ids cannot grow the table without bound, and the answer tells nobody which ids exist.
 */
export function failureKey(address: string, presentedId: string): string {
  const place = createHash('sha256').update(presentedId).digest().readUInt16BE(0) & 0xfff;
  return `${networkOf(address)}#${place}`;
}

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

/** A CIDR block such as `10.0.0.0/8` or `2001:db8::/32`; one address is a block of its own. */
export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || (ipaddr.isValid(text) && !text.includes('%'));
}

/**
 * Whether an address is in one of the blocks; everywhere, when there are none. An IPv4 address that came in IPv6 form is
 * the IPv4 address.
 */
export function withinNetworks(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((network) => {
    if (!network.includes('/'))
      return ipaddr.isValid(network) && ipaddr.process(network).toString() === parsed.toString();
    // The kind is chosen beforehand: a parser that tries one after the other throws and catches, and takes so long that
    // a caller from elsewhere could tell a right secret, which alone is looked at this far, from a wrong one.
    const kind = network.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4;
    if (!kind.isValidCIDR(network)) return false;
    const [block, bits] = kind.parseCIDR(network);
    return block.kind() === parsed.kind() && parsed.match(block, bits);
  });
}

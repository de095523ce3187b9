import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { withinNetworks } from '../ratelimit/network';
import { lookUpName } from './name-lookup';

const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');
/** Public by its number, but answered by the machine's own host: Azure's WireServer. */
const PLATFORM = '168.63.129.16';

/**
 * Whether a key set may be fetched from an IP address: one of the public internet, or of a network that the operator
 * named. Not loopback, private, link-local (cloud metadata), multicast, nor IPv4 wrapped in any of its IPv6 forms.
 */
export function mayConnect(address: string, networks: readonly string[]): boolean {
  if (networks.length > 0 && withinNetworks(address, networks)) return true;
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' ? parsed.toString() !== PLATFORM : parsed.match(GLOBAL_IPV6);
}

/** Raised in place of a connection. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_NOT_PUBLIC';
}

/**
 * A resolver that gives only addresses we may connect to. It is asked when the connection is made, and the connection
 * goes to what it said: a name that resolves to something else the next time (DNS rebinding) has no next time.
 */
export const guardedLookup =
  (networks: readonly string[]): LookupFunction =>
  (hostname, options, callback) =>
    lookUpName(networks.length > 0)(hostname, { ...options, all: true }, (fault, found) => {
      const allowed = fault ? [] : found.filter(({ address }) => mayConnect(address, networks));
      const [first] = allowed;
      if (!first) callback(fault ?? new AddressRefused('No public address.'), '', 0);
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });

import { isIP, isIPv6 } from 'node:net';
import type { Origin } from '../oauth/ports';
import type { WireRequest } from './endpoint';

/** How a request reached this process: what the socket says, and how many proxies in front are believed. */
export interface Peer {
  socketAddress: string;
  trustedProxies: number;
}

/** Lengths kept of what a caller says of itself. */
const USER_AGENT_KEPT = 200;

/** In place of an address that nobody trusted has told: no network contains it, and all that have none are counted as one. */
export const UNKNOWN_ADDRESS = 'unknown';

/**
 * The caller's address. Each trusted proxy appends the address it saw to X-Forwarded-For, so the last trusted entry is
 * counted from the right; anything further left was written by the caller and is never believed.
 *
 * Where that entry is missing or no address, the caller's is not known. The socket's is the proxy's, or that of whoever
 * went around it: an allowlist that holds the proxies' network would admit everybody.
 */
export function clientAddress(forwardedFor: string | null, { socketAddress, trustedProxies }: Peer): string {
  if (trustedProxies === 0) return plain(socketAddress);
  const hop = (forwardedFor ?? '').split(',').at(-trustedProxies) ?? '';
  const address = withoutPort(hop.trim());
  return isIP(address) ? plain(address) : UNKNOWN_ADDRESS;
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const bracketed = /^\[(.*)\](?::\d{1,5})?$/.exec(hop)?.[1];
  if (bracketed !== undefined) return isIPv6(bracketed) ? bracketed : '';
  return /^([\d.]+):\d{1,5}$/.exec(hop)?.[1] ?? hop;
}

/** An IPv4 peer of a dual-stack socket is shown, and counted, as IPv4. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

export function originOf(request: Pick<WireRequest, 'header'>, requestId: string, peer: Peer): Origin {
  return {
    requestId,
    address: clientAddress(request.header('x-forwarded-for'), peer),
    userAgent: (request.header('user-agent') ?? '').slice(0, USER_AGENT_KEPT),
  };
}

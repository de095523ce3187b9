import { isIP } from 'node:net';
import type { Origin } from '../oauth/ports';
import type { WireRequest } from './endpoint';

/** How a request reached this process: what the socket says, and how many proxies in front are believed. */
export interface Peer {
  socketAddress: string;
  trustedProxies: number;
}

/** Lengths kept of what a caller says of itself. */
const USER_AGENT_KEPT = 200;

/**
 * The caller's address. Each trusted proxy appends the address it saw to X-Forwarded-For, so the last trusted entry is
 * counted from the right; anything further left was written by the caller and is never believed.
 */
export function clientAddress(forwardedFor: string | null, { socketAddress, trustedProxies }: Peer): string {
  if (trustedProxies === 0) return plain(socketAddress);
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim());
  const hop = hops.at(-trustedProxies) ?? '';
  return isIP(hop) ? plain(hop) : plain(socketAddress);
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

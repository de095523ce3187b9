import { withinNetworks } from '../ratelimit/network';
import { clientAddress, type Peer } from './peer';

/**
 * Whether a caller's `traceparent` (W3C Trace Context) may be the parent of our trace. A stranger who chose the parent
 * would choose whether to be sampled, and hang calls into the traces of others: it is linked to, and no more.
 *
 * @param networks whose it may be, as CIDR blocks; none: nobody's
 */
export function mayBeParent(
  forwardedFor: string | string[] | undefined,
  peer: Peer,
  networks: readonly string[],
): boolean {
  // To the function below no network at all means any.
  if (networks.length === 0) return false;
  return withinNetworks(clientAddress(forwardedFor?.toString() ?? null, peer), networks);
}

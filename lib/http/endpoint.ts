import type { Peer } from './peer';
import type { HttpServices } from './services';

/** Why there is no whole body: more than was allowed, not there in time, or the caller went away. */
export type BodyFault = 'too_large' | 'late' | 'cut_off';

/** A request as the endpoints see it, through whichever door it came: Web objects cost more than all that is done here. */
export interface WireRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** Without its question mark; empty when there is none. */
  query: string;
  /** Several of one name are joined by commas (RFC 9110 §5.3). @param name in lower case */
  header(name: string): string | null;
  /**
   * The body, once. What comes after a fault is not kept.
   *
   * @param limit in bytes
   * @param milliseconds until it must have arrived
   */
  read(limit: number, milliseconds: number): Promise<Uint8Array | BodyFault>;
}

/** Not changed once it is made: one may be given to many. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What answers one address. */
export type Endpoint = (request: WireRequest, peer: Peer, services: HttpServices) => Promise<WireAnswer>;

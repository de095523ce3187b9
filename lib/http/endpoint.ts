import type { Peer } from './peer';
import type { HttpServices } from './services';

/** What answers one address, through whichever door a request came. */
export type Endpoint = (request: Request, peer: Peer, services: HttpServices) => Promise<Response>;

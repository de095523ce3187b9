import { jsonAnswer } from './answer';
import { within } from './deadline';
import type { WireAnswer, WireRequest } from './endpoint';
import type { Peer } from './peer';
import { type HttpServices, WITHOUT_CHANGES } from './services';

/** A probe that waits longer is answered "no" by whoever asks anyway. */
const PROBE_MS = 2_000;

const headers = () => ({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });

const onlyRead = (request: WireRequest): WireAnswer | undefined =>
  request.method === 'GET' || request.method === 'HEAD'
    ? undefined
    : jsonAnswer(405, { status: 'method not allowed' }, { ...headers(), Allow: 'GET, HEAD' });

/** GET /healthz: this process runs. Asks nothing of the database, or an outage there would restart every instance. */
export async function healthEndpoint(request: WireRequest): Promise<WireAnswer> {
  return onlyRead(request) ?? jsonAnswer(200, { status: 'ok' }, headers());
}

/** @param missing of what a token could be issued with */
export const notReady = (missing: string): WireAnswer =>
  jsonAnswer(503, { status: 'not ready', missing }, { ...headers(), 'Retry-After': '1' });

/** GET /readyz: requests can be answered now. It says what is missing, with 503 if nothing can be done without. */
export async function readinessEndpoint(
  request: WireRequest,
  _peer: Peer,
  services: HttpServices,
): Promise<WireAnswer> {
  const refused = onlyRead(request);
  if (refused) return refused;
  const missing = await within(PROBE_MS, services.missing()).catch(() => 'database');
  if (missing && missing !== WITHOUT_CHANGES) return notReady(missing);
  // Tokens can still be judged, here as well as anywhere: all instances would be taken out at once.
  return jsonAnswer(200, { status: 'ready', ...(missing && { missing }) }, headers());
}

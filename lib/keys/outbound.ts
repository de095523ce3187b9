import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { AddressRefused, guardedLookup, mayConnect } from './remote-key-set-address';

/** From the look-up of the name to the last byte of one answer, in milliseconds. */
const WITHIN_MS = 3_000;
const MOST_BYTES = 256 * 1024;

export const OUTBOUND_REFUSED = 'OUTBOUND_REFUSED';

/** Raised in place of an answer; its words hold nothing of what was received. */
class OutboundRefused extends Error {
  readonly code = OUTBOUND_REFUSED;
}

/** Neither the deadline nor whoever gave up waits for what becomes of the connection; named as what Node aborts is. */
class OutboundAborted extends Error {
  override readonly name = 'AbortError';
  readonly code = 'ABORT_ERR';
}

export interface OutboundOptions {
  /** CIDR blocks that are allowed beside the public internet. */
  networks: readonly string[];
  /** Whether plain http is allowed: on one's own machine only. */
  http: boolean;
  /** Certificate authorities in place of the system's, PEM. */
  ca?: string;
  /** In place of three seconds, in milliseconds. */
  withinMs?: number;
  /** Whoever only looks at an answer: any is one, redirects too, and no more than so many bytes of it are read. */
  glanceBytes?: number;
}

interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * A `fetch` for addresses that a tenant chose: https, public addresses only, judged when the connection is made; it
 * follows no redirect, and takes neither long nor much.
 */
export const guardedFetch =
  ({ networks, http, ca, withinMs = WITHIN_MS, glanceBytes }: OutboundOptions) =>
  async (address: string, { method = 'GET', headers = {}, body, signal }: Call): Promise<Response> => {
    const { protocol, hostname, port, pathname, search } = new URL(address);
    if (protocol !== 'https:' && !(http && protocol === 'http:'))
      throw new OutboundRefused('The address is not an https one.');
    const host = hostname.replace(/^\[|\]$/g, '');
    // A literal address is connected to without a look-up.
    if (isIP(host) !== 0 && !mayConnect(host, networks)) throw new AddressRefused('No public address.');
    const sent = body === undefined || body === null ? undefined : String(body);
    const options: RequestOptions & { ca?: string } = {
      method,
      host,
      port: port || (protocol === 'https:' ? 443 : 80),
      path: `${pathname}${search}`,
      headers: {
        ...headers,
        'accept-encoding': 'identity',
        ...(sent === undefined ? {} : { 'content-length': String(Buffer.byteLength(sent)) }),
      },
      // No agent that keeps connections: every one goes through the look-up.
      agent: false,
      lookup: guardedLookup(networks),
      ca,
    };
    return new Promise<Response>((resolve, reject) => {
      const outgoing = (protocol === 'https:' ? httpsRequest : httpRequest)(options);
      const abort = () => {
        reject(new OutboundAborted('There was no whole answer in time.'));
        outgoing.destroy();
      };
      const timer = setTimeout(abort, withinMs);
      signal?.addEventListener('abort', abort, { once: true });
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        outgoing.destroy();
      };
      outgoing.on('error', (fault) => {
        reject(fault);
        end();
      });
      // 101: without a listener Node ends the connection and tells nobody.
      outgoing.on('upgrade', (_, socket) => {
        socket.destroy();
        reject(new OutboundRefused('It answered in another protocol.'));
        end();
      });
      outgoing.on('response', (incoming) => {
        readAnswer(incoming, glanceBytes).then(resolve, reject).finally(end);
      });
      if (signal?.aborted) abort();
      else outgoing.end(sent);
    });
  };

/** Statuses whose answers have no body (Fetch §2.2.3). */
const BODILESS = [204, 205, 304];

async function readAnswer(incoming: IncomingMessage, glanceBytes: number | undefined): Promise<Response> {
  const status = incoming.statusCode ?? 0;
  if (glanceBytes === undefined && status >= 300 && status < 400)
    throw new OutboundRefused('It answered with a redirect, which is not followed.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk);
    size += chunk.length;
    if (glanceBytes !== undefined && size >= glanceBytes) break;
    if (size > MOST_BYTES) throw new OutboundRefused(`Its answer was larger than ${MOST_BYTES / 1024} KiB.`);
  }
  const body = Buffer.concat(chunks).subarray(0, glanceBytes);
  const headers = new Headers();
  for (const name of ['content-type', 'www-authenticate']) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Response(BODILESS.includes(status) ? null : body, { status, headers });
}

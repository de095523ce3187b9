import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { errorAnswer } from '@/lib/http/answer';
import { healthEndpoint } from '@/lib/http/health-endpoints';
import { withSocketAddress } from '@/lib/http/peer-context';
import type { HttpServices } from '@/lib/http/services';
import { unknownEndpoint } from '@/lib/http/unknown-endpoint';
import { newId } from '@/lib/ids';
import { pageHeaders } from './content-security-policy';
import type { Endpoints } from './endpoints';
import { refuseUnparsed } from './raw-answer';
import { requestTarget } from './request-target';

export interface Parts {
  services: HttpServices;
  /** Next's handler; undefined where no pages are served. */
  pages: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  /** In development Next answers the wire endpoints too, so that they reload with the rest. */
  dev: boolean;
}

/** A whole request must have arrived by then, in milliseconds: a slow one holds a socket, not for ever. */
const REQUEST_TIME = 15_000;

const starting = () =>
  errorAnswer(503, 'temporarily_unavailable', 'The service is starting.', newId('req'), {
    'Retry-After': '1',
  });

const unreadable = () => errorAnswer(400, 'invalid_request', 'The request could not be read.', newId('req'));

/**
 * Answers the wire endpoints itself, without entering Next, and hands everything else to it.
 *
 * @param endpointAt what it answers itself
 * @param parts undefined while the service is starting: then it is alive, and not ready
 */
export function createListener(endpointAt: Endpoints, parts: () => Parts | undefined): Server {
  const server = createServer({
    requestTimeout: REQUEST_TIME,
    headersTimeout: REQUEST_TIME,
    // Node looks for late ones only this often; its default would double the time.
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: 65_000,
    // Old load balancers probe with HTTP/1.0 and no Host; of HTTP/1.1 it is required below.
    requireHostHeader: false,
  });

  const wire = getRequestListener(
    (request, env) => {
      const { incoming } = env as { incoming: IncomingMessage };
      if (!isReadable(incoming)) return unreadable();
      const services = parts()?.services;
      if (!services) return pathOf(incoming) === '/healthz' ? healthEndpoint(request) : starting();
      const endpoint = endpointAt(pathOf(incoming)) ?? unknownEndpoint;
      const peer = {
        socketAddress: incoming.socket.remoteAddress ?? 'unknown',
        trustedProxies: services.trustedProxies,
      };
      return endpoint(request, peer, services);
    },
    { hostname: 'localhost', overrideGlobalObjects: false, errorHandler: unreadable },
  );

  async function page(
    { pages, dev }: Parts & { pages: NonNullable<Parts['pages']> },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const headers = pageHeaders(dev);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Next takes the nonce for its own scripts from the request's policy; what a caller sent there is overwritten.
    request.headers['content-security-policy'] = headers['Content-Security-Policy'];
    await withSocketAddress(request.socket.remoteAddress ?? 'unknown', () => pages(request, response));
  }

  server.on('clientError', refuseUnparsed);
  server.on('request', (request, response) => {
    const target = requestTarget(request.url ?? '');
    const named = request.headers.host !== undefined || request.httpVersion === '1.0';
    const isWire = target !== undefined && endpointAt(target.split('?', 1)[0] ?? '') !== undefined;
    const readable = target !== undefined && named && (isWire || isDecodable(target));
    request.url = readable ? target : UNREADABLE;
    const ready = parts();
    if (!readable || !ready?.pages || (isWire && !ready.dev)) {
      void wire(request, response);
      return;
    }
    page({ ...ready, pages: ready.pages }, request, response).catch((cause: unknown) => {
      ready.services.log.error({ err: cause }, 'page failed');
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end('Something went wrong here.\n');
    });
  });
  return server;
}

/** Next fails on a path that is no UTF-8 once decoded, instead of refusing it. */
function isDecodable(target: string): boolean {
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/** What stands for a request line that names nothing; no path of ours. */
const UNREADABLE = '/.unreadable';
const isReadable = ({ url }: IncomingMessage) => url !== UNREADABLE;
const pathOf = ({ url = '/' }: IncomingMessage) => url.split('?', 1)[0] ?? '/';

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { errorAnswer } from '@/lib/http/answer';
import { withSocketAddress } from '@/lib/http/peer-context';
import type { HttpServices } from '@/lib/http/services';
import { wireEndpoint } from '@/lib/http/wire';
import { newId } from '@/lib/ids';
import { pageHeaders } from './content-security-policy';

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Parts {
  services: HttpServices;
  /** Next's handler. */
  pages: NodeHandler;
  /** In development Next answers the wire endpoints too, so that they reload with the rest. */
  dev: boolean;
}

/** A whole request must have arrived by then, in milliseconds: a slow one holds a socket, not for ever. */
const REQUEST_TIME = 15_000;

/** Answers the wire endpoints itself, without entering Next, and hands everything else to it. */
export function createListener({ services, pages, dev }: Parts): Server {
  const server = createServer({
    requestTimeout: REQUEST_TIME,
    headersTimeout: REQUEST_TIME,
    keepAliveTimeout: 65_000,
  });

  const wire = getRequestListener(
    (request, env) => {
      const { pathname } = new URL(request.url);
      const endpoint = wireEndpoint(pathname);
      const incoming = (env as { incoming: IncomingMessage }).incoming;
      const peer = {
        socketAddress: incoming.socket.remoteAddress ?? 'unknown',
        trustedProxies: services.trustedProxies,
      };
      return endpoint
        ? endpoint(request, peer, services)
        : errorAnswer(404, 'invalid_request', 'There is no such endpoint.', newId('req'));
    },
    {
      overrideGlobalObjects: false,
      errorHandler: () => errorAnswer(400, 'invalid_request', 'The request could not be read.', newId('req')),
    },
  );

  async function page(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = pageHeaders(dev);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Next takes the nonce for its own scripts from the request's policy; what a caller sent there is overwritten.
    request.headers['content-security-policy'] = headers['Content-Security-Policy'];
    await withSocketAddress(request.socket.remoteAddress ?? 'unknown', () => pages(request, response));
  }

  server.on('request', (request, response) => {
    const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (wireEndpoint(pathname) && !dev) void wire(request, response);
    else
      page(request, response).catch((cause: unknown) => {
        services.log.error({ err: cause }, 'page failed');
        if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
        response.end('Something went wrong here.\n');
      });
  });
  return server;
}

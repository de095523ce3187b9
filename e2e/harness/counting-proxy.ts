import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { call } from './call';

/** Seconds that the first token is said to live: renewed when four fifths of them have passed. */
export const SHORT_LIFE = 6;

/** A request for a token, as it came, and when, in milliseconds. */
interface Asked {
  at: number;
  body: string;
}

/**
 * Stands between a sample and the service. The first request for a token is told to come back in a second, the first
 * token is said to live for `SHORT_LIFE` seconds, and the rest is the service’s own. `/api` refuses the token it sees
 * first and takes the next ones; `/never` refuses any.
 */
export async function startCountingProxy(behind: string) {
  const asked: Asked[] = [];
  const api: string[] = [];
  let refused: string | undefined;

  async function answer(path: string, { headers }: IncomingMessage, body: string) {
    const token = headers.authorization ?? '';
    if (path === '/v1/auth/token') {
      asked.push({ at: performance.now(), body });
      if (asked.length === 1) return { status: 503, headers: { 'Retry-After': '1' }, json: BUSY };
      const { authorization, 'content-type': type } = headers;
      const got = await call(`${behind}${path}`, {
        method: 'POST',
        body,
        headers: { Authorization: authorization, 'Content-Type': type },
      });
      return { ...got, headers: {}, json: { ...got.json, ...(asked.length === 2 ? SOON : {}) } };
    }
    api.push(path);
    refused ??= token;
    return { status: path === '/api' && token !== refused ? 200 : 401, headers: {}, json: {} };
  }

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { status, headers, json } = await answer(request.url ?? '', request, body);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Requests for tokens, in the order they came. */
    asked,
    /** Paths of the API that were called. */
    api,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const BUSY = { error: 'temporarily_unavailable', request_id: 'req_of_the_test' };
const SOON = { expires_in: SHORT_LIFE };

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { call } from './call';

interface Seen {
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * Stands between a library and the service, and keeps what the library sends. `/api` is an API that takes no token.
 *
 * @param lives what the first tokens are said to live for, in seconds; those after them live as the service says
 */
export async function startRecordingProxy(behind: string, lives: number[] = []) {
  const seen: Seen[] = [];
  const api: (string | undefined)[] = [];
  const issued: string[] = [];

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { headers, url } = request;
    if (url !== '/v1/auth/token') {
      api.push(headers.authorization);
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{}');
      return;
    }
    const { authorization, 'content-type': type } = headers;
    const answer = await call(`${behind}${url}`, {
      method: 'POST',
      body,
      headers: { ...(authorization && { Authorization: authorization }), 'Content-Type': type },
    });
    const life = lives[seen.push({ headers, body }) - 1];
    if (answer.status === 200) issued.push(answer.json.access_token);
    response
      .writeHead(answer.status, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ ...answer.json, ...(life !== undefined && { expires_in: life }) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Requests for tokens, in the order they came. */
    seen,
    /** `Authorization` of each call of the API. */
    api,
    /** The tokens that were handed out. */
    issued,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

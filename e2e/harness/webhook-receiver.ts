import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { type HttpsHost, startHttpsHost } from './https-host';

/** One message as it came. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  id: string;
}

/** Somebody's https address for webhooks, on this machine. */
export interface Receiver {
  host: HttpsHost;
  messages: Received[];
  /** Those that came to a path. */
  at(path: string): Received[];
  url(path: string): string;
  /** How a path answers from now on, in place of 200; told how many messages came to it before. */
  answer(path: string, how: (response: ServerResponse, earlier: number) => void): void;
}

export async function startReceiver(): Promise<Receiver> {
  const messages: Received[] = [];
  const answers = new Map<string, (response: ServerResponse, earlier: number) => void>();
  const at = (path: string) => messages.filter((message) => message.path === path);
  const host = await startHttpsHost((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const earlier = at(path).length;
      messages.push({
        path,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        id: String(request.headers['webhook-id']),
      });
      const how = answers.get(path);
      if (how) how(response, earlier);
      else response.end('thanks');
    });
  });
  return {
    host,
    messages,
    at,
    url: (path) => `https://localhost:${host.port}${path}`,
    answer: (path, how) => void answers.set(path, how),
  };
}

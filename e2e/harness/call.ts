import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

export interface Answer {
  status: number;
  /** Names in lower case; one that came twice is joined with a comma. */
  headers: Record<string, string>;
  text: string;
  /** The body as JSON; throws when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they check
  json: any;
}

export interface Call {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Uint8Array;
  /** Sends the body in pieces, without a Content-Length. */
  chunked?: boolean;
  /** In place of the URL's, and sent as it is: a URL object would tidy it up. */
  path?: string;
  /** An IPv4 address of this machine that the call comes from: another network, as far as limits go. */
  from?: string;
}

const agent = new Agent({ keepAlive: false });

/** Sees every answer. */
type Watcher = (method: string, url: URL, answer: Answer) => void;
let watcher: Watcher | undefined;

/** Holds each answer from now on to what it says: what it throws, the call throws. */
export function watchAnswers(given: Watcher): void {
  watcher = given;
}

/**
 * One request with exactly these headers. Not `fetch`, which adds a Content-Type and an Accept of its own, and refuses
 * to send what a strange caller would.
 */
export function call(
  url: string,
  { method = 'GET', headers = {}, body, chunked = false, path, from }: Call = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body !== undefined && !chunked ? { 'Content-Length': Buffer.byteLength(body) } : {};
    const outgoing = request(
      url,
      {
        method,
        agent,
        headers: { ...length, ...headers },
        ...(path ? { path } : {}),
        ...(from ? { localAddress: from, family: 4 } : {}),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const answer: Answer = {
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
            ),
            text,
            get json() {
              return JSON.parse(text);
            },
          };
          try {
            watcher?.(method, new URL(path ?? url, url), answer);
            resolve(answer);
          } catch (cause) {
            reject(cause);
          }
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error('no answer within 30 s')));
    outgoing.end(body);
  });
}

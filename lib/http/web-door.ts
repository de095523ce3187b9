import type { BodyFault, WireAnswer, WireRequest } from './endpoint';

/** A Web request as the endpoints see it: the App Router's door. */
export function webRequest(request: Request): WireRequest {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    header: (name) => request.headers.get(name),
    read: (limit, milliseconds) => readWeb(request.body, limit, milliseconds),
  };
}

export const webAnswer = ({ status, headers, body }: WireAnswer): Response =>
  new Response(body, { status, headers });

/** The other way round, for what the portal shares with an endpoint. @param headers the names of those that are kept */
export function bodiless(request: WireRequest, headers: readonly string[]): Request {
  const kept = headers.flatMap((name): [string, string][] => {
    const value = request.header(name);
    return value === null ? [] : [[name, value]];
  });
  return new Request(`http://localhost${request.path}`, { method: request.method, headers: kept });
}

export const wireAnswer = async (answer: Response): Promise<WireAnswer> => ({
  status: answer.status,
  headers: Object.fromEntries(answer.headers),
  body: await answer.text(),
});

async function readWeb(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  milliseconds: number,
): Promise<Uint8Array | BodyFault> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel();
  }, milliseconds);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > limit) {
        void reader.cancel();
        return 'too_large';
      }
      chunks.push(value);
    }
  } catch {
    return 'cut_off';
  } finally {
    clearTimeout(timer);
  }
  // Cancelled, it reads like a body that has ended: half of it must not be taken for the whole.
  return late ? 'late' : Buffer.concat(chunks);
}

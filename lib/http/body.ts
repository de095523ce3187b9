import { invalidRequest, OAuthError } from '../oauth/errors';
import { Parameters } from '../oauth/parameters';

/** Largest body read, in bytes. */
const BODY_LIMIT = 16 * 1024;
/** Longest a body may take to arrive, in milliseconds. */
const BODY_TIME = 10_000;

const unsupported = (description: string) => new OAuthError(415, 'invalid_request', description);

/** The media type without its parameters, in lower case (RFC 9110 §8.3.1). */
const mediaType = (request: Request) =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();

/**
 * The parameters of a request. A body that starts with `{` is JSON whatever its label says: curl labels everything
 * given with `-d` as a form, and some clients label nothing.
 *
 * @throws OAuthError 400, 413 over 16 KiB, 415
 */
export async function readParameters(request: Request): Promise<Parameters> {
  if ((request.headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity')
    throw unsupported('Send the body without a content encoding.');
  const text = await readText(request);
  if (/^\s*\{/.test(text)) return Parameters.fromJson(text);
  const type = mediaType(request);
  if (type === 'application/json' || type?.endsWith('+json')) {
    if (text.trim() === '') throw invalidRequest('The body is empty.');
    return Parameters.fromJson(text);
  }
  if (type === 'application/x-www-form-urlencoded' || text === '') return Parameters.fromForm(text);
  throw unsupported('Send application/json or application/x-www-form-urlencoded.');
}

/** A body as text. @throws OAuthError 400, 413 over 16 KiB */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request, BODY_LIMIT);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidRequest('The body is not UTF-8.');
  }
}

/**
 * Reads a body of bounded size in bounded time.
 *
 * @param limit in bytes, whole KiB
 * @throws OAuthError 400, 413
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > limit) throw tooLarge(limit);
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel();
  }, BODY_TIME);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > limit) {
        void reader.cancel();
        throw tooLarge(limit);
      }
      chunks.push(value);
    }
  } catch (cause) {
    if (OAuthError.is(cause)) throw cause;
    throw invalidRequest('The body did not arrive whole.');
  } finally {
    clearTimeout(timer);
  }
  // Cancelled, it reads like a body that has ended: half of it must not be taken for the whole.
  if (late) throw invalidRequest('The body took too long to arrive.');
  return Buffer.concat(chunks);
}

const tooLarge = (limit: number) =>
  new OAuthError(413, 'invalid_request', `The body is larger than ${limit / 1024} KiB.`);

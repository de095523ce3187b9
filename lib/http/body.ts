import { invalidRequest, OAuthError } from '../oauth/errors';
import { Parameters } from '../oauth/parameters';
import type { BodyFault, WireRequest } from './endpoint';

/** Largest body read, in bytes. */
const BODY_LIMIT = 16 * 1024;
/** Longest a body may take to arrive, in milliseconds. */
const BODY_TIME = 10_000;

const unsupported = (description: string) => new OAuthError(415, 'invalid_request', description);

/** The media type without its parameters, in lower case (RFC 9110 §8.3.1). */
const mediaType = (request: WireRequest) =>
  (request.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The parameters of a request. A body that starts with `{` is JSON whatever its label says: curl labels everything
 * given with `-d` as a form, and some clients label nothing.
 *
 * @throws OAuthError 400, 413 over 16 KiB, 415
 */
export async function readParameters(request: WireRequest): Promise<Parameters> {
  if ((request.header('content-encoding') ?? 'identity').toLowerCase() !== 'identity')
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
export async function readText(request: WireRequest): Promise<string> {
  const bytes = await readBytes(request, BODY_LIMIT);
  try {
    return UTF8.decode(bytes);
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
export async function readBytes(request: WireRequest, limit: number): Promise<Uint8Array> {
  const announced = Number(request.header('content-length') ?? 0);
  if (announced > limit) throw faulty('too_large', limit);
  const body = await request.read(limit, BODY_TIME);
  if (typeof body === 'string') throw faulty(body, limit);
  return body;
}

function faulty(fault: BodyFault, limit: number): OAuthError {
  switch (fault) {
    case 'too_large':
      return new OAuthError(413, 'invalid_request', `The body is larger than ${limit / 1024} KiB.`);
    case 'late':
      return invalidRequest('The body took too long to arrive.');
    case 'cut_off':
      return invalidRequest('The body did not arrive whole.');
  }
}

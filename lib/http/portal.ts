import type { z } from 'zod';
import { Refusal, type RefusalCode } from '../admin/refusal';
import { isOutage } from '../faults';
import { newId } from '../ids';
import { OAuthError } from '../oauth/errors';
import { jsonAnswer, standardHeaders } from './answer';
import { readText } from './body';
import { originOf, type Peer } from './peer';
import type { HttpServices } from './services';
import { webAnswer, webRequest } from './web-door';

/**
 * One portal handler: same origin, guard, core, answer.
 *
 * @param success status of a success
 */
export async function portalEndpoint<P>(
  request: Request,
  peer: Peer,
  services: HttpServices,
  guard: (request: Request, origin: ReturnType<typeof originOf>) => Promise<P>,
  core: (who: P) => Promise<unknown>,
  success = 200,
): Promise<Response> {
  const requestId = newId('req');
  try {
    refuseForeignOrigin(request, services.issuer);
    const body = await services.gate.pass(() =>
      guard(request, originOf(webRequest(request), requestId, peer)).then(core),
    );
    // Whoever is told that a secret is dead may rely on it with whichever instance they ask next.
    if (!isReading(request)) await services.settleChanges();
    // A download: it says itself what it is.
    if (body instanceof Response) {
      for (const [name, value] of Object.entries(standardHeaders(requestId))) body.headers.set(name, value);
      return body;
    }
    return webAnswer(jsonAnswer(success, body, standardHeaders(requestId)));
  } catch (cause) {
    const { status, code, message, fields, headers } = asRefusal(cause, requestId, services);
    return webAnswer(
      jsonAnswer(
        status,
        { error: code, error_description: message, request_id: requestId, ...(fields ? { fields } : {}) },
        { ...standardHeaders(requestId), ...headers },
      ),
    );
  }
}

const isReading = ({ method }: Request) => method === 'GET' || method === 'HEAD';

/**
 * A change may only come from a page of this very origin (cross-site request forgery, OWASP ASVS 5.0 §3.5). Browsers
 * send Origin with every request that is not a plain read; a request without one is refused too.
 */
function refuseForeignOrigin(request: Request, issuer: string): void {
  if (isReading(request)) return;
  const { origin, protocol } = new URL(issuer);
  const own = [origin, `${protocol}//${request.headers.get('host')}`];
  if (own.includes(request.headers.get('origin') ?? '')) return;
  throw new Refusal(403, 'forbidden', 'This request did not come from the portal.');
}

/** The body, checked; every fault named at its field. @throws Refusal 400, OAuthError 413 */
export async function readBody<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  let json: unknown;
  try {
    json = JSON.parse((await readText(webRequest(request))) || '{}');
  } catch (cause) {
    if (OAuthError.is(cause)) throw cause;
    throw new Refusal(400, 'invalid_request', 'The body is not valid JSON.');
  }
  return checked(json, schema);
}

/** The query, checked the same way; each parameter once. @throws Refusal 400 */
export function readQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const query = new URL(request.url).searchParams;
  const entries = [...query];
  if (new Set(query.keys()).size !== entries.length)
    throw new Refusal(400, 'invalid_request', 'A parameter is sent more than once.');
  return checked(Object.fromEntries(entries), schema);
}

function checked<S extends z.ZodType>(input: unknown, schema: S): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    fields[String(issue.path[0] ?? '')] ??= issue.message;
  }
  throw new Refusal(400, 'invalid_request', 'Some of what was sent is not right.', fields);
}

interface Described {
  status: number;
  code: RefusalCode | 'temporarily_unavailable' | 'server_error' | OAuthError['code'];
  message: string;
  fields?: Record<string, string>;
  headers: Record<string, string>;
}

function asRefusal(cause: unknown, requestId: string, { log }: HttpServices): Described {
  if (Refusal.is(cause) || OAuthError.is(cause)) return cause as Described;
  if (isOutage(cause)) {
    log.warn({ err: cause, request_id: requestId }, 'temporarily unavailable');
    return {
      status: 503,
      code: 'temporarily_unavailable',
      message:
        'The service cannot answer now. If this was a change, look whether it was made before you try again.',
      headers: { 'Retry-After': '1' },
    };
  }
  log.error({ err: cause, request_id: requestId }, 'unexpected fault');
  return { status: 500, code: 'server_error', message: 'Something went wrong here.', headers: {} };
}

import type * as z from 'zod';
import { notFound, Refusal } from '../../admin/refusal';
import type { managementErrorSchema } from '../../contract/management';
import { OAuthError } from '../../oauth/errors';
import { Parameters } from '../../oauth/parameters';
import type { AnswerNotes } from '../../oauth/request';
import { readText } from '../body';
import type { Endpoint, WireRequest } from '../endpoint';
import { answerOAuth, oauthRequest, refuseQuery } from '../oauth-endpoint';
import { unknownEndpoint } from '../unknown-endpoint';
import { admitMachine, recordRefusal } from './admission';
import { MANAGEMENT_PATH, OPERATIONS, type Operation } from './operations';

/** The management API: what the portal does with clients, for a program of the tenant's own. */
export const managementEndpoint: Endpoint = (request, peer, services) => {
  const route = routeOf(request.path);
  if (!route) return unknownEndpoint(request, peer, services);
  return answerOAuth(request, peer, 'management', services, async (origin, answer) => {
    // Before anything else: a secret in the URL has leaked, whatever is wrong with the rest.
    await refuseQuery(request, origin, services);
    const operation = chosen(route.operations, request.method);
    if (operation.method !== 'PATCH' && operation.method !== 'GET' && request.header('if-match') !== null)
      throw new OAuthError(400, 'invalid_request', 'If-Match has no effect here: it is for PATCH.');
    // Before anybody is let in: whoever is shut out while a body arrives is not to act any more when it is there.
    const sent = await readInput(request, operation);
    const asked = oauthRequest(request, Parameters.fromPairs([]), origin, answer, services);
    const machine = await services.gate.pass(() => admitMachine(operation, asked, services));
    try {
      const input = checked(sent, operation.takes);
      const call = {
        machine,
        clientId: wellFormed(route.clientId, 'client'),
        secretId: wellFormed(route.secretId, 'secret'),
        input,
        request,
        services,
        setVersion: (version: string) => {
          answer.headers.ETag = `"${version}"`;
        },
      };
      const body = await services.gate.pass<unknown>(() => operation.run(call as never));
      // Whoever is told that a secret is dead may rely on it with whichever instance they ask next.
      if (operation.method !== 'GET') await services.settleChanges();
      return { status: operation.status, body: operation.answers ? body : undefined };
    } catch (cause) {
      if (!Refusal.is(cause)) throw cause;
      if (cause.code === 'forbidden') {
        const who = { type: 'client' as const, id: machine.clientId, ...machine };
        await services.gate.pass(() => recordRefusal(who, operation, 'forbidden', origin, services));
      }
      return refused(cause, origin.requestId, answer);
    }
  });
};

interface Route {
  operations: readonly Operation[];
  clientId: string | undefined;
  secretId: string | undefined;
}

const SEGMENT = '([^/]+)';
const ROUTES = [...new Set(OPERATIONS.map(({ path }) => path))].map((path) => ({
  pattern: new RegExp(`^${MANAGEMENT_PATH}${path.replace(/\{\w+\}/g, SEGMENT)}$`),
  operations: OPERATIONS.filter((operation) => operation.path === path),
}));

function routeOf(path: string): Route | undefined {
  for (const { pattern, operations } of ROUTES) {
    const found = pattern.exec(path);
    if (found) return { operations, clientId: found[1], secretId: found[2] };
  }
  return undefined;
}

/** @throws OAuthError 405 */
function chosen(operations: readonly Operation[], method: string): Operation {
  const operation = operations.find((one) => one.method === (method === 'HEAD' ? 'GET' : method));
  if (operation) return operation;
  const allowed = operations.flatMap((one) => (one.method === 'GET' ? ['GET', 'HEAD'] : [one.method]));
  throw new OAuthError(405, 'invalid_request', `Use ${allowed.join(' or ')}.`, { Allow: allowed.join(', ') });
}

/** What cannot be an id of ours is not looked up: it is as unknown as any other. @throws Refusal 404 */
function wellFormed(id: string | undefined, what: string): string {
  if (id !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw notFound(what);
  return id ?? '';
}

/** The query of a GET, the body of anything else. @throws OAuthError 400, 413 */
async function readInput(request: WireRequest, { method }: Operation): Promise<unknown> {
  if (method === 'GET') return queryOf(request);
  const text = await readText(request);
  if (text.trim() === '') return {};
  // One object without a key twice, as everywhere under /v1.
  Parameters.fromJson(text);
  return JSON.parse(text);
}

function queryOf({ query }: WireRequest): Record<string, string> {
  const parameters = [...new URLSearchParams(query)];
  const input = Object.fromEntries(parameters);
  if (Object.keys(input).length < parameters.length)
    throw new OAuthError(400, 'invalid_request', 'A parameter is sent more than once.');
  return input;
}

/** @throws Refusal 400 */
function checked(input: unknown, schema: z.ZodType): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) fields[String(path[0] ?? '')] ??= message;
  throw new Refusal(400, 'invalid_request', 'Some of what was sent is not right.', fields);
}

/** A refusal of the portal's rules in the form of the wire. */
function refused(
  { status, code, message, fields, headers }: Refusal,
  requestId: string,
  answer: AnswerNotes,
) {
  Object.assign(answer.headers, headers);
  const said = Object.entries(fields ?? {}).map(([field, words]) => (field ? `${field}: ${words}` : words));
  const description = said.length > 0 && !said.includes(message) ? `${message} ${said.join('; ')}.` : message;
  const body: z.infer<typeof managementErrorSchema> = {
    error: code,
    error_description: printable(description),
    request_id: requestId,
    ...(fields && said.length > 0 ? { fields } : {}),
  };
  return { status, body };
}

/** RFC 6749 §5.2 allows no other characters there. */
const printable = (text: string) => text.replace(/[^\x20-\x7E]|["\\]/g, "'");

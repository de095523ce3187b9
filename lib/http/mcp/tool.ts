import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { Refusal } from '../../admin/refusal';
import { MANAGE_CLIENTS, type READ_CLIENTS } from '../../contract/scope-terms';
import { mcpScopesOf } from '../../oauth/app-scope';
import { OAuthError } from '../../oauth/errors';
import type { Origin } from '../../oauth/ports';
import type { HttpServices } from '../services';
import type { McpCaller } from './caller';
import { recordRefusal, subjectOfCaller } from './refusals';

/** One request, as the tools see it. */
export interface ToolCall {
  caller: McpCaller;
  origin: Origin;
  services: HttpServices;
  /** What was thrown that is no refusal. */
  fault?: unknown;
}

export interface Tool {
  name: string;
  title: string;
  description: string;
  /** What the token needs; null for what any good one may do. */
  scope: typeof READ_CLIENTS | typeof MANAGE_CLIENTS | null;
  takes: z.ZodObject;
  gives: z.ZodObject;
  /** Whether it changes anything. */
  changes: boolean;
  run(input: never, call: ToolCall): Promise<Record<string, unknown>>;
}

/** Holds a tool to what its schemas say. */
export const tool = <Takes extends z.ZodObject, Gives extends z.ZodObject>(
  given: Omit<Tool, 'takes' | 'gives' | 'run'> & {
    takes: Takes;
    gives: Gives;
    run(input: z.output<Takes>, call: ToolCall): Promise<z.output<Gives>>;
  },
): Tool => given as unknown as Tool;

export function addTool(server: McpServer, one: Tool, call: ToolCall): void {
  server.registerTool(
    one.name,
    {
      title: one.title,
      description: one.description,
      inputSchema: one.takes,
      outputSchema: one.gives,
      annotations: {
        readOnlyHint: !one.changes,
        destructiveHint: one.changes,
        idempotentHint: !one.changes,
        openWorldHint: false,
      },
    },
    (input) => answered(one, input as never, call),
  );
}

/** A refusal is an answer that an agent can read, and act on. Anything else is none: the request fails with it. */
async function answered(one: Tool, input: never, call: ToolCall): Promise<CallToolResult> {
  try {
    try {
      needScope(one, call.caller);
      const output = await one.run(input, call);
      return { content: [{ type: 'text', text: JSON.stringify(output) }], structuredContent: output };
    } catch (cause) {
      if (!Refusal.is(cause) && !OAuthError.is(cause)) throw cause;
      if (cause.code === 'forbidden' || cause.code === 'insufficient_scope')
        await recordRefusal(
          subjectOfCaller(call.caller),
          { reason: cause.code, tool: one.name },
          call.origin,
          call.services,
        );
      return refused(cause, call.origin.requestId);
    }
  } catch (fault) {
    call.fault = fault;
    return { isError: true, content: [] };
  }
}

const STEP_UP =
  'This takes a factor that was proven within the last five minutes: sign in to this app anew, or confirm that it is you in the portal, and then try again.';

/** In the form of every other error of this service. */
function refused(cause: Refusal | OAuthError, requestId: string): CallToolResult {
  const body = {
    error: cause.code,
    error_description: cause.code === 'step_up_required' ? STEP_UP : cause.message,
    request_id: requestId,
    ...('fields' in cause && cause.fields ? { fields: cause.fields } : {}),
    ...(cause.headers['Retry-After'] ? { retry_after: Number(cause.headers['Retry-After']) } : {}),
  };
  return { isError: true, content: [{ type: 'text', text: JSON.stringify(body) }] };
}

/** Whoever may change clients may look at them. @throws Refusal 403 forbidden, OAuthError 403 insufficient_scope */
function needScope({ scope }: Tool, { actor, scopes }: McpCaller): void {
  if (scope === null || scopes.includes(scope) || scopes.includes(MANAGE_CLIENTS)) return;
  const person = 'role' in actor ? actor : undefined;
  if (person && !mcpScopesOf(person.role).includes(scope))
    throw new Refusal(403, 'forbidden', `Your role (${person.role}) does not allow this.`);
  throw new OAuthError(
    403,
    'insufficient_scope',
    person
      ? `This takes a token with the scope ${scope}: sign in again, and ask for it.`
      : `This takes a token of a client with the scope ${scope}, granted by an admin of its tenant.`,
  );
}

import type { DebugVerdict } from '@/lib/contract/portal';
import { SCOPE_TOKEN, SCOPE_TOKEN_WORDS } from '@/lib/contract/scope-terms';
import { firstRefusal, type ToldResult } from './merged-checks';

export interface ScopeAnswer {
  pass: boolean;
  said: string;
  mend?: string;
  /** Whose scopes to look at. */
  clientId?: string;
}

/** RFC 6749 §3.3. An array is what an OpenCRVS token carries; shown, though no call here accepts it. */
export const scopesIn = (payload: Record<string, unknown> | undefined): string[] =>
  typeof payload?.scope === 'string' ? [...new Set(payload.scope.split(' ').filter(Boolean))] : [];

/** Would a call that needs `scope` pass with this token? */
export function answerScope(
  scope: string,
  granted: readonly string[],
  results: readonly ToldResult[],
  { client, user }: Pick<DebugVerdict, 'client' | 'user'>,
): ScopeAnswer {
  if (!SCOPE_TOKEN.test(scope)) return { pass: false, said: 'This is not a scope.', mend: SCOPE_TOKEN_WORDS };
  const refusal = firstRefusal(results);
  if (refusal)
    return {
      pass: false,
      said: `No: the token itself is refused (${refusal.title}), whatever the scope. The call ends with 401.`,
      mend: refusal.mend,
    };
  if (granted.includes(scope)) return { pass: true, said: `Yes: the token holds ${scope}.` };
  const missing = `No: the token does not hold ${scope}. The call ends with 403 insufficient_scope.`;
  if (user) return { pass: false, said: missing, mend: 'What a person may do follows from their role.' };
  if (!client)
    return { pass: false, said: missing, mend: 'Grant the scope to the client, then request a new token.' };
  if (client.scopes.includes(scope))
    return {
      pass: false,
      said: missing,
      mend: `${client.name} is allowed this scope now: request a new token.`,
      clientId: client.client_id,
    };
  return {
    pass: false,
    said: missing,
    mend: `${client.name} is not allowed this scope. Grant it, then request a new token.`,
    clientId: client.client_id,
  };
}

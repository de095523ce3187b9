'use client';

import { useCallback, useEffect, useState } from 'react';
import { portalFetch } from '@/components/query/portal-api';
import { describeError } from '@/components/query/portal-api-error';
import { serverNow } from '@/components/ui/server-clock';
import { LONGEST_DEBUGGED } from '@/lib/contract/debugger-terms';
import type { DebugVerdict } from '@/lib/contract/portal';
import { decodeToken } from '@/lib/token/jwt';

const debugVerdictSchema = async () => (await import('@/lib/contract/portal')).debugVerdictSchema;

export type ServerState =
  | { state: 'idle' }
  | { state: 'asking' }
  | { state: 'answered'; verdict: DebugVerdict }
  | { state: 'failed'; description: string; requestId?: string };

const DEBOUNCE_MS = 300;
const LONGEST_WAIT_MS = 86_400_000;

/**
 * This service's verdict on a token. Not a query and not a mutation: both would keep the token, as a key or as
 * variables, in a cache that outlives the page.
 */
export function useServerVerdict(token: string | undefined): { server: ServerState; askAgain: () => void } {
  const [answer, setAnswer] = useState<{ of: string; round: number; server: ServerState }>();
  const [round, setRound] = useState(0);
  const askAgain = useCallback(() => setRound((value) => value + 1), []);

  useEffect(() => {
    if (token === undefined) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const server = await ask(token, controller.signal);
      if (!controller.signal.aborted) setAnswer({ of: token, round, server });
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [token, round]);

  const failed = answer?.server.state === 'failed';
  useEffect(() => {
    if (!failed) return;
    window.addEventListener('online', askAgain);
    return () => window.removeEventListener('online', askAgain);
  }, [failed, askAgain]);

  // Asked once more when the token runs out, so that the verdict does not outlive it.
  useEffect(() => {
    const decoded = token === undefined ? undefined : decodeToken(token);
    const exp = typeof decoded === 'object' ? decoded.payload.exp : undefined;
    const wait = typeof exp === 'number' ? exp * 1000 - serverNow() : 0;
    if (wait <= 0 || wait > LONGEST_WAIT_MS) return;
    const timer = setTimeout(askAgain, wait + 500);
    return () => clearTimeout(timer);
  }, [token, askAgain]);

  if (token === undefined) return { server: { state: 'idle' }, askAgain };
  const known =
    answer && answer.of === token && (answer.round === round || answer.server.state === 'answered');
  return { server: known ? answer.server : { state: 'asking' }, askAgain };
}

async function ask(token: string, signal: AbortSignal): Promise<ServerState> {
  if (token.length > LONGEST_DEBUGGED)
    return {
      state: 'failed',
      description: 'This token is longer than the service reads (16,000 characters).',
    };
  try {
    const verdict = await portalFetch('/api/portal/debugger', {
      method: 'POST',
      body: { token },
      schema: debugVerdictSchema,
      signal,
    });
    return { state: 'answered', verdict };
  } catch (error) {
    return { state: 'failed', ...describeError(error) };
  }
}

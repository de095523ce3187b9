'use client';

import { useEffect, useState } from 'react';
import { serverNow } from '@/components/ui/server-clock';
import { decodeToken } from '@/lib/token/jwt';
import { judgeLocally, type LocalVerdict, nextTurn } from './local-verdict';
import { describeKeysError, usePublishedKeys } from './published-keys';

export interface LocalState {
  /** `undefined` while it is being worked out. */
  verdict: LocalVerdict | undefined;
  /** Why the keys are missing. */
  keysError: string | undefined;
  retryKeys: () => void;
  retrying: boolean;
}

/** Longer waits overflow a timer, and nobody looks at one page for a day. */
const LONGEST_WAIT_MS = 86_400_000;

export function useLocalVerdict(question: {
  token: string | undefined;
  issuer: string;
  /** "What if the clock were …", in milliseconds. */
  clockOffset: number;
  requiredScope: string | undefined;
  /** The service's time when it last answered: its clock is the one to go by, and may only now be known. */
  serviceTime: string | undefined;
}): LocalState {
  const { token, issuer, clockOffset, requiredScope, serviceTime } = question;
  const { data: keys, error, isPending, isFetching, dataUpdatedAt, refetch } = usePublishedKeys();
  const [answer, setAnswer] = useState<{ of: string; verdict: LocalVerdict }>();
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    if (token === undefined || isPending) return;
    let current = true;
    const now = serverNow() + clockOffset;
    judgeLocally({ token, issuer, now, requiredScope, keys })
      .catch((): LocalVerdict => ({ word: 'unknown', results: [] }))
      .then((verdict) => {
        if (current) setAnswer({ of: token, verdict });
      });
    const decoded = decodeToken(token);
    const at = typeof decoded === 'string' ? undefined : nextTurn(decoded.payload, now);
    const timer =
      at !== undefined && at - now < LONGEST_WAIT_MS
        ? setTimeout(() => setTurn((value) => value + 1), at - now + 10)
        : undefined;
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [token, issuer, clockOffset, requiredScope, keys, isPending, turn, serviceTime]);

  const verdict = answer && answer.of === token ? answer.verdict : undefined;
  const unknownKey = verdict?.results.some(({ reason }) => reason === 'kid_unknown') ?? false;
  useEffect(() => {
    // The key may have been published after this page was opened.
    if (unknownKey && Date.now() - dataUpdatedAt > 10_000) refetch();
  }, [unknownKey, dataUpdatedAt, refetch]);

  return {
    verdict,
    keysError: error && !keys ? describeKeysError(error) : undefined,
    retryKeys: () => void refetch(),
    retrying: isFetching,
  };
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type AnswerOf, portalFetch } from './portal-api';

const sessionListSchema = async () => (await import('@/lib/contract/members')).sessionListSchema;

export type OwnSession = AnswerOf<typeof sessionListSchema>['sessions'][number];

const SESSIONS = '/api/portal/sessions' as const;
const sessionsKey = ['own-sessions'] as const;

export function useOwnSessions() {
  return useQuery({
    queryKey: sessionsKey,
    queryFn: ({ signal }) => portalFetch(SESSIONS, { schema: sessionListSchema, signal }),
    refetchInterval: 30_000,
  });
}

const useEnding = <Input>(path: (input: Input) => `${typeof SESSIONS}${string}`) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => portalFetch(path(input), { method: 'DELETE', schema: sessionListSchema }),
    onSuccess: (answer) => queries.setQueryData(sessionsKey, answer),
    // It may have ended by itself: show what is true now.
    onError: () => {
      queries.invalidateQueries({ queryKey: sessionsKey });
    },
  });
};

export const useEndOwnSession = () => useEnding((id: string) => `${SESSIONS}/${encodeURIComponent(id)}`);
/** All but the one this is asked from. */
export const useEndOtherSessions = () => useEnding<void>(() => SESSIONS);

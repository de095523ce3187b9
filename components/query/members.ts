import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { memberAnswerSchema, memberListSchema } from '@/lib/contract/members';
import { portalFetch } from './portal-api';

const MEMBERS = '/api/portal/members' as const;
const memberKey = ['members'] as const;

export function useMembers() {
  return useQuery({
    queryKey: memberKey,
    queryFn: ({ signal }) => portalFetch(MEMBERS, { schema: memberListSchema, signal }),
    refetchInterval: 30_000,
  });
}

/** @param myId whose session ends with their own tokens: asking for the list again would only be refused */
export function useEndMemberTokens(myId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string) =>
      portalFetch(`${MEMBERS}/${encodeURIComponent(memberId)}/end-tokens`, {
        method: 'POST',
        schema: memberAnswerSchema,
      }),
    onSuccess: (_answer, memberId) => {
      if (memberId !== myId) queries.invalidateQueries({ queryKey: memberKey });
    },
  });
}

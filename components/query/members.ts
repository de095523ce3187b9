import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ChangeMember, Invite } from '@/lib/contract/members';
import { portalFetch } from './portal-api';

const invitationAnswerSchema = async () => (await import('@/lib/contract/members')).invitationAnswerSchema;
const memberAnswerSchema = async () => (await import('@/lib/contract/members')).memberAnswerSchema;
const memberListSchema = async () => (await import('@/lib/contract/members')).memberListSchema;
const resetAnswerSchema = async () => (await import('@/lib/contract/members')).resetAnswerSchema;

const MEMBERS = '/api/portal/members' as const;
const INVITATIONS = `${MEMBERS}/invitations` as const;
const memberKey = ['members'] as const;

const memberPath = (id: string) => `${MEMBERS}/${encodeURIComponent(id)}` as const;
const invitationPath = (id: string) => `${INVITATIONS}/${encodeURIComponent(id)}` as const;

export function useMembers() {
  return useQuery({
    queryKey: memberKey,
    queryFn: ({ signal }) => portalFetch(MEMBERS, { schema: memberListSchema, signal }),
    refetchInterval: 30_000,
  });
}

/** A change of the list; refused or not, it is read again: somebody else may have been faster. */
function useListChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => {
      queries.invalidateQueries({ queryKey: memberKey });
    },
  });
}

export const useChangeMember = (id: string) =>
  useListChange((body: ChangeMember) =>
    portalFetch(memberPath(id), { method: 'PATCH', body, schema: memberAnswerSchema }),
  );

export const useInvite = () =>
  useListChange((body: Invite) =>
    portalFetch(INVITATIONS, { method: 'POST', body, schema: invitationAnswerSchema }),
  );

export const useResendInvitation = () =>
  useListChange((id: string) =>
    portalFetch(`${invitationPath(id)}/resend`, { method: 'POST', schema: invitationAnswerSchema }),
  );

export const useWithdrawInvitation = () =>
  useListChange((id: string) => portalFetch(invitationPath(id), { method: 'DELETE' }));

export const useUnlinkMember = () =>
  useListChange((id: string) => portalFetch(`${memberPath(id)}/identity`, { method: 'DELETE' }));

export function useResetMemberPassword() {
  return useMutation({
    mutationFn: (id: string) =>
      portalFetch(`${memberPath(id)}/reset-password`, { method: 'POST', schema: resetAnswerSchema }),
  });
}

export const useResetMemberFactors = () =>
  useListChange((id: string) =>
    portalFetch(`${memberPath(id)}/reset-factors`, { method: 'POST', schema: memberAnswerSchema }),
  );

/** @param myId whose session ends with their own tokens: asking for the list again would only be refused */
export function useEndMemberTokens(myId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string) =>
      portalFetch(`${memberPath(memberId)}/end-tokens`, { method: 'POST', schema: memberAnswerSchema }),
    onSuccess: (_answer, memberId) => {
      if (memberId !== myId) queries.invalidateQueries({ queryKey: memberKey });
    },
  });
}

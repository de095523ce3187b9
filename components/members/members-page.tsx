'use client';

import { UserPlus } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useCallback, useState } from 'react';
import { useMembers } from '@/components/query/members';
import { describeError } from '@/components/query/portal-api-error';
import { PageHeader } from '@/components/shell/page-header';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { may } from '@/lib/contract/roles';
import { announceLink, type DeliveredLink } from './delivered-link';
import { InvitationRow } from './invitation-row';
import { MemberRow } from './member-row';
import { MembersSkeleton } from './members-skeleton';

const InviteDialog = lazyDialog(async () => {
  // What shows a link once is there before there is one.
  const [{ InviteDialog }] = await Promise.all([import('./invite-dialog'), import('./link-dialog')]);
  return InviteDialog;
}, isOpen);
const LinkDialog = lazyDialog(
  async () => (await import('./link-dialog')).LinkDialog,
  ({ made }) => made !== null,
);

export function MembersPage() {
  const { user } = useSession();
  const members = useMembers();
  // In the URL, so that signing in again opens the form again.
  const [inviting, setInviting] = useQueryState('invite', parseAsBoolean.withDefault(false));
  const [link, setLink] = useState<DeliveredLink | null>(null);
  const onLink = useCallback((made: DeliveredLink) => setLink(announceLink(made) ? made : null), []);
  return (
    <>
      <PageHeader
        title="Members"
        description="The people who may sign in to this tenant."
        actions={
          may(user.role, 'member:edit') ? (
            <Button data-page-create onClick={() => setInviting(true)}>
              <UserPlus aria-hidden />
              Invite
            </Button>
          ) : undefined
        }
      />
      <div className="flex flex-col gap-8">{content()}</div>
      <InviteDialog
        open={inviting && may(user.role, 'member:edit')}
        myRole={user.role}
        onClose={() => setInviting(null)}
        onLink={onLink}
      />
      <LinkDialog made={link} onClose={() => setLink(null)} />
    </>
  );

  function content() {
    if (members.isPending) return <MembersSkeleton />;
    if (!members.data)
      return (
        <Card>
          <ErrorState
            title="The members could not be loaded"
            {...describeError(members.error)}
            retrying={members.isFetching}
            onRetry={() => members.refetch()}
          />
        </Card>
      );
    const { members: people, invitations } = members.data;
    return (
      <>
        {/* Whoever reads this list is on it: it is never empty. */}
        <Card className="overflow-hidden">
          <ul aria-label="Members of this tenant" className="divide-y">
            {people.map((member) => (
              <MemberRow key={member.id} member={member} members={people} me={user} onLink={onLink} />
            ))}
          </ul>
        </Card>
        {invitations.length > 0 ? (
          <section className="flex flex-col gap-3">
            <h2 className="font-semibold text-base">Invited, not here yet</h2>
            <Card className="overflow-hidden">
              <ul aria-label="Invitations" className="divide-y">
                {invitations.map((invitation) => (
                  <InvitationRow key={invitation.id} invitation={invitation} me={user} onLink={onLink} />
                ))}
              </ul>
            </Card>
          </section>
        ) : null}
      </>
    );
  }
}

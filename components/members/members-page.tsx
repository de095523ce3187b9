'use client';

import { useMembers } from '@/components/query/members';
import { describeError } from '@/components/query/portal-api-error';
import { PageHeader } from '@/components/shell/page-header';
import { useSession } from '@/components/shell/session-context';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { MemberRow } from './member-row';

const SKELETON_ROWS = ['w-44', 'w-56', 'w-40'];

export function MembersPage() {
  const { user } = useSession();
  const members = useMembers();
  return (
    <>
      <PageHeader title="Members" description="The people who may sign in to this tenant." />
      <Card className="overflow-hidden">{content()}</Card>
    </>
  );

  function content() {
    if (members.isPending)
      return (
        <div role="status" aria-label="Loading members" className="divide-y">
          {SKELETON_ROWS.map((width) => (
            <div key={width} className="flex items-center gap-4 px-4 py-4 sm:px-5">
              <Skeleton className={`h-4 max-w-full ${width}`} />
              <Skeleton className="ml-auto h-8 w-32" />
            </div>
          ))}
        </div>
      );
    if (!members.data)
      return (
        <ErrorState
          title="The members could not be loaded"
          {...describeError(members.error)}
          retrying={members.isFetching}
          onRetry={() => members.refetch()}
        />
      );
    // Whoever reads this list is on it: it is never empty.
    return (
      <ul aria-label="Members of this tenant" className="divide-y">
        {members.data.members.map((member) => (
          <MemberRow key={member.id} member={member} me={user} />
        ))}
      </ul>
    );
  }
}

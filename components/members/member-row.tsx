'use client';

import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { calendarDay } from '@/components/ui/exact-time';
import { StatusDot } from '@/components/ui/status-dot';
import type { MemberView } from '@/lib/contract/members';
import type { SessionView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { EndMemberTokensDialog } from './end-member-tokens-dialog';

export function MemberRow({ member, me }: { member: MemberView; me: SessionView['user'] }) {
  const [asking, setAsking] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-all font-medium">{member.email}</span>
          {member.id === me.id ? <Badge variant="primary">You</Badge> : null}
          <Badge className="capitalize">{member.role}</Badge>
          <Badge variant="outline" className="text-foreground">
            <StatusDot tone={member.status === 'active' ? 'ok' : 'neutral'} />
            {member.status === 'active' ? 'Active' : 'Disabled'}
          </Badge>
        </p>
        <p className="text-muted-foreground text-xs">
          {sessionWords(member.sessions)} · member since {calendarDay(member.created_at)}
        </p>
      </div>
      {mayEnd(member, me) ? (
        <>
          <Button
            variant="outline"
            size="sm"
            aria-label={`End sessions and tokens of ${member.email}`}
            onClick={() => setAsking(true)}
          >
            End sessions and tokens
          </Button>
          <EndMemberTokensDialog member={member} me={me} open={asking} onClose={() => setAsking(false)} />
        </>
      ) : null}
    </li>
  );
}

/** Everybody their own; an admin not those of an owner. */
function mayEnd(member: MemberView, me: SessionView['user']): boolean {
  if (member.id === me.id) return true;
  return may(me.role, 'member:edit') && (member.role !== 'owner' || me.role === 'owner');
}

function sessionWords(count: number): string {
  if (count === 0) return 'No live session';
  return count === 1 ? '1 live session' : `${count} live sessions`;
}

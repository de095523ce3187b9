'use client';

import { useState } from 'react';
import { sessionWords } from '@/components/sessions/session-words';
import { Badge } from '@/components/ui/badge';
import { calendarDay } from '@/components/ui/exact-time';
import { lazyDialog } from '@/components/ui/lazy-dialog';
import { StatusDot } from '@/components/ui/status-dot';
import type { MemberView } from '@/lib/contract/members';
import type { SessionView } from '@/lib/contract/portal';
import type { OnLink } from './delivered-link';
import { MemberMenu } from './member-menu';
import { type MemberAction, memberActions } from './member-reasons';

const MemberDialogs = lazyDialog(
  async () => {
    // What shows a link once is there before there is one.
    const [{ MemberDialogs }] = await Promise.all([import('./member-dialogs'), import('./link-dialog')]);
    return MemberDialogs;
  },
  ({ asking }) => asking !== undefined,
);

export function MemberRow({
  member,
  members,
  me,
  onLink,
}: {
  member: MemberView;
  members: readonly MemberView[];
  me: SessionView['user'];
  onLink: OnLink;
}) {
  const [asking, setAsking] = useState<MemberAction>();
  const actions = memberActions(member, me, members);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-52 flex-col gap-1">
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
          {sessionWords(member.sessions)}
          {member.second_factors ? ` · ${factorWords(member.second_factors)}` : ''}
          {member.single_sign_on ? ' · single sign-on' : ''} · member since {calendarDay(member.created_at)}
        </p>
      </div>
      {actions.length > 0 ? <MemberMenu member={member} actions={actions} onChoose={setAsking} /> : null}
      <MemberDialogs
        member={member}
        me={me}
        asking={asking}
        onClose={() => setAsking(undefined)}
        onLink={onLink}
      />
    </li>
  );
}

function factorWords(factors: NonNullable<MemberView['second_factors']>): string {
  if (factors.length === 0) return 'no second factor';
  return factors.map((kind) => ({ totp: 'authenticator app', passkey: 'passkey' })[kind]).join(' and ');
}

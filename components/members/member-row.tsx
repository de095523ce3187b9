'use client';

import { useState } from 'react';
import { sessionWords } from '@/components/sessions/session-words';
import { Badge } from '@/components/ui/badge';
import { calendarDay } from '@/components/ui/exact-time';
import { StatusDot } from '@/components/ui/status-dot';
import type { MemberView } from '@/lib/contract/members';
import type { SessionView } from '@/lib/contract/portal';
import { ChangeRoleDialog } from './change-role-dialog';
import type { OnLink } from './delivered-link';
import { EndMemberTokensDialog } from './end-member-tokens-dialog';
import { MemberMenu } from './member-menu';
import { type MemberAction, memberActions } from './member-reasons';
import { MemberStatusDialog } from './member-status-dialog';
import { ResetFactorsDialog } from './reset-factors-dialog';
import { ResetPasswordDialog } from './reset-password-dialog';
import { UnlinkDialog } from './unlink-dialog';

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
  const dialog = (action: MemberAction) => ({
    member,
    open: asking === action,
    onClose: () => setAsking(undefined),
  });
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
      <ChangeRoleDialog {...dialog('role')} myRole={me.role} />
      <ResetPasswordDialog {...dialog('password')} onLink={onLink} />
      <ResetFactorsDialog {...dialog('factors')} />
      <EndMemberTokensDialog {...dialog('end_tokens')} me={me} />
      <UnlinkDialog {...dialog('unlink')} />
      <MemberStatusDialog {...dialog('status')} />
    </li>
  );
}

function factorWords(factors: NonNullable<MemberView['second_factors']>): string {
  if (factors.length === 0) return 'no second factor';
  return factors.map((kind) => ({ totp: 'authenticator app', passkey: 'passkey' })[kind]).join(' and ');
}

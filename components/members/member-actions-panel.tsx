'use client';

import { useId, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { PopoverPanel, type PopoverPanelProps } from '@/components/ui/popover';
import type { MemberView } from '@/lib/contract/members';
import type { MemberAction, memberActions } from './member-reasons';

const label = (action: MemberAction, { status }: MemberView): string =>
  ({
    role: 'Change role',
    password: 'Reset password',
    factors: 'Reset second factor',
    end_tokens: 'End sessions and tokens',
    unlink: 'Unlink single sign-on',
    status: status === 'active' ? 'Disable' : 'Enable',
  })[action];

/** What can be done to a person. What cannot stays in its place, and says why. */
export function MemberActionsPanel({
  member,
  actions,
  onChoose,
  ...place
}: PopoverPanelProps & {
  member: MemberView;
  actions: ReturnType<typeof memberActions>;
  onChoose: (action: MemberAction) => void;
}) {
  const chosen = useRef<MemberAction>(undefined);
  const id = useId();
  return (
    <PopoverPanel
      {...place}
      aria-label={`Actions for ${member.email}`}
      className="flex w-64 flex-col p-1"
      // The dialog opens once the focus is back on the button: that is where closing it returns to.
      onCloseAutoFocus={() => {
        if (chosen.current) onChoose(chosen.current);
        chosen.current = undefined;
      }}
    >
      {actions.map(({ action, reason }) => (
        <Button
          key={action}
          variant="ghost"
          // Reachable with the keyboard, so that the reason is read.
          aria-disabled={reason ? true : undefined}
          aria-describedby={reason ? `${id}-${action}` : undefined}
          className="h-auto min-h-8 justify-start px-2.5 py-1.5 text-left aria-disabled:opacity-100"
          onClick={() => {
            if (reason) return;
            chosen.current = action;
            place.onClose();
          }}
        >
          <span className="flex min-w-0 flex-col whitespace-normal">
            <span className={reason ? 'text-muted-foreground' : undefined}>{label(action, member)}</span>
            {reason ? (
              <span id={`${id}-${action}`} className="font-normal text-muted-foreground text-xs">
                {reason}
              </span>
            ) : null}
          </span>
        </Button>
      ))}
    </PopoverPanel>
  );
}

'use client';

import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import type { MemberView } from '@/lib/contract/members';
import type { MemberAction, memberActions } from './member-reasons';

const MemberActionsPanel = lazyDialog(
  async () => (await import('./member-actions-panel')).MemberActionsPanel,
  isOpen,
);

export function MemberMenu({
  member,
  actions,
  onChoose,
}: {
  member: MemberView;
  actions: ReturnType<typeof memberActions>;
  onChoose: (action: MemberAction) => void;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant="outline"
        size="sm"
        aria-label={`Actions for ${member.email}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Actions
        <ChevronDown aria-hidden className="text-muted-foreground" />
      </Button>
      <MemberActionsPanel
        open={open}
        onClose={() => setOpen(false)}
        button={button}
        member={member}
        actions={actions}
        onChoose={onChoose}
      />
    </>
  );
}

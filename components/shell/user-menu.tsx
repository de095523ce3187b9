'use client';

import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { useSession } from './session-context';

const UserPanel = lazyDialog(async () => (await import('./user-panel')).UserPanel, isOpen);

/** A popover, not a menu: a menu may hold nothing but its items, and this one tells who is signed in and how long. */
export function UserMenu() {
  const { user } = useSession();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant="ghost"
        size="sm"
        aria-label="Account"
        aria-haspopup="dialog"
        aria-expanded={open}
        className="min-w-0 gap-2 px-1.5"
        onClick={() => setOpen(!open)}
      >
        <span
          aria-hidden
          className="flex size-6 items-center justify-center rounded-full bg-primary-soft font-semibold text-link text-xs uppercase"
        >
          {user.email.slice(0, 1)}
        </span>
        <span className="hidden max-w-52 truncate sm:inline">{user.email}</span>
        <ChevronDown aria-hidden className="text-muted-foreground" />
      </Button>
      <UserPanel open={open} onClose={() => setOpen(false)} button={button} />
    </>
  );
}

'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { signOut } from './sign-out';

type Props = Pick<ButtonProps, 'variant' | 'size' | 'className'> & {
  icon?: boolean;
  /** Where to go then; the sign-in page without it. */
  to?: string;
};

export function SignOutButton({ icon = false, to, ...props }: Props) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      {...props}
      busy={busy}
      onClick={async () => {
        setBusy(true);
        await signOut(to);
        setBusy(false);
      }}
    >
      {icon && !busy ? <LogOut aria-hidden className="text-muted-foreground" /> : null}
      Sign out
    </Button>
  );
}

'use client';

import { useState } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { signOut } from './sign-out';

export function SignOutButton(props: Pick<ButtonProps, 'variant' | 'size' | 'className'>) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      {...props}
      busy={busy}
      onClick={async () => {
        setBusy(true);
        await signOut();
        setBusy(false);
      }}
    >
      Sign out
    </Button>
  );
}

'use client';

import { type ComponentProps, useEffect, useState } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ConfirmDialog } from './confirm-dialog';

/** For what cannot be taken back: the word must be typed first. */
export function TypedConfirmDialog({
  word,
  label = `Type “${word}” to confirm`,
  open,
  children,
  ...props
}: Omit<ComponentProps<typeof ConfirmDialog>, 'ready' | 'destructive'> & { word: string; label?: string }) {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (open) setTyped('');
  }, [open]);
  return (
    <ConfirmDialog {...props} open={open} destructive ready={collapsed(typed) === collapsed(word)}>
      {children}
      <Field label={label}>
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}

/** As a page shows it: nobody sees a second blank. */
const collapsed = (text: string): string => text.trim().replace(/\s+/g, ' ');

'use client';

import { Menu } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';

const PhoneSheet = lazyDialog(async () => (await import('./phone-sheet')).PhoneSheet, isOpen);

export function PhoneMenu() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Open menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        className="-ml-2 lg:hidden"
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      <PhoneSheet open={open} onClose={() => setOpen(false)} />
    </>
  );
}

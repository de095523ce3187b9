'use client';

import { useReturnFocus } from '@/components/ui/return-focus';
import { Sheet, SheetContent, SheetDescription, SheetTitle } from '@/components/ui/sheet';
import { Brand } from './brand';
import { MainNav } from './main-nav';

export function PhoneSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { memory, onCloseAutoFocus } = useReturnFocus();
  return (
    <Sheet open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <SheetContent onCloseAutoFocus={onCloseAutoFocus}>
        {memory}
        <SheetTitle className="flex h-14 items-center px-4">
          <Brand />
        </SheetTitle>
        <SheetDescription className="sr-only">The portal's pages</SheetDescription>
        <div className="px-3">
          <MainNav onNavigate={onClose} />
        </div>
      </SheetContent>
    </Sheet>
  );
}

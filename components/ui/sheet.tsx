'use client';

import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { DialogPanel } from './dialog-panel';

export const Sheet = RadixDialog.Root;
export const SheetTitle = RadixDialog.Title;
export const SheetDescription = RadixDialog.Description;

/** Slides in from the left: the phone's navigation. */
export function SheetContent({ className, children, ...props }: ComponentProps<typeof RadixDialog.Content>) {
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay className={DialogPanel.overlay} />
      <RadixDialog.Content
        data-slot="sheet-content"
        className={cn(
          'fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] animate-slide-in flex-col border-r bg-background shadow-lg outline-none',
          className,
        )}
        {...props}
      >
        {children}
        <RadixDialog.Close
          aria-label="Close menu"
          className="absolute top-3 right-3 inline-flex size-8 items-center justify-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
        >
          <X aria-hidden className="size-4" />
        </RadixDialog.Close>
      </RadixDialog.Content>
    </RadixDialog.Portal>
  );
}

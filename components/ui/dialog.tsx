'use client';

import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { DialogPanel } from './dialog-panel';
import { useReturnFocus } from './return-focus';

export const Dialog = RadixDialog.Root;

export function DialogContent({
  className,
  children,
  showCloseButton = true,
  ...props
}: ComponentProps<typeof RadixDialog.Content> & { showCloseButton?: boolean }) {
  const { memory, onCloseAutoFocus } = useReturnFocus();
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay className={DialogPanel.overlay} />
      <RadixDialog.Content
        data-slot="dialog-content"
        className={cn(DialogPanel.content, className)}
        onCloseAutoFocus={onCloseAutoFocus}
        {...props}
      >
        {memory}
        {children}
        {showCloseButton ? (
          <RadixDialog.Close
            aria-label="Close"
            className="absolute top-3 right-3 inline-flex size-8 items-center justify-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
          >
            <X aria-hidden className="size-4" />
          </RadixDialog.Close>
        ) : null}
      </RadixDialog.Content>
    </RadixDialog.Portal>
  );
}

export function DialogHeader({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="dialog-header" className={cn(DialogPanel.header, className)} {...props} />;
}

/** The part that scrolls; header and footer stay in sight. */
export function DialogBody({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="dialog-body" className={cn(DialogPanel.body, className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="dialog-footer" className={cn(DialogPanel.footer, className)} {...props} />;
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof RadixDialog.Title>) {
  return (
    <RadixDialog.Title data-slot="dialog-title" className={cn(DialogPanel.title, className)} {...props} />
  );
}

export function DialogDescription({ className, ...props }: ComponentProps<typeof RadixDialog.Description>) {
  return (
    <RadixDialog.Description
      data-slot="dialog-description"
      className={cn(DialogPanel.description, className)}
      {...props}
    />
  );
}

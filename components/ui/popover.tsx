'use client';

import { Popover as RadixPopover } from 'radix-ui';
import { type ComponentProps, type RefObject, useRef } from 'react';
import { cn } from './cn';

export const PopoverClose = RadixPopover.Close;

export type PopoverPanelProps = {
  open: boolean;
  onClose: () => void;
  /** What opens it, beside which it stands. Not a part of it: that is on the page before this code is. */
  button: RefObject<HTMLButtonElement | null>;
};

export function PopoverPanel({
  open,
  onClose,
  button,
  className,
  onCloseAutoFocus,
  ...props
}: PopoverPanelProps & ComponentProps<typeof RadixPopover.Content>) {
  const leftFor = useRef(false);
  return (
    <RadixPopover.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <RadixPopover.Anchor virtualRef={button as RefObject<HTMLButtonElement>} />
      <RadixPopover.Portal>
        <RadixPopover.Content
          data-slot="popover-content"
          sideOffset={6}
          align="end"
          collisionPadding={8}
          className={cn(
            'z-50 animate-fade-in rounded-md border bg-popover text-popover-foreground shadow-md outline-none',
            className,
          )}
          onOpenAutoFocus={() => {
            leftFor.current = false;
          }}
          onInteractOutside={(event) => {
            // The button closes it by itself; closed here as well, it would open again.
            if (button.current?.contains(event.target as Node)) event.preventDefault();
            else leftFor.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!leftFor.current) button.current?.focus();
            onCloseAutoFocus?.(event);
          }}
          {...props}
        />
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

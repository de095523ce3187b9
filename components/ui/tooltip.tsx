'use client';

import { Tooltip as RadixTooltip } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function TooltipProvider({
  delayDuration = 300,
  ...props
}: ComponentProps<typeof RadixTooltip.Provider>) {
  return <RadixTooltip.Provider delayDuration={delayDuration} {...props} />;
}

export const Tooltip = RadixTooltip.Root;
export const TooltipTrigger = RadixTooltip.Trigger;

export function TooltipContent({
  className,
  sideOffset = 6,
  ...props
}: ComponentProps<typeof RadixTooltip.Content>) {
  return (
    <RadixTooltip.Portal>
      <RadixTooltip.Content
        data-slot="tooltip-content"
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          'z-50 max-w-72 animate-fade-in rounded-md bg-foreground px-2 py-1 text-background text-xs shadow-md',
          className,
        )}
        {...props}
      />
    </RadixTooltip.Portal>
  );
}

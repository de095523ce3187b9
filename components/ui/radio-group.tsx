'use client';

import { RadioGroup as RadixRadioGroup } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function RadioGroup({ className, ...props }: ComponentProps<typeof RadixRadioGroup.Root>) {
  return <RadixRadioGroup.Root data-slot="radio-group" className={cn('grid gap-2', className)} {...props} />;
}

export function RadioGroupItem({ className, ...props }: ComponentProps<typeof RadixRadioGroup.Item>) {
  return (
    <RadixRadioGroup.Item
      data-slot="radio-group-item"
      className={cn(
        'inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-input bg-card',
        'data-[state=checked]:border-primary data-[state=checked]:bg-primary disabled:opacity-60',
        className,
      )}
      {...props}
    >
      <RadixRadioGroup.Indicator className="size-1.5 rounded-full bg-primary-foreground" />
    </RadixRadioGroup.Item>
  );
}

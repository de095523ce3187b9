'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';

type Props = Omit<ComponentProps<'button'>, 'onChange'> & {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
};

export function Switch({ checked, onCheckedChange, className, ...props }: Props) {
  return (
    <button
      type="button"
      role="switch"
      data-slot="switch"
      aria-checked={checked}
      onClick={() => onCheckedChange(!checked)}
      className={cn(
        'peer inline-flex h-5 w-9 shrink-0 items-center rounded-full border px-0.5 transition-colors duration-100',
        'disabled:cursor-not-allowed disabled:opacity-60',
        checked ? 'border-primary bg-primary' : 'border-input bg-muted',
        className,
      )}
      {...props}
    >
      <span
        aria-hidden
        className={cn(
          'size-3.5 rounded-full transition-transform duration-100',
          checked ? 'translate-x-4 bg-primary-foreground' : 'bg-input',
        )}
      />
    </button>
  );
}

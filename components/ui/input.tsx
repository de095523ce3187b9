import type { ComponentProps } from 'react';
import { cn } from './cn';

/** Shared with textarea and select. 16 px on phones: below that iOS zooms into the page on focus. */
export const controlClasses = [
  'w-full min-w-0 rounded-md border border-input bg-card px-3 text-[16px] text-foreground leading-5 sm:text-sm',
  'placeholder:text-muted-foreground disabled:cursor-not-allowed disabled:opacity-60',
  'focus-visible:outline-offset-0 aria-invalid:border-overdue-mark',
].join(' ');

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input data-slot="input" type={type} className={cn(controlClasses, 'h-9', className)} {...props} />;
}

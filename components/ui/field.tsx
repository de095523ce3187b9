'use client';

import { Slot } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from './cn';
import { Label } from './label';

export type FieldProps = {
  label: string;
  /** react-hook-form's `errors.name?.message`. */
  error?: string;
  hint?: ReactNode;
  optional?: boolean;
  /** Something beside the label, such as a link. */
  aside?: ReactNode;
  className?: string;
  /** Exactly one control: it gets `id`, `aria-describedby` and `aria-invalid`. */
  children: ReactNode;
};

/** Label, control, hint and error, wired so that a screen reader hears them together. */
export function Field({ label, error, hint, optional, aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(' ');
  return (
    <div data-slot="field" className={cn('flex flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <Label htmlFor={id}>{label}</Label>
        {optional ? <span className="text-muted-foreground text-xs">Optional</span> : aside}
      </div>
      <Slot.Root id={id} aria-describedby={describedBy || undefined} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      <FieldError id={errorId} message={error} />
      {hint ? (
        <p id={hintId} className="text-muted-foreground text-xs">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export function FieldError({ id, message }: { id?: string; message?: string }) {
  return message ? (
    <p id={id} role="alert" className="text-overdue text-xs">
      {message}
    </p>
  ) : null;
}

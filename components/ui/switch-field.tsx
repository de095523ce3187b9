'use client';

import { type ReactNode, type Ref, useId } from 'react';
import { FieldError } from './field';
import { Label } from './label';
import { Switch } from './switch';

/** A switch beside what it does. */
export function SwitchField({
  ref,
  label,
  hint,
  error,
  checked,
  disabled,
  onChange,
}: {
  ref?: Ref<HTMLButtonElement>;
  label: string;
  hint: ReactNode;
  error?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  return (
    <div data-slot="field" className="flex items-start justify-between gap-4">
      <div className="flex min-w-0 flex-col gap-0.5">
        <Label htmlFor={id}>{label}</Label>
        <p id={hintId} className="max-w-prose text-muted-foreground text-xs">
          {hint}
        </p>
        <FieldError id={errorId} message={error} />
      </div>
      <Switch
        id={id}
        ref={ref}
        aria-describedby={error ? `${errorId} ${hintId}` : hintId}
        aria-invalid={error ? true : undefined}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      />
    </div>
  );
}

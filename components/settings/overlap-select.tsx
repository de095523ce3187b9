'use client';

import { spelledDuration } from '@/components/ui/duration';
import { Field } from '@/components/ui/field';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select';

const CHOICES = [300, 3600, 86_400, 604_800, 2_592_000];

/** How long the old secret lives on when a client rotates its own. */
export function OverlapSelect({
  value,
  disabled,
  onChange,
}: {
  value: number;
  disabled: boolean;
  onChange: (seconds: number) => void;
}) {
  // The API takes any number.
  const choices = [...new Set([...CHOICES, value])].sort((a, b) => a - b);
  return (
    <Select value={String(value)} disabled={disabled} onValueChange={(next) => onChange(Number(next))}>
      <Field label="The old secret then works for another">
        <SelectTrigger className="sm:w-56">
          <SelectValue />
        </SelectTrigger>
      </Field>
      <SelectContent>
        {choices.map((seconds) => (
          <SelectItem key={seconds} value={String(seconds)}>
            {spelledDuration(seconds)}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

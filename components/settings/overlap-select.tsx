'use client';

import { spelledDuration } from '@/components/ui/duration';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';

const CHOICES = [300, 3600, 86_400, 604_800, 2_592_000];

/** How long an old secret lives on. */
export function OverlapSelect({
  label,
  from = 0,
  value,
  disabled,
  onChange,
}: {
  label: string;
  /** The shortest that may be chosen, in seconds. */
  from?: number;
  value: number;
  disabled: boolean;
  onChange: (seconds: number) => void;
}) {
  // The API takes any number.
  const choices = [...new Set([...CHOICES, value])]
    .filter((seconds) => seconds >= from)
    .sort((a, b) => a - b);
  return (
    <Field label={label}>
      <Select
        className="sm:w-56"
        value={String(value)}
        disabled={disabled}
        onChange={(next) => onChange(Number(next))}
        options={choices.map((seconds) => [String(seconds), spelledDuration(seconds)])}
      />
    </Field>
  );
}

'use client';

import { Select } from '@/components/ui/select';

const ALL = 'all';

/** One of a few, or all. */
export function FilterSelect<Value extends string>({
  label,
  all,
  names,
  value,
  onChange,
}: {
  label: string;
  all: string;
  names: Record<Value, string>;
  value: Value | null;
  onChange: (value: Value | null) => void;
}) {
  return (
    <Select
      aria-label={label}
      className="h-8 md:w-40"
      value={value ?? ALL}
      onChange={(next) => onChange(next === ALL ? null : (next as Value))}
      options={[[ALL, all], ...(Object.entries(names) as [Value, string][])]}
    />
  );
}

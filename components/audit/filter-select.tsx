'use client';

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select';

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
    <Select value={value ?? ALL} onValueChange={(next) => onChange(next === ALL ? null : (next as Value))}>
      <SelectTrigger aria-label={label} className="h-8 md:w-40">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={ALL}>{all}</SelectItem>
        {(Object.entries(names) as [Value, string][]).map(([each, name]) => (
          <SelectItem key={each} value={each}>
            {name}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

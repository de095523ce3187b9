import type { ComponentProps } from 'react';
import { ROLE_NAMES } from '@/components/members/role-names';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select';
import type { Role } from '@/lib/contract/roles';

/** One role; the rest goes to what is pressed, so that a `Field` may name it. */
export function RoleSelect<Value extends Role | 'refuse'>({
  value,
  onChange,
  refuse,
  ...props
}: Omit<ComponentProps<typeof SelectTrigger>, 'value' | 'onChange'> & {
  value: Value;
  onChange: (value: Value) => void;
  /** What "no role" is called, where that can be chosen. */
  refuse?: string;
}) {
  return (
    <Select value={value} onValueChange={(next) => onChange(next as Value)}>
      <SelectTrigger {...props}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {refuse ? <SelectItem value="refuse">{refuse}</SelectItem> : null}
        {Object.entries(ROLE_NAMES).map(([role, word]) => (
          <SelectItem key={role} value={role}>
            {word}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

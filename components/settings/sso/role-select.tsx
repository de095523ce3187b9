import type { ComponentProps } from 'react';
import { ROLE_NAMES } from '@/components/members/role-names';
import { Select } from '@/components/ui/select';
import type { Role } from '@/lib/contract/roles';

/** One role; the rest goes to what is pressed, so that a `Field` may name it. */
export function RoleSelect<Value extends Role | 'refuse'>({
  value,
  onChange,
  refuse,
  ...props
}: Omit<Omit<ComponentProps<typeof Select>, 'value' | 'onChange' | 'options'>, 'value' | 'onChange'> & {
  value: Value;
  onChange: (value: Value) => void;
  /** What "no role" is called, where that can be chosen. */
  refuse?: string;
}) {
  return (
    <Select
      {...props}
      value={value}
      onChange={(next) => onChange(next as Value)}
      options={[...(refuse ? [['refuse', refuse] as const] : []), ...Object.entries(ROLE_NAMES)]}
    />
  );
}

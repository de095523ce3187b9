'use client';

import type { ComponentProps } from 'react';
import { Input } from '@/components/ui/input';
import { UNKEPT } from '@/components/ui/unkept';

type Props = Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  value: string;
  onValue: (value: string) => void;
};

export const PlainInput = ({ value, onValue, ...props }: Props) => (
  <Input {...props} value={value} onChange={({ target }) => onValue(target.value)} {...UNKEPT} />
);

/** Shown as dots. Of type `password` browsers would offer to save it, whatever `autocomplete` says. */
export const SecretInput = (props: Props) => (
  <PlainInput {...props} className="font-mono [-webkit-text-security:disc]" />
);

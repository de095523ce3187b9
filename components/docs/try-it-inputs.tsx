'use client';

import type { ComponentProps } from 'react';
import { Input } from '@/components/ui/input';

type Props = Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  value: string;
  onValue: (value: string) => void;
};

/** Kept by no browser and no extension: they would keep credentials too. */
export const PlainInput = ({ value, onValue, ...props }: Props) => (
  <Input
    {...props}
    value={value}
    onChange={({ target }) => onValue(target.value)}
    autoComplete="off"
    autoCorrect="off"
    autoCapitalize="off"
    spellCheck={false}
    translate="no"
    data-gramm="false"
    data-1p-ignore
    data-lpignore="true"
    data-bwignore
  />
);

/** Shown as dots. Of type `password` browsers would offer to save it, whatever `autocomplete` says. */
export const SecretInput = (props: Props) => (
  <PlainInput {...props} className="font-mono [-webkit-text-security:disc]" />
);

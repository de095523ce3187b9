'use client';

import { Check, Copy, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { announce } from './announce';
import { Button, type ButtonProps } from './button';
import { cn } from './cn';
import { copyText } from './copy-text';

type Outcome = 'idle' | 'copied' | 'failed';

const tint: Record<Outcome, string | undefined> = {
  idle: undefined,
  copied: 'text-ok',
  failed: 'text-overdue',
};

export type CopyButtonProps = Omit<ButtonProps, 'value' | 'onClick' | 'onCopy' | 'children'> & {
  /** What is copied: the real value, whatever is shown beside the button. */
  value: string;
  /** The accessible name, such as "Copy client ID". Shown as text with `showLabel`. */
  label: string;
  showLabel?: boolean;
  /** Only after the value has truly reached the clipboard. */
  onCopied?: () => void;
};

export function CopyButton({
  value,
  label,
  showLabel = false,
  onCopied,
  className,
  variant = 'ghost',
  size,
  ...props
}: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    const copied = await copyText(value);
    setOutcome(copied ? 'copied' : 'failed');
    announce(copied ? 'Copied' : 'Could not copy. Select the text instead.');
    if (copied) onCopied?.();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome('idle'), 2000);
  }

  const Icon = outcome === 'copied' ? Check : outcome === 'failed' ? X : Copy;
  return (
    <Button
      variant={variant}
      size={size ?? (showLabel ? 'sm' : 'icon-sm')}
      aria-label={label}
      title={showLabel ? undefined : label}
      className={cn(showLabel ? null : 'text-muted-foreground', className)}
      onClick={copy}
      {...props}
    >
      <Icon aria-hidden className={variant === 'default' ? undefined : tint[outcome]} />
      {showLabel ? label : null}
    </Button>
  );
}

'use client';

import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { cn } from './cn';
import { controlClasses } from './input';
import type { SelectPanel } from './select-panel';
import { whenIdle } from './when-idle';

export const selectClasses = cn(
  controlClasses,
  'flex h-9 select-none items-center justify-between gap-2 whitespace-nowrap data-[placeholder]:text-muted-foreground',
);

export type SelectProps = Omit<ComponentProps<'button'>, 'value' | 'onChange'> & {
  value: string;
  onChange: (value: string) => void;
  /** Values and what they are called. */
  options: (readonly [value: string, label: ReactNode])[];
};

let known: ComponentType<ComponentProps<typeof SelectPanel>> | undefined;

/** One of a few. Its list is loaded once the page rests; until then a button of the same look stands in its place. */
export function Select(props: SelectProps) {
  const [Panel, setPanel] = useState(() => known);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const begin = useRef({ open: false, focus: false });
  useEffect(() => {
    if (Panel) return;
    let here = true;
    async function load() {
      const found = await import('./select-panel').catch(() => undefined);
      if (!found || !here) return setOpen(false);
      known = found.SelectPanel;
      begin.current = { open, focus: document.activeElement === button.current };
      setPanel(() => found.SelectPanel);
    }
    const stop = open ? void load() : whenIdle(load);
    return () => {
      here = false;
      stop?.();
    };
  }, [Panel, open]);
  if (Panel) return <Panel {...props} begin={begin.current} />;

  const { value, onChange: _, options, className, ...rest } = props;
  return (
    <button
      {...rest}
      ref={button}
      type="button"
      role="combobox"
      aria-expanded={open}
      aria-haspopup="listbox"
      aria-controls={undefined}
      className={cn(selectClasses, className)}
      onClick={() => setOpen(true)}
      onKeyDown={(event) => {
        if (['ArrowDown', 'ArrowUp'].includes(event.key)) setOpen(true);
      }}
    >
      <span className="pointer-events-none">{options.find(([option]) => option === value)?.[1]}</span>
      <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
    </button>
  );
}

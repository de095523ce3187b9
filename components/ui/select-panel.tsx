'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as RadixSelect } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { type SelectProps, selectClasses } from './select';

/** The whole of a `Select`, once its code is there. @param begin what was done to it before that */
export function SelectPanel({
  value,
  onChange,
  options,
  disabled,
  begin,
  className,
  ...props
}: SelectProps & { begin: { open: boolean; focus: boolean } }) {
  return (
    <RadixSelect.Root defaultOpen={begin.open} value={value} onValueChange={onChange} disabled={disabled}>
      <RadixSelect.Trigger
        data-slot="select-trigger"
        autoFocus={begin.focus}
        className={cn(selectClasses, className)}
        {...props}
      >
        <RadixSelect.Value />
        <RadixSelect.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <SelectContent>
        {options.map(([option, label]) => (
          <SelectItem key={option} value={option}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </RadixSelect.Root>
  );
}

function SelectContent({
  className,
  children,
  position = 'popper',
  sideOffset = 4,
  ...props
}: ComponentProps<typeof RadixSelect.Content>) {
  return (
    <RadixSelect.Portal>
      <RadixSelect.Content
        data-slot="select-content"
        position={position}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          'z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-fade-in overflow-hidden rounded-md border bg-popover text-popover-foreground shadow-md',
          className,
        )}
        {...props}
      >
        <RadixSelect.Viewport className="p-1">{children}</RadixSelect.Viewport>
      </RadixSelect.Content>
    </RadixSelect.Portal>
  );
}

function SelectItem({ className, children, ...props }: ComponentProps<typeof RadixSelect.Item>) {
  return (
    <RadixSelect.Item
      data-slot="select-item"
      className={cn(
        'relative flex min-h-8 cursor-default select-none items-center rounded-md py-1 pr-8 pl-2 text-sm outline-none',
        'data-[highlighted]:bg-accent data-[disabled]:pointer-events-none data-[disabled]:opacity-50',
        className,
      )}
      {...props}
    >
      <RadixSelect.ItemText>{children}</RadixSelect.ItemText>
      <RadixSelect.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="size-4" />
      </RadixSelect.ItemIndicator>
    </RadixSelect.Item>
  );
}

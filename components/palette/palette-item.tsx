import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export function PaletteItem({
  value,
  icon: Icon,
  label,
  aside,
  onSelect,
}: {
  /** Tells it from all others in the list. */
  value: string;
  icon: LucideIcon;
  label: string;
  aside?: ReactNode;
  onSelect: () => void;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-accent"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <bdi className="min-w-0 truncate">{label}</bdi>
      {aside ? (
        <span className="ml-auto flex min-w-0 shrink items-center gap-1 truncate pl-3 text-muted-foreground text-xs">
          {aside}
        </span>
      ) : null}
    </Command.Item>
  );
}

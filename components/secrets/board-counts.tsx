'use client';

import { cn } from '@/components/ui/cn';
import { StatusDot } from '@/components/ui/status-dot';
import type { Tone } from '@/components/ui/tone';
import type { BoardFilter } from '@/lib/contract/board-filters';
import type { BoardView } from '@/lib/contract/secrets-board';

const TILES = [
  { filter: 'overdue', label: 'Overdue', tone: 'overdue' },
  { filter: 'soon', label: 'Due soon', tone: 'soon' },
  { filter: 'rotating', label: 'In rotation', tone: 'primary' },
  { filter: 'exposed', label: 'Exposed', tone: 'overdue' },
] as const satisfies { filter: BoardFilter; label: string; tone: Tone }[];

/** How much there is to do; each count shows what it counts. */
export function BoardCounts({
  counts,
  filter,
  onFilter,
}: {
  counts: BoardView['counts'];
  filter: BoardFilter;
  onFilter: (filter: BoardFilter) => void;
}) {
  return (
    <fieldset className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-4">
      <legend className="sr-only">What needs attention</legend>
      {TILES.map((tile) => (
        <button
          key={tile.filter}
          type="button"
          aria-pressed={filter === tile.filter}
          onClick={() => onFilter(filter === tile.filter ? 'all' : tile.filter)}
          className={cn(
            'flex h-[4.5rem] flex-col justify-between rounded-md border bg-card px-4 py-3 text-left transition-colors duration-100 hover:bg-accent',
            filter === tile.filter && 'border-ring bg-primary-soft',
          )}
        >
          <span className="flex items-center gap-2 text-muted-foreground text-xs">
            <StatusDot tone={counts[tile.filter] > 0 ? tile.tone : 'neutral'} />
            {tile.label}
          </span>
          <span className="font-semibold text-xl tabular-nums leading-none">
            {counts[tile.filter].toLocaleString('en')}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

'use client';

import { Search } from 'lucide-react';
import { type ComponentType, useEffect, useState, useSyncExternalStore } from 'react';
import { Kbd } from '@/components/ui/kbd';
import { toast } from '@/components/ui/toast';
import { useShortcuts } from './use-shortcuts';

type Opened = ComponentType<{ onClose: () => void; onShortcuts: () => void }>;

/** Not in what a page waits for. */
const LOADERS: Record<'palette' | 'shortcuts', () => Promise<Opened>> = {
  palette: async () => (await import('./command-palette')).CommandPalette,
  shortcuts: async () => (await import('./shortcuts-dialog')).ShortcutsDialog,
};

export function SearchButton() {
  const [opened, setOpened] = useState<{ Dialog: Opened }>();
  const mac = useSyncExternalStore(
    () => () => undefined,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );

  // Ahead of the first Ctrl+K, whose next keys would else be lost to somebody who types on.
  useEffect(() => {
    const timer = setTimeout(() => LOADERS.palette().catch(() => undefined), 1_000);
    return () => clearTimeout(timer);
  }, []);

  async function open(what: keyof typeof LOADERS) {
    try {
      const Dialog = await LOADERS[what]();
      setOpened({ Dialog });
    } catch {
      toast.error('Could not be opened', { description: 'Check your connection and try again.' });
    }
  }
  useShortcuts({ palette: () => open('palette'), shortcuts: () => open('shortcuts') });

  return (
    <>
      <button
        type="button"
        aria-label="Search or jump to"
        aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
        onClick={() => open('palette')}
        className="inline-flex h-8 items-center gap-2 rounded-md border bg-card px-2 text-muted-foreground text-sm shadow-xs hover:bg-accent hover:text-foreground sm:w-56 sm:px-2.5"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="hidden sm:inline">Search or jump to…</span>
        <span className="ml-auto hidden sm:inline">
          <Kbd>{mac ? '⌘ K' : 'Ctrl K'}</Kbd>
        </span>
      </button>
      {opened ? (
        <opened.Dialog onClose={() => setOpened(undefined)} onShortcuts={() => open('shortcuts')} />
      ) : null}
    </>
  );
}

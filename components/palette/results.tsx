'use client';

import { Command } from 'cmdk';
import { AppWindow, FileSearch, History, KeyRound, type LucideIcon, UserRound } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useApps } from '@/components/query/apps';
import { useClientList } from '@/components/query/client-list';
import { useMembers } from '@/components/query/members';
import { useSession } from '@/components/shell/session-context';
import { Kbd } from '@/components/ui/kbd';
import { useDebounced } from '@/components/ui/use-debounced';
import type { Mode } from './command-palette';
import { PAGES } from './go-to';
import { PaletteItem } from './palette-item';
import { holds, type Reading } from './reading';
import { type Recent, recentPlaces } from './recents';
import { useActions } from './use-actions';

/** Of each kind. */
const MOST = 8;

export function Results({
  reading,
  mode,
  onGo,
  onLookUp,
  onMode,
  onClose,
  onShortcuts,
}: {
  reading: Exclude<Reading, { kind: 'credential' }>;
  mode: Mode;
  onGo: (place: Recent, keep?: boolean) => void;
  onLookUp: (id: string) => void;
  onMode: (mode: Mode) => void;
  onClose: () => void;
  onShortcuts: () => void;
}) {
  const { user } = useSession();
  const words = reading.kind === 'words' ? reading.words : [];
  const search = reading.kind === 'words' ? reading.search : '';
  const q = useDebounced(search);
  const asking = search !== '' || mode === 'rotate';
  const settled = q === search;
  const clients = useClientList(
    { q, status: mode === 'rotate' ? 'active' : 'all' },
    { enabled: asking && settled },
  );
  const apps = useApps();
  const members = useMembers();
  const actions = useActions(user, { onGo, onMode, onClose, onShortcuts });

  if (reading.kind === 'request') {
    const { id } = reading;
    const lookUp = { value: id, icon: FileSearch, label: `Look up ${id}`, onSelect: () => onLookUp(id) };
    return <Group heading="Request" items={[lookUp]} />;
  }

  const going = (value: string, icon: LucideIcon, place: Recent): Item => ({
    value,
    icon,
    label: place.label,
    onSelect: () => onGo(place),
  });
  // Until the answer is there, Enter must not lead to what was found for the words before.
  const waiting = !settled || clients.isPlaceholderData;
  const searching = asking && (waiting || clients.isPending);
  const foundClients = (asking ? (clients.data?.clients ?? []) : [])
    .filter(({ client_id: id, name, scopes }) => !waiting || holds(words, name, id, ...scopes))
    .slice(0, MOST)
    .map(({ client_id: id, name: label }) => ({
      ...going(id, KeyRound, {
        href: `/clients/${encodeURIComponent(id)}${mode === 'rotate' ? '?tab=secrets' : ''}`,
        label,
      }),
      aside: <code className="hidden truncate font-mono sm:block">{id}</code>,
    }));
  const recents =
    words.length > 0 ? [] : recentPlaces().map((place) => going(`recent ${place.href}`, History, place));
  const others: Record<string, Item[]> =
    mode === 'rotate' ? {} : { ...named(), Pages: pages(), Actions: possible() };
  const nothing =
    [foundClients, ...Object.values(others)].every(({ length }) => length === 0) &&
    !searching &&
    !clients.isError;
  return (
    <>
      {mode === 'rotate' ? null : <Group heading="Recent" items={recents} />}
      <Group heading="Clients" items={foundClients} />
      <p role="status" className="px-2.5 py-2 text-muted-foreground text-sm empty:hidden">
        {clients.isError && asking
          ? 'The clients could not be searched.'
          : searching && foundClients.length === 0
            ? 'Searching…'
            : null}
      </p>
      {Object.entries(others).map(([heading, items]) => (
        <Group key={heading} heading={heading} items={items} />
      ))}
      {nothing ? (
        <Command.Empty className="px-2.5 py-6 text-center text-muted-foreground text-sm">
          {mode === 'rotate' ? 'No active client matches' : 'Nothing found'}
        </Command.Empty>
      ) : null}
    </>
  );

  /** What is many, and so listed for words alone. */
  function named(): Record<string, Item[]> {
    if (words.length === 0) return {};
    return {
      Apps: (apps.data?.apps ?? [])
        .filter(({ id, name }) => holds(words, name, id))
        .slice(0, MOST)
        .map(({ id, name: label }) =>
          going(id, AppWindow, { href: `/apps/${encodeURIComponent(id)}`, label }),
        ),
      Members: (members.data?.members ?? [])
        .filter(({ id, email }) => holds(words, email, id))
        .slice(0, MOST)
        .map(({ id, email }) => ({
          ...going(id, UserRound, { href: '/members', label: 'Members' }),
          label: email,
        })),
    };
  }

  function pages(): Item[] {
    return PAGES.filter(({ label }) => holds(words, label)).map(({ href, label, icon, letter }) => ({
      ...going(href, icon, { href, label }),
      aside: letter ? (
        <>
          <Kbd>G</Kbd> <Kbd>{letter.toUpperCase()}</Kbd>
        </>
      ) : undefined,
    }));
  }

  function possible(): Item[] {
    return actions
      .filter(({ label }) => holds(words, label))
      .map(({ label, icon, run }) => ({ value: `action ${label}`, icon, label, onSelect: run }));
  }
}

type Item = ComponentProps<typeof PaletteItem>;

function Group({ heading, items }: { heading: string; items: Item[] }) {
  if (items.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {items.map((item) => (
        <PaletteItem key={item.value} {...item} />
      ))}
    </Command.Group>
  );
}

'use client';

import { Command } from 'cmdk';
import { AppWindow, FileSearch, History, KeyRound, UserRound } from 'lucide-react';
import { useDebounced } from '@/components/clients/use-debounced';
import { useApps } from '@/components/query/apps';
import { useClientList } from '@/components/query/client-list';
import { useMembers } from '@/components/query/members';
import { useSession } from '@/components/shell/session-context';
import { Kbd } from '@/components/ui/kbd';
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

  if (reading.kind === 'request')
    return (
      <Command.Group heading="Request">
        <PaletteItem
          value={reading.id}
          icon={FileSearch}
          label={`Look up ${reading.id}`}
          onSelect={() => onLookUp(reading.id)}
        />
      </Command.Group>
    );

  // Until the answer is there, Enter must not lead to what was found for the words before.
  const waiting = !settled || clients.isPlaceholderData;
  const foundClients = (asking ? (clients.data?.clients ?? []) : [])
    .filter(({ client_id: id, name, scopes }) => !waiting || holds(words, name, id, ...scopes))
    .slice(0, MOST);
  const clientGroup =
    foundClients.length > 0 ? (
      <Command.Group heading="Clients">
        {foundClients.map(({ client_id: id, name }) => {
          const href = `/clients/${encodeURIComponent(id)}${mode === 'rotate' ? '?tab=secrets' : ''}`;
          return (
            <PaletteItem
              key={id}
              value={id}
              icon={KeyRound}
              label={name}
              aside={<code className="hidden truncate font-mono sm:block">{id}</code>}
              onSelect={() => onGo({ href, label: name })}
            />
          );
        })}
      </Command.Group>
    ) : null;
  const searching = asking && (waiting || clients.isPending);
  const status = (
    <p role="status" className="px-2.5 py-2 text-muted-foreground text-sm empty:hidden">
      {clients.isError && asking
        ? 'The clients could not be searched.'
        : searching && foundClients.length === 0
          ? 'Searching…'
          : null}
    </p>
  );
  if (mode === 'rotate')
    return (
      <>
        {clientGroup}
        {status}
        {foundClients.length === 0 && !searching && !clients.isError ? (
          <Command.Empty>No active client matches</Command.Empty>
        ) : null}
      </>
    );

  const shownActions = actions.filter(({ label }) => holds(words, label));
  const shownPages = PAGES.filter(({ label }) => holds(words, label));
  const recents = words.length === 0 ? recentPlaces() : [];
  const shownApps =
    words.length === 0 ? [] : (apps.data?.apps ?? []).filter(({ id, name }) => holds(words, name, id));
  const shownMembers =
    words.length === 0
      ? []
      : (members.data?.members ?? []).filter(({ id, email }) => holds(words, email, id));
  const nothing =
    [shownActions, shownPages, foundClients, shownApps, shownMembers].every(({ length }) => length === 0) &&
    !searching &&
    !clients.isError;
  return (
    <>
      {recents.length > 0 ? (
        <Command.Group heading="Recent">
          {recents.map((place) => (
            <PaletteItem
              key={place.href}
              value={`recent ${place.href}`}
              icon={History}
              label={place.label}
              onSelect={() => onGo(place)}
            />
          ))}
        </Command.Group>
      ) : null}
      {clientGroup}
      {status}
      {shownApps.length > 0 ? (
        <Command.Group heading="Apps">
          {shownApps.slice(0, MOST).map(({ id, name }) => (
            <PaletteItem
              key={id}
              value={id}
              icon={AppWindow}
              label={name}
              onSelect={() => onGo({ href: `/apps/${encodeURIComponent(id)}`, label: name })}
            />
          ))}
        </Command.Group>
      ) : null}
      {shownMembers.length > 0 ? (
        <Command.Group heading="Members">
          {shownMembers.slice(0, MOST).map(({ id, email }) => (
            <PaletteItem
              key={id}
              value={id}
              icon={UserRound}
              label={email}
              onSelect={() => onGo({ href: '/members', label: 'Members' })}
            />
          ))}
        </Command.Group>
      ) : null}
      {shownPages.length > 0 ? (
        <Command.Group heading="Pages">
          {shownPages.map(({ href, label, icon, letter }) => (
            <PaletteItem
              key={href}
              value={href}
              icon={icon}
              label={label}
              aside={
                letter ? (
                  <>
                    <Kbd>G</Kbd> <Kbd>{letter.toUpperCase()}</Kbd>
                  </>
                ) : undefined
              }
              onSelect={() => onGo({ href, label })}
            />
          ))}
        </Command.Group>
      ) : null}
      {shownActions.length > 0 ? (
        <Command.Group heading="Actions">
          {shownActions.map(({ label, icon, run }) => (
            <PaletteItem key={label} value={`action ${label}`} icon={icon} label={label} onSelect={run} />
          ))}
        </Command.Group>
      ) : null}
      {nothing ? (
        <Command.Empty className="px-2.5 py-6 text-center text-muted-foreground text-sm">
          Nothing found
        </Command.Empty>
      ) : null}
    </>
  );
}

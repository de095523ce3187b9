'use client';

import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { handToDebugger } from '@/components/debugger/handover';
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog';
import { UNKEPT } from '@/components/ui/unkept';
import { CredentialNotice } from './credential-notice';
import { readPalette } from './reading';
import { noteRecent, type Recent } from './recents';
import { Results } from './results';

/** What the words are looked for in: everything, or the client whose secret is to be rotated. */
export type Mode = 'all' | 'rotate';

export function CommandPalette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const [mode, setMode] = useState<Mode>('all');
  const field = useRef<HTMLInputElement>(null);
  const reading = readPalette(text);

  function go(place: Recent, keep = true) {
    if (keep) noteRecent(place);
    onClose();
    router.push(place.href);
  }

  /** In memory: neither a credential nor an id of a request belongs in an address that is kept. */
  function debug(what: string) {
    handToDebugger(what);
    go({ href: '/debugger', label: 'Debugger' }, false);
  }

  return (
    <Dialog open onOpenChange={(next) => (next ? undefined : onClose())}>
      <DialogContent
        showCloseButton={false}
        className="top-0 bottom-auto max-h-[80dvh] rounded-t-none rounded-b-md border-t-0 border-b sm:top-[12dvh] sm:max-w-xl sm:translate-y-0 sm:rounded-md sm:border"
      >
        <DialogTitle className="sr-only">Search or jump to</DialogTitle>
        <DialogDescription className="sr-only">
          Pages, clients, apps, members, actions, or the id of a request.
        </DialogDescription>
        <Command label="Search or jump to" shouldFilter={false} loop className="flex min-h-0 flex-1 flex-col">
          <Command.Input
            ref={field}
            autoFocus
            value={text}
            onValueChange={setText}
            onKeyDown={(event) => {
              if (event.key === 'Backspace' && text === '') setMode('all');
            }}
            placeholder={mode === 'rotate' ? 'Rotate a secret of which client?' : 'Search or jump to…'}
            maxLength={65_536}
            {...UNKEPT}
            className="h-12 w-full shrink-0 border-b bg-transparent px-4 text-base outline-none placeholder:text-muted-foreground"
          />
          <Command.List
            label="Results"
            className="min-h-0 flex-1 overflow-y-auto p-1.5 sm:max-h-[60dvh] [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs"
          >
            {reading.kind === 'credential' ? (
              <CredentialNotice said={reading.said} onDebug={() => debug(text)} />
            ) : (
              <Results
                reading={reading}
                mode={mode}
                onGo={go}
                onLookUp={debug}
                onMode={(next) => {
                  setMode(next);
                  setText('');
                  // A click took the focus from it.
                  field.current?.focus();
                }}
                onClose={onClose}
                onShortcuts={onShortcuts}
              />
            )}
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

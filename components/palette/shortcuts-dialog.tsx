'use client';

import type { ReactNode } from 'react';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { SwitchField } from '@/components/ui/switch-field';
import { PAGES } from './go-to';
import { switchShortcuts, useShortcutsOn } from './shortcut-setting';

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const on = useShortcutsOn();
  return (
    <Dialog open onOpenChange={(next) => (next ? undefined : onClose())}>
      <DialogContent className="sm:max-w-md">
        <DialogHeader>
          <DialogTitle>Keyboard shortcuts</DialogTitle>
          <DialogDescription>They do nothing while you type in a field.</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <dl className="flex flex-col divide-y text-sm">
            <Row does="Search or jump to">
              <Kbd>Ctrl</Kbd> or <Kbd>⌘</Kbd> with <Kbd>K</Kbd>
            </Row>
            <Row does="Search this page">
              <Kbd>/</Kbd>
            </Row>
            <Row does="Create, where something can be created">
              <Kbd>C</Kbd>
            </Row>
            {PAGES.map(({ href, label, letter }) =>
              letter ? (
                <Row key={href} does={`Go to ${label}`}>
                  <Kbd>G</Kbd> then <Kbd>{letter.toUpperCase()}</Kbd>
                </Row>
              ) : null,
            )}
            <Row does="This list">
              <Kbd>?</Kbd>
            </Row>
          </dl>
          <SwitchField
            label="Keys without Ctrl or ⌘"
            hint="Switch them off if you dictate, or press keys by accident. Remembered in this browser."
            checked={on}
            onChange={switchShortcuts}
          />
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function Row({ does, children }: { does: string; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4 py-1.5">
      <dt>{does}</dt>
      <dd className="flex shrink-0 items-center gap-1.5 text-muted-foreground text-xs">{children}</dd>
    </div>
  );
}

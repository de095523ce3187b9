'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { pageOfLetter } from './go-to';
import { shortcutsAreOn } from './shortcut-setting';

/** How long `g` waits for its letter, in milliseconds. */
const GO_WITHIN_MS = 1500;

/** Where a letter is a letter, or already has another meaning. */
const TAKES_KEYS =
  'input, textarea, select, [contenteditable], [role="combobox"], [role="listbox"], [role="menu"], [role="textbox"]';
/** Behind an open dialog nothing may happen. */
const OPEN_DIALOG = '[role="dialog"], [role="alertdialog"]';

const SHOWN_ONCE = '[data-shown-once]';

/** Ctrl or ⌘ with K opens the palette everywhere; keys alone do something only where nobody types. */
export function useShortcuts(open: { palette: () => void; shortcuts: () => void }) {
  const router = useRouter();
  const latest = useRef(open);
  latest.current = open;

  useEffect(() => {
    let goUntil = 0;
    function onKey(event: KeyboardEvent) {
      const { key, target } = event;
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && key.toLowerCase() === 'k') {
        event.preventDefault();
        // It leads to other pages, and what is shown once would be gone.
        if (!document.querySelector(SHOWN_ONCE)) latest.current.palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.repeat || !shortcutsAreOn()) return;
      if (target instanceof Element && target.closest(TAKES_KEYS)) return;
      if (document.querySelector(OPEN_DIALOG)) return;
      const going = event.timeStamp < goUntil;
      goUntil = 0;
      if (act(going)) event.preventDefault();

      function act(afterG: boolean): boolean {
        const page = afterG ? pageOfLetter(key) : undefined;
        if (page) {
          router.push(page);
          return true;
        }
        if (key === 'g') {
          goUntil = event.timeStamp + GO_WITHIN_MS;
          return true;
        }
        if (key === '?') {
          latest.current.shortcuts();
          return true;
        }
        if (key === '/') {
          const search = seen<HTMLInputElement>('[data-page-search]');
          if (search) search.focus();
          else latest.current.palette();
          return true;
        }
        if (key === 'c') {
          const create = seen<HTMLButtonElement>('[data-page-create]');
          create?.click();
          return create !== undefined;
        }
        return false;
      }
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router]);
}

const seen = <E extends HTMLElement>(selector: string): E | undefined =>
  [...document.querySelectorAll<E>(selector)].find((element) => element.getClientRects().length > 0);

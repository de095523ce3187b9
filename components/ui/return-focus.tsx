'use client';

import { type RefObject, useRef, useState } from 'react';

/**
 * Gives the focus back to where it was before a dialog opened. Radix gives it to the dialog's trigger, and the dialogs
 * here, which are opened from state, have none.
 */
export function useReturnFocus() {
  const before = useRef<Element>(null);
  return {
    memory: <FocusMemory before={before} />,
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}

/** Inside the dialog, so that it looks when that opens: while rendering, before a field takes the focus. */
function FocusMemory({ before }: { before: RefObject<Element | null> }) {
  useState(() => {
    before.current = document.activeElement;
  });
  return null;
}

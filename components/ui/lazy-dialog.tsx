'use client';

import { type ComponentType, useEffect, useRef, useState } from 'react';
import { toast } from './toast';
import { whenIdle } from './when-idle';

/**
 * A dialog, or what else comes up on demand, whose code no page waits for: it is loaded once the page rests, or with
 * the first wish to open it. Rendered from then on.
 *
 * @param wanted whether it is to be open
 */
export function lazyDialog<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  wanted: (props: Props) => boolean,
): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;

  return function LazyDialog(props: Props) {
    const [Dialog, setDialog] = useState(() => known);
    const [used, setUsed] = useState(false);
    const open = wanted(props);
    if (open && !used) setUsed(true);
    const latest = useRef<{ onClose?: () => void }>(props);
    latest.current = props;

    useEffect(() => {
      if (Dialog) return;
      let here = true;
      async function fetchIt() {
        try {
          const found = await load();
          known = found;
          if (here) setDialog(() => found);
        } catch {
          if (!here || !open) return;
          toast.error('Could not be opened', { description: 'Check your connection and try again.' });
          latest.current.onClose?.();
        }
      }
      const stop = open ? void fetchIt() : whenIdle(fetchIt);
      return () => {
        here = false;
        stop?.();
      };
    }, [Dialog, open]);

    return Dialog && used ? <Dialog {...props} /> : null;
  };
}

/** For dialogs with `open`. */
export const isOpen = ({ open }: { open: boolean }): boolean => open;

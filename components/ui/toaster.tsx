'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { ToastPlace } from './toast';
import { whenIdle } from './when-idle';

/** Nothing is told in a page's first moment, so what tells it is loaded after that, or with the first toast. */
export function Toaster() {
  const [Place, setPlace] = useState<ComponentType>();
  useEffect(() => {
    const load = () =>
      import('./toast-place').then(
        ({ Toasts }) => setPlace(() => Toasts),
        // The next toast tries again, and brings this one along.
        () => undefined,
      );
    ToastPlace.summonedBy(load);
    return whenIdle(load);
  }, []);
  return Place ? <Place /> : null;
}

'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

type Props = Omit<ComponentProps<typeof Link>, 'prefetch' | 'onPointerEnter' | 'onFocus'>;

/**
 * Fetches its page ahead once somebody is about to open it: the pointer or the focus is on it. Next's own way, as soon as
 * a link can be seen, made every page load cost the server a rendering of each page in the menu.
 */
export function PageLink(props: Props) {
  const [isMeant, setMeant] = useState(false);
  const mean = () => setMeant(true);
  return <Link {...props} prefetch={isMeant ? null : false} onPointerEnter={mean} onFocus={mean} />;
}

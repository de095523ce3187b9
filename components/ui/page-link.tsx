'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

type Props = ComponentProps<typeof Link>;

/**
 * Fetches its page ahead once somebody is about to open it: the pointer or the focus is on it. Next's own way, as soon as
 * a link can be seen, made every page load cost the server a rendering of each page in the menu.
 */
export function PageLink({ onPointerEnter, onFocus, ...props }: Props) {
  const [isMeant, setMeant] = useState(false);
  return (
    <Link
      {...props}
      prefetch={isMeant ? null : false}
      onPointerEnter={(event) => {
        setMeant(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setMeant(true);
        onFocus?.(event);
      }}
    />
  );
}

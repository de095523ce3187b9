'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { ErrorState } from './error-state';

/**
 * A part of a page that is not what it opens with: loaded when it is first shown, or ahead by `preload`.
 *
 * @param Placeholder as high as the part, so that nothing jumps
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Placeholder: ComponentType,
): ComponentType<Props> & { preload: () => void } {
  let known: ComponentType<Props> | undefined;
  const fetchIt = async () => {
    known = await load();
    return known;
  };

  function LazyPart(props: Props) {
    const [Part, setPart] = useState(() => known);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Part || failed) return;
      let here = true;
      fetchIt().then(
        (found) => (here ? setPart(() => found) : undefined),
        () => (here ? setFailed(true) : undefined),
      );
      return () => {
        here = false;
      };
    }, [Part, failed]);

    if (Part) return <Part {...props} />;
    if (!failed) return <Placeholder />;
    return (
      <ErrorState
        title="This part of the page could not be loaded"
        description="The service did not answer. Check your connection and try again."
        onRetry={() => setFailed(false)}
      />
    );
  }
  LazyPart.preload = () => {
    fetchIt().catch(() => undefined);
  };
  return LazyPart;
}

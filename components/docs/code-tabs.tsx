'use client';

import { useSyncExternalStore } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { chooseLanguage, chosenLanguage, onLanguage } from './chosen-language';
import type { CodeSample } from './markdown-plugin';

/** One sample in several languages; the choice holds on every page. */
export function CodeTabs({ samples }: { samples: readonly CodeSample[] }) {
  const chosen = useSyncExternalStore(onLanguage, chosenLanguage, () => null);
  const shown = samples.find(({ tab }) => tab === chosen) ?? samples[0];
  return (
    <Tabs value={shown?.tab} onValueChange={chooseLanguage} className="max-w-3xl">
      <TabsList aria-label="Language">
        {samples.map(({ tab = '' }) => (
          <TabsTrigger key={tab} value={tab} className="h-9 px-2.5">
            {tab}
          </TabsTrigger>
        ))}
      </TabsList>
      {samples.map(({ tab = '', label, code }) => (
        // All of them are in the page: it is read without scripts too, and searched by the browser.
        <TabsContent
          key={tab}
          value={tab}
          forceMount
          tabIndex={-1}
          className="pt-3 data-[state=inactive]:hidden"
        >
          <CodeBlock label={label} code={code} />
        </TabsContent>
      ))}
    </Tabs>
  );
}

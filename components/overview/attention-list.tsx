'use client';

import { CircleCheck } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { useNow } from '@/components/ui/use-now';
import type { AttentionItem, AttentionView } from '@/lib/contract/attention';
import { AttentionRow } from './attention-row';
import { type AttentionWords, attentionWords, isAdvice } from './attention-words';

const TONES: AttentionWords['tone'][] = ['overdue', 'soon', 'neutral'];

/** What is wrong, most pressing first, and below it what could be better. */
export function AttentionList({ attention: { items, more } }: { attention: AttentionView }) {
  const now = useNow() ?? 0;
  const worded = items.map((item) => ({ item, words: attentionWords(item, now) }));
  const pressing = worded
    .filter(({ item }) => !isAdvice(item))
    .sort((a, b) => TONES.indexOf(a.words.tone) - TONES.indexOf(b.words.tone));
  const advice = worded.filter(({ item }) => isAdvice(item));
  const isMore = (wanted: boolean) =>
    more.some((kind) => isAdvice({ kind: kind as AttentionItem['kind'] }) === wanted);
  return (
    <>
      <Lines title="Needs attention" lines={pressing} more={isMore(false)}>
        <p className="flex items-center gap-2.5 px-4 py-3 text-sm sm:px-5">
          <CircleCheck aria-hidden className="size-4 text-ok" />
          Nothing needs your attention.
        </p>
      </Lines>
      {advice.length > 0 ? <Lines title="Advice" lines={advice} more={isMore(true)} /> : null}
    </>
  );
}

function Lines({
  title,
  lines,
  more,
  children,
}: {
  title: string;
  lines: { item: AttentionItem; words: AttentionWords }[];
  more: boolean;
  /** When there are none. */
  children?: React.ReactNode;
}) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="font-semibold text-base">
        {title}
        {lines.length > 0 ? (
          <span className="ml-2 font-normal text-muted-foreground tabular-nums">{lines.length}</span>
        ) : null}
      </h2>
      <Card className="overflow-hidden">
        {lines.length === 0 ? (
          children
        ) : (
          <ul className="divide-y">
            {lines.map(({ item, words }) => (
              <AttentionRow
                key={`${item.kind} ${item.client.client_id} ${'secret_id' in item ? item.secret_id : ''}`}
                client={item.client}
                words={words}
              />
            ))}
          </ul>
        )}
        {more ? (
          <p className="border-t px-4 py-3 text-muted-foreground text-sm sm:px-5">
            There are more of these. <TextLink href="/clients">See all clients</TextLink>
          </p>
        ) : null}
      </Card>
    </section>
  );
}

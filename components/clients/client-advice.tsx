'use client';

import { attentionWords, isAdvice } from '@/components/overview/attention-words';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code-block';
import { RelativeTime } from '@/components/ui/relative-time';
import { useNow } from '@/components/ui/use-now';
import type { AttentionItem } from '@/lib/contract/attention';
import { useClientTab } from './use-client-tab';

const KEEP_A_TOKEN = `let token;
let goodUntil = 0;

async function accessToken() {
  if (Date.now() < goodUntil) return token;
  const answer = await requestToken(); // POST /v1/auth/token
  token = answer.access_token;
  goodUntil = Date.now() + (answer.expires_in - 30) * 1000;
  return token;
}`;

/** What this client could do better, with how. */
export function ClientAdvice({ items }: { items: AttentionItem[] }) {
  const now = useNow() ?? 0;
  const [, setTab] = useClientTab();
  const advice = items.filter(isAdvice);
  if (advice.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Advice</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        {advice.map((item) => {
          const { what, advice: meaning, since, action } = attentionWords(item, now);
          return (
            <div key={item.kind} className="flex flex-col gap-2 text-sm">
              <p className="font-medium">{what}</p>
              <p className="max-w-prose text-muted-foreground">
                {meaning}{' '}
                {since ? (
                  <>
                    {since.label} <RelativeTime value={since.at} />.
                  </>
                ) : null}
              </p>
              {item.kind === 'too_many_tokens' ? (
                <CodeBlock label="Node.js: keep a token" code={KEEP_A_TOKEN} />
              ) : null}
              {action.tab === 'overview' ? null : (
                <Button variant="link" className="self-start" onClick={() => setTab(action.tab)}>
                  {action.label}
                </Button>
              )}
            </div>
          );
        })}
      </CardContent>
    </Card>
  );
}

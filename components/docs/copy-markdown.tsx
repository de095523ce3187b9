'use client';

import { useState } from 'react';
import { announce } from '@/components/ui/announce';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';

/** The page as Markdown, to be pasted: into a ticket, or for a program that reads. */
export function CopyMarkdown({ address, clientId }: { address: string; clientId: string | null }) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');

  async function copy() {
    const copied = await copyText(await markdownOf(address, clientId));
    setOutcome(copied ? 'copied' : 'failed');
    announce(copied ? 'Copied' : 'Could not copy.');
    setTimeout(() => setOutcome('idle'), 2000);
  }

  return (
    <span className="flex items-center gap-3">
      <Button variant="outline" size="sm" onClick={() => copy().catch(() => setOutcome('failed'))}>
        {outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Could not copy' : 'Copy as Markdown'}
      </Button>
      <a
        href={address}
        className="text-sm font-medium text-link underline-offset-4 hover:underline"
        target="_blank"
        rel="noreferrer"
      >
        View<span className="sr-only"> the page as Markdown</span>
      </a>
    </span>
  );
}

/** It is public and cached, so the reader's own client is filled in here. */
async function markdownOf(address: string, clientId: string | null): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`Status ${answer.status}`);
  const text = await answer.text();
  return clientId ? text.replaceAll('YOUR_CLIENT_ID', clientId) : text;
}

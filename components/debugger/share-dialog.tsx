'use client';

import { Share2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useOrigin } from '@/components/clients/use-origin';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeBlock } from '@/components/ui/code-block';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Label } from '@/components/ui/label';
import type { TokenParts } from './read-parts';
import { namesAPerson, sharedFragment } from './shared-token';
import { visible } from './shown-json';

/** More is not the token of anybody's who wants to share it. */
const MOST_CLAIMS = 60;

export function ShareDialog({ parts }: { parts: TokenParts }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outline" size="sm" onClick={() => setOpen(true)}>
        <Share2 aria-hidden />
        Share…
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent className="sm:max-w-xl">
          <DialogHeader>
            <DialogTitle>Share without its signature</DialogTitle>
            <DialogDescription>
              The link holds the header and the claims ticked below, and not the signature: nobody can use it
              as a token. Whoever has the link can read the claims, and browsers may remember it. All of it
              stands behind the #, which is sent to no server.
            </DialogDescription>
          </DialogHeader>
          <ShareForm parts={parts} />
        </DialogContent>
      </Dialog>
    </>
  );
}

function ShareForm({ parts }: { parts: TokenParts }) {
  const id = useId();
  const origin = useOrigin();
  const [leftOut, setLeftOut] = useState(() => namesAPerson(parts.payload));
  const claims = Object.keys(parts.payload).slice(0, MOST_CLAIMS);
  // What is not shown cannot be chosen, and is not shared.
  const unseen = Object.keys(parts.payload).slice(MOST_CLAIMS);
  return (
    <DialogBody>
      <fieldset>
        <legend className="mb-2 font-medium text-sm">Claims in the link</legend>
        <div className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3">
          {claims.map((claim, index) => (
            <div key={claim} className="flex min-w-0 items-center gap-2">
              <Checkbox
                id={`${id}-${index}`}
                checked={!leftOut.includes(claim)}
                onCheckedChange={(kept) =>
                  setLeftOut(kept ? leftOut.filter((other) => other !== claim) : [...leftOut, claim])
                }
              />
              <Label htmlFor={`${id}-${index}`} className="truncate font-mono font-normal text-xs">
                {visible(claim)}
              </Label>
            </div>
          ))}
        </div>
      </fieldset>
      <CodeBlock
        label="link"
        code={`${origin}/debugger${sharedFragment(parts, [...leftOut, ...unseen])}`}
        wrap
        className="[&_section]:max-h-40 [&_section]:overflow-y-auto"
      />
    </DialogBody>
  );
}

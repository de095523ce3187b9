'use client';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import type { DeliveredLink } from './delivered-link';

const WORDS = {
  invitation: { title: 'Pass this invitation on', life: '7 days' },
  password: { title: 'Pass this link on', life: '60 minutes' },
};

const CAUSES = {
  sent: '',
  not_configured: 'No mail server is set up here.',
  failed: 'The mail server did not take the mail.',
};

/** For a link that no mail carries. It is in the page's memory only, and gone when this is closed. */
export function LinkDialog({ made, onClose }: { made: DeliveredLink | null; onClose: () => void }) {
  return (
    <Dialog open={made !== null} onOpenChange={(next) => (next ? undefined : onClose())}>
      {made?.delivery.link ? (
        <DialogContent>
          <DialogHeader>
            <DialogTitle>{WORDS[made.kind].title}</DialogTitle>
            <DialogDescription className="break-words">
              For {made.email}. It works once, for {WORDS[made.kind].life}.
            </DialogDescription>
          </DialogHeader>
          <DialogBody>
            <Alert variant="soon">
              {CAUSES[made.delivery.mail]} Give them this link yourself, and nobody else: whoever opens it
              first gets the account. It is shown this once.
            </Alert>
            <CodeBlock label="link" code={made.delivery.link} wrap />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Done</Button>
          </DialogFooter>
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { useCheckDomain, useRemoveDomain } from '@/components/query/sso';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import { Fact } from '@/components/ui/fact';
import { toast } from '@/components/ui/toast';
import type { DomainResult, DomainView } from '@/lib/contract/sso';

const RESULTS: Record<Exclude<DomainResult, 'verified'>, string> = {
  not_found: 'The record is not there yet. New records can take a few minutes, up to an hour, to be seen.',
  other_value: 'There is such a record with another value: copy the one above, all of it.',
  lookup_failed: 'DNS could not be asked just now. Try again in a moment.',
  taken: 'Another tenant has proven this domain already: ask your operator.',
};

/** A domain and, until it is proven, what is to be written into DNS. */
export function DomainRow({ domain, mayEdit }: { domain: DomainView; mayEdit: boolean }) {
  const check = useCheckDomain();
  const remove = useRemoveDomain();
  const [asking, setAsking] = useState(false);
  const proven = domain.verified_at !== null;
  const result = check.data?.result;

  async function look() {
    const answer = await check.mutateAsync(domain.id).catch(() => undefined);
    if (answer?.result === 'verified') toast.success('Proven', { description: domain.domain });
  }

  return (
    <li className="flex flex-col gap-2 py-2 pr-1.5 pl-3">
      <div className="flex min-h-8 items-center gap-3">
        <code className="min-w-0 flex-1 break-all font-mono text-xs">{domain.domain}</code>
        <Badge variant={proven ? 'ok' : 'soon'}>{proven ? 'Proven' : 'Not proven'}</Badge>
        {mayEdit ? (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Remove ${domain.domain}`}
            onClick={() => setAsking(true)}
          >
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </div>
      {proven || !mayEdit ? null : (
        <div className="flex flex-col gap-2 pr-1.5">
          <dl>
            <Fact term="TXT record">
              <Copyable value={domain.record.name} label="Copy name of the record" />
            </Fact>
            <Fact term="Value">
              <Copyable value={domain.record.value} label="Copy value of the record" />
            </Fact>
          </dl>
          {result && result !== 'verified' ? <Alert variant="soon">{RESULTS[result]}</Alert> : null}
          {check.error ? <Alert variant="destructive">{describeError(check.error).description}</Alert> : null}
          <Button variant="outline" size="sm" className="self-start" busy={check.isPending} onClick={look}>
            Check now
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Remove ${domain.domain}?`}
        description="Nobody is joined or linked by its addresses any more. People who are linked already go on signing in."
        action="Remove domain"
        destructive
        onConfirm={() => remove.mutateAsync(domain.id)}
      />
    </li>
  );
}

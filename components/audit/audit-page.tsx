'use client';

import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { Card } from '@/components/ui/card';
import { lazyPart } from '@/components/ui/lazy-part';
import { AuditList } from './audit-list';
import { AuditToolbar } from './audit-toolbar';
import { ExportMenu } from './export-menu';
import { CHIPS, questionOf, useAuditFilter } from './filter-state';

/** Most often there are none. As high as one line of them. */
const FilterChips = lazyPart(
  async () => (await import('./filter-chips')).FilterChips,
  () => <div className="h-10 border-b" />,
);

export function AuditPage() {
  const [state, setState] = useAuditFilter();
  const [live, setLive] = useState(false);
  const question = questionOf(state);
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Who did what, to what, when and from where: every change, every token, and every refusal with its true cause."
        actions={<ExportMenu question={question} />}
      />
      <Card className="overflow-hidden">
        <AuditToolbar state={state} setState={setState} live={live} onLive={setLive} />
        {CHIPS.some((name) => state[name] !== null) ? (
          <FilterChips state={state} setState={setState} />
        ) : null}
        <AuditList question={question} live={live} state={state} setState={setState} />
      </Card>
    </>
  );
}

'use client';

import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { Card } from '@/components/ui/card';
import { AuditList } from './audit-list';
import { AuditToolbar } from './audit-toolbar';
import { ExportMenu } from './export-menu';
import { FilterChips } from './filter-chips';
import { questionOf, useAuditFilter } from './filter-state';

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
        <FilterChips state={state} setState={setState} />
        <AuditList question={question} live={live} state={state} setState={setState} />
      </Card>
    </>
  );
}

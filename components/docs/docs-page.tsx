import type { ComponentType } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import type { DocsReader } from '@/lib/contract/docs';
import { Authentication } from './authentication';
import { DocsNav } from './docs-nav';
import { DocsSteps } from './docs-steps';
import { Errors } from './errors';
import { Libraries } from './libraries';
import { Limits } from './limits';
import type { DocPage, DocSlug } from './pages';
import { QuickStart } from './quick-start';
import { Reference } from './reference';
import { Rotation } from './rotation';

const BODIES: Record<DocSlug, ComponentType<{ reader: DocsReader }>> = {
  '': QuickStart,
  authentication: Authentication,
  rotation: Rotation,
  reference: Reference,
  errors: Errors,
  limits: Limits,
  libraries: Libraries,
};

export function DocsPage({ page, reader }: { page: DocPage; reader: DocsReader }) {
  const Body = BODIES[page.slug];
  return (
    <div className="grid gap-6 lg:grid-cols-[10rem_minmax(0,1fr)] lg:gap-10">
      <DocsNav here={page} />
      <article className="min-w-0">
        <PageHeader title={page.title} description={page.summary} />
        <div className="flex flex-col gap-10">
          <Body reader={reader} />
          <DocsSteps here={page} />
        </div>
      </article>
    </div>
  );
}

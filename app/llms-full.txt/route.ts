import { publicText } from '@/app/api/docs/public-text';
import { publicDocsReader } from '@/lib/auth/page-session';
import { llmsFull } from '@/lib/docs/markdown';

export const dynamic = 'force-dynamic';

/** The whole documentation in one file, for programs. */
export const GET = () => publicText(llmsFull(publicDocsReader()), 'text/plain');

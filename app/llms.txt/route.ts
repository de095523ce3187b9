import { publicText } from '@/app/api/docs/public-text';
import { publicDocsReader } from '@/lib/auth/page-session';
import { llmsIndex } from '@/lib/docs/markdown';

export const dynamic = 'force-dynamic';

/** The list of the documentation's pages, for programs. */
export const GET = () => publicText(llmsIndex(publicDocsReader()), 'text/plain');

import { publicText } from '@/app/api/docs/public-text';
import { publicDocsReader } from '@/lib/auth/page-session';
import { llmsFull } from '@/lib/docs/markdown';

export const dynamic = 'force-dynamic';

/** The same for everybody. Made for each request it takes a tenth of a second, in which nobody else is served. */
let text: string | undefined;

/** The whole documentation in one file, for programs. */
export function GET() {
  text ??= llmsFull(publicDocsReader());
  return publicText(text, 'text/plain');
}

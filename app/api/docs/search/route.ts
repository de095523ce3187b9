import type { NextRequest } from 'next/server';
import { publicDocsReader } from '@/lib/auth/page-session';
import { searchDocs } from '@/lib/docs/search';

export const dynamic = 'force-dynamic';

/** Longer than what anybody looks for; the work of a search grows with its words. */
const LONGEST = 100;

/** Passages of the documentation with the words of `q`, best first. Open to everybody, as the documentation is. */
export async function GET(request: NextRequest) {
  const words = (request.nextUrl.searchParams.get('q') ?? '').slice(0, LONGEST);
  return Response.json(
    { found: await searchDocs(words, publicDocsReader()) },
    { headers: { 'Cache-Control': 'public, max-age=300' } },
  );
}

import type { NextRequest } from 'next/server';
import { publicDocsReader } from '@/lib/auth/page-session';
import { searchDocs } from '@/lib/docs/search';

export const dynamic = 'force-dynamic';

/** Longer than what anybody looks for; the work of a search grows with its words. */
const LONGEST = 100;

/** Passages of the documentation with the words of `q`, best first. Open to everybody, as the documentation is. */
export async function GET(request: NextRequest) {
  const words = (request.nextUrl.searchParams.get('q') ?? '').slice(0, LONGEST);
  const found = await searchDocs(words, publicDocsReader());
  if (!found)
    return Response.json(
      { error: 'rate_limited', error_description: 'Too many searches at once: try again in a second.' },
      { status: 429, headers: { 'Cache-Control': 'no-store', 'Retry-After': '1' } },
    );
  return Response.json({ found }, { headers: { 'Cache-Control': 'public, max-age=300' } });
}

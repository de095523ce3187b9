/** Text that is the same for everybody, so that caches may keep it for five minutes. */
export const publicText = (text: string, type: 'text/markdown' | 'text/plain'): Response =>
  new Response(text, {
    headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'public, max-age=300' },
  });

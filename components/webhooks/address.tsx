/** The address of a webhook. Where it is too long for a line it is broken after the host rather than in a word. */
export function Address({ url }: { url: string }) {
  const path = url.indexOf('/', 'https://'.length) + 1;
  return (
    <>
      {url.slice(0, path)}
      <wbr />
      {url.slice(path)}
    </>
  );
}

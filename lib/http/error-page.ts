import { createHash } from 'node:crypto';
import type { WireAnswer } from './endpoint';

const STYLE = `:root{color-scheme:light dark;font:15px/1.6 system-ui,sans-serif}
body{display:grid;place-items:center;min-height:90vh;margin:0 1.25rem}
main{max-width:26rem;overflow-wrap:anywhere}
h1{font-size:1.15rem;line-height:1.3;margin:0 0 .5rem}
p{margin:0 0 .75rem}
small{font-size:.8rem}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

interface Words {
  title: string;
  /** A paragraph each. */
  text: string[];
}

/** Where the link is not at fault: going back to the app helps nobody, and waiting does. */
const PASSING: Record<number, Words> = {
  429: { title: 'Too many attempts', text: ['Wait a minute and try again.'] },
  503: {
    title: 'Not available right now',
    text: ['The service is not available right now. Try again in a moment.'],
  },
};

const lasting = (status: number, message: string): Words => ({
  title: status < 500 ? 'This link does not work' : 'This did not work',
  text: [
    message,
    'Go back to the app you came from and try again. If it happens again, tell whoever runs that app, with the number below.',
  ],
});

/**
 * A refusal for a person: it must not go to the app, whose address nobody vouches for. Only words of our own are in it,
 * and not a link: where it should lead is what is in doubt.
 */
export function errorPage(
  status: number,
  message: string,
  requestId: string,
  headers: Record<string, string>,
): WireAnswer {
  const { title, text } = PASSING[status] ?? lasting(status, message);
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Gooclaim Auth</title>
<style>${STYLE}</style>
<main>
<p><small>Gooclaim Auth</small></p>
<h1>${title}</h1>
${text.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
<p><small>Request ID: ${escaped(requestId)}</small></p>
</main>
</html>
`;
  return {
    status,
    headers: {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    },
    body: html,
  };
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { firstLoad } from '../../e2e/harness/page-weight';
import { Portal } from '../../e2e/harness/portal';
import { addressOf, builtRoutes } from '../../e2e/harness/routes';
import type { Report } from '../report/report';
import { median } from '../report/statistics';
import { figure, table } from '../report/tables';
import type { Stage } from '../world/stage';
import type { Plan } from './plan';

const WARM_UP = 5;
const TIMES = 20;

/** Milliseconds until the first byte of a page's answer, and the page. */
function visit(visitor: Portal, path: string): Promise<{ status: number; ms: number; html: string }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const outgoing = request(
      `${visitor.origin}${path}`,
      { headers: { Cookie: visitor.jar.header(), Accept: 'text/html' }, agent: false },
      (incoming) => {
        let ms = 0;
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => {
          ms ||= performance.now() - began;
          chunks.push(chunk);
        });
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, ms, html: Buffer.concat(chunks).toString() }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Every page of the portal: how long the server takes, and what it sends. */
export async function pages(stage: Stage, { scale }: Plan, report: Report): Promise<void> {
  const owner = await stage.signIn();
  const nobody = new Portal(stage.all.origin);
  const { client_id } = await owner.createClient('Looked at');
  const made = await owner.post('/apps', {
    name: 'Looked at',
    redirect_uris: ['http://localhost:4999/callback'],
    post_logout_redirect_uris: [],
  });
  const rows: { page: string; who: string; ms: number; html: number; scripts: number }[] = [];
  for (const page of builtRoutes()
    .filter((route) => route.endsWith('/page'))
    .map(addressOf)) {
    const path = page.replace('[id]', page.startsWith('/apps') ? made.json.app.id : client_id);
    for (const [who, visitor] of [
      ['signed in', owner],
      ['nobody', nobody],
    ] as const) {
      const { status, html } = await visit(visitor, path);
      // Who is signed in is led away from what is for the others, and the other way round.
      if (status !== 200) continue;
      const times: number[] = [];
      for (let time = 0; time < WARM_UP + (scale < 1 ? 2 : TIMES); time++)
        times.push((await visit(visitor, path)).ms);
      rows.push({
        ...{ page, who, ms: median(times.slice(WARM_UP)), html: gzipSync(html).length },
        scripts: await firstLoad(visitor, path),
      });
      break;
    }
  }
  if (rows.length < 10) report.fault(`Only ${rows.length} pages of the portal could be seen.`);
  report.ratio('page_ttfb_ms_slowest', [Math.max(...rows.map(({ ms }) => ms))]);
  report.ratio('page_script_kb_largest', [Math.max(...rows.map(({ scripts }) => scripts)) / 1000]);
  report.section(
    'Portal',
    'Time to the first byte, median of 20 after a warm-up, one visitor, in a tenant with 10,000 clients; HTML and the JavaScript of the first load as compressed by gzip.',
    table(
      ['page', 'as', 'first byte ms', 'HTML kB', 'JavaScript kB'],
      rows
        .sort((one, other) => other.ms - one.ms)
        .map(({ page, who, ms, html, scripts }) => [
          ...[page, who, figure(ms), (html / 1000).toFixed(1), (scripts / 1000).toFixed(1)],
        ]),
    ),
  );
}

import { expect, test } from 'vitest';
import { firstLoad } from '../harness/page-weight';
import { Portal } from '../harness/portal';
import { addressOf } from '../harness/routes';
import { demoPortal, newClient, SERVER } from '../harness/shared';
import { PAGE_TABLE } from './role-table';

/** Of JavaScript, compressed: what a phone on a poor line loads in about a second. */
const MOST_BYTES = 200_000;

test('the first load of every page is below 200 kB of JavaScript', async () => {
  const nobody = new Portal(SERVER);
  const owner = await demoPortal();
  const { client_id } = await newClient();
  const made = await owner.post('/apps', {
    name: 'Weighed',
    redirect_uris: ['http://localhost:4999/callback'],
    post_logout_redirect_uris: [],
  });
  expect(made.status, made.text).toBe(201);
  const rows: { page: string; bytes: number }[] = [];
  for (const [route, kind] of Object.entries(PAGE_TABLE)) {
    const page = addressOf(route);
    const id = page.startsWith('/apps') ? made.json.app.id : client_id;
    if (kind === 'guarded') rows.push({ page, bytes: await firstLoad(owner, page.replace('[id]', id)) });
    else if (kind === 'open' || kind === 'signed-out')
      rows.push({ page, bytes: await firstLoad(nobody, page) });
  }
  expect(rows.length).toBeGreaterThan(12);
  console.log(
    rows
      .sort((a, b) => b.bytes - a.bytes)
      .map(({ page, bytes }) => `${(bytes / 1000).toFixed(1).padStart(6)} kB  ${page}`)
      .join('\n'),
  );
  expect(rows.filter(({ bytes }) => bytes === 0)).toEqual([]);
  expect(rows.filter(({ bytes }) => bytes > MOST_BYTES)).toEqual([]);
});

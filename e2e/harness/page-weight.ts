import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Portal } from './portal';

/** Scripts a page's HTML makes a browser load before the page can be used; what is marked `noModule` no browser of today does. */
const scriptsIn = (html: string): string[] => [
  ...new Set(
    [
      ...html.replace(/<script[^>]*noModule[^>]*>/gi, '').matchAll(/"(\/_next\/static\/[^"\\]+\.js)[^"]*"/g),
    ].map(([, path = '']) => path),
  ),
];

/** Weighed before: pages share most of their scripts. */
const weights = new Map<string, number>();

async function weightOf(visitor: Portal, script: string): Promise<number> {
  const known = weights.get(script);
  if (known !== undefined) return known;
  const answer = await visitor.call(script);
  expect(answer.status, script).toBe(200);
  const weight = gzipSync(answer.text).length;
  weights.set(script, weight);
  return weight;
}

/** Bytes of JavaScript, compressed by gzip, of the first load of a page. */
export async function firstLoad(visitor: Portal, path: string): Promise<number> {
  const answer = await visitor.call(path);
  expect(answer.status, path).toBe(200);
  let sum = 0;
  for (const script of scriptsIn(answer.text)) sum += await weightOf(visitor, script);
  return sum;
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { twMerge } from 'tailwind-merge';
import { expect, it } from 'vitest';
import { cn } from './cn';

const ROOT = join(import.meta.dirname, '../..');

/** Every text of a file that may be a list of class names. */
const textsIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/'([^'\n]+)'|"([^"\n]+)"/g)]
    .map(([, single, double]) => single ?? double ?? '')
    .filter(
      (text) =>
        /^[a-z@[*-][^A-Z;,!?]*$/.test(text) && /[a-z]-|^(flex|grid|block|hidden|border|truncate)/.test(text),
    );

const inside = (folder: string): string[] => [
  ...new Set(
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test|class-groups)\.tsx?$/.test(name))
      .flatMap((name) => textsIn(join(ROOT, folder, name))),
  ),
];

const namesIn = (folder: string): string[] => [
  ...new Set(inside(folder).flatMap((text) => text.split(/\s+/))),
];

/** `sm:hover:` of `sm:hover:bg-card`: only classes with the same can stand in each other's way. */
const variantOf = (name: string): string => name.slice(0, name.lastIndexOf(':') + 1);

it('settles every pair of class names of the portal as the whole of tailwind-merge does', () => {
  const bases = namesIn('components/ui');
  const names = [...new Set([...namesIn('components'), ...namesIn('app')])];
  expect(bases.length).toBeGreaterThan(100);
  const wrong: string[] = [];
  for (const first of bases)
    for (const second of names) {
      if (first === second || variantOf(first) !== variantOf(second)) continue;
      const pair = `${first} ${second}`;
      if (cn(pair) !== twMerge(pair)) wrong.push(pair);
    }
  expect(wrong).toEqual([]);
}, 30_000);

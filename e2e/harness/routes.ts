import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './checkout';

const read = (name: string) => JSON.parse(readFileSync(join(CHECKOUT, '.next', 'server', name), 'utf8'));

/** Every page and handler of the build, such as `/(portal)/clients/page` and `/api/portal/clients/route`. */
export const builtRoutes = (): string[] => Object.keys(read('app-paths-manifest.json')).sort();

/** Every server action of the build, by its id. */
export function builtActions(): string[] {
  const { node, edge } = read('server-reference-manifest.json');
  return [...Object.keys(node), ...Object.keys(edge)];
}

/** `/(portal)/clients/page` is at `/clients`, `/docs/[[...page]]/page` at `/docs`. */
export const addressOf = (route: string): string =>
  route
    .replace(/\/\([^)]+\)/g, '')
    .replace(/\/(page|route)$/, '')
    .replace('/[[...page]]', '') || '/';

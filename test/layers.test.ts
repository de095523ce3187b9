import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED, FORBIDDEN_TEXT, layerOf } from './layer-table';

const root = resolve(import.meta.dirname, '..');

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/(?<!\.d)\.tsx?$/.test(name) && !/\.(test|spec)\.tsx?$/.test(name)) yield path;
  }
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

/** What a file imports: paths inside the repository, or names of packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    // `.js`: as Node wants it of what is compiled file by file.
    if (name.startsWith('.')) return relative(root, resolve(dirname(file), name.replace(/\.js$/, '')));
    if (name.startsWith('@/')) return name.slice(2);
    return `npm:${name.replace(/^node:/, '')}`;
  });
}

const files = ['app', 'bench', 'components', 'e2e', 'lib', 'sdk', 'server'].flatMap((folder) =>
  [...sources(join(root, folder))].map((file) => relative(root, file)),
);

const isAllowed = (layer: string, imported: string): boolean =>
  (ALLOWED[layer] ?? []).some((allowed) =>
    allowed === 'npm:*'
      ? imported.startsWith('npm:')
      : allowed === 'npm:node'
        ? builtinModules.includes(imported.slice(4))
        : layerOf(`${imported}.ts`) === allowed || imported === allowed || imported.startsWith(`${allowed}/`),
  );

describe('layers', () => {
  it('finds the code it is about', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(importsOf(join(root, 'lib/oauth/token.ts'))).toContain('lib/oauth/scope');
    expect(importsOf(join(root, 'app/page.tsx'))).toContain('npm:next/navigation');
  });

  it('puts every file into a layer', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it.each(Object.keys(ALLOWED))('%s imports only what its row allows', (layer) => {
    const mine = files.filter((file) => layerOf(file) === layer);
    expect(mine.length).toBeGreaterThan(0);
    const broken = mine.flatMap((file) =>
      importsOf(join(root, file))
        .filter((imported) => layerOf(`${imported}.ts`) !== layer && !isAllowed(layer, imported))
        .map((imported) => `${file} → ${imported}`),
    );
    expect(broken).toEqual([]);
  });

  it.each(Object.entries(FORBIDDEN_TEXT))(
    '%s reads neither the clock nor the environment',
    (layer, pattern) => {
      const broken = files.filter(
        (file) => layerOf(file) === layer && pattern.test(readFileSync(join(root, file), 'utf8')),
      );
      expect(broken).toEqual([]);
    },
  );
});

// `npm run sbom`: what `npm ci --omit=dev` installs, as CycloneDX, by the lock file. `npm sbom --omit=dev` would leave out
// whatever a package that only tests asks for as well, jose among it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const nameOf = (path) => path.replace(/^.*node_modules\//, '');
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const production = new Set(
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { name, version }]) => `${name ?? nameOf(path)}@${version}`),
);

const words = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
const all = JSON.parse(
  execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64e6 }),
);
const components = all.components.filter((each) => production.has(each['bom-ref']));
const named = new Set([all.metadata.component, ...components].map((each) => each['bom-ref']));
const dependencies = all.dependencies
  .filter(({ ref }) => named.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((name) => named.has(name)) }));
process.stdout.write(`${JSON.stringify({ ...all, components, dependencies }, null, 2)}\n`);

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import nextConfig from '../next.config';

const read = (path: string) => readFileSync(path, 'utf8');

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
  hasInstallScript?: boolean;
  dev?: boolean;
}

const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');

const packageFile = JSON.parse(read('package.json'));
const locked = Object.entries(
  JSON.parse(read('package-lock.json')).packages as Record<string, LockedPackage>,
).filter(([path]) => path !== '');

describe('what is installed', () => {
  it('is what the lock file names, by its digest, from whichever registry is set', () => {
    expect(locked.length).toBeGreaterThan(500);
    for (const [path, { integrity, inBundle, link, resolved }] of locked) {
      expect(link, path).toBeUndefined();
      expect(resolved, path).toBeUndefined();
      // Of a package in another's archive it is the archive that has one.
      if (!inBundle) expect(integrity, path).toMatch(/^sha512-/);
    }
  });

  it('has the exact versions that package.json asks for', () => {
    const asked = {
      ...packageFile.dependencies,
      ...packageFile.optionalDependencies,
      ...packageFile.devDependencies,
    };
    for (const [name, version] of Object.entries(asked)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(locked.find(([path]) => path === `node_modules/${name}`)?.[1].version, name).toBe(version);
    }
  });

  it('runs no script of a package but those that are allowed by name', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    const names = new Set(scripted.map(nameOf));
    expect([...names].sort()).toEqual(Object.keys(packageFile.allowScripts).sort());
  });

  it('is installed by npm ci wherever we install', () => {
    const files = [
      'Containerfile',
      'scripts/setup/install.mjs',
      'docs/guide/deploying.md',
      'docs/guide/operating.md',
    ];
    for (const file of files) {
      expect(read(file), file).toMatch(/\bnpm ci\b|'npm', \['ci'/);
      expect(read(file), file).not.toMatch(/\bnpm (install|i|update|add)\b/);
    }
  });
});

describe('the bill of materials', () => {
  it('names what runs in production, by version and digest, and nothing that only builds or tests', {
    timeout: 60_000,
  }, () => {
    const { bomFormat, components } = JSON.parse(
      execFileSync(process.execPath, ['scripts/sbom.mjs'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64e6,
      }),
    );
    expect(bomFormat).toBe('CycloneDX');
    const digests = new Map<string, unknown[]>(
      components.map((each: { 'bom-ref': string; hashes?: unknown[] }) => [
        each['bom-ref'],
        each.hashes ?? [],
      ]),
    );
    for (const [name, version] of Object.entries(packageFile.dependencies))
      expect(digests.get(`${name}@${version}`), name).toHaveLength(1);
    const onlyForTests = locked.filter(([, { dev }]) => dev);
    expect(onlyForTests.length).toBeGreaterThan(100);
    const elsewhere = new Set(
      locked.filter(([, { dev }]) => !dev).map(([path, { version }]) => `${nameOf(path)}@${version}`),
    );
    for (const [path, { version }] of onlyForTests) {
      const ref = `${nameOf(path)}@${version}`;
      expect(digests.has(ref), ref).toBe(elsewhere.has(ref));
    }
    expect(digests.size).toBe(elsewhere.size);
  });
});

describe('the container', () => {
  const file = read('Containerfile');
  const ignored = read('.containerignore').split('\n');

  it('is not root’s, has a health check, and takes nothing into a layer that is not named', () => {
    const last = file.slice(file.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).not.toMatch(/--chown|^COPY \. /m);
    expect(file).not.toMatch(/^(ARG|ENV) .*(SECRET|PASSWORD|KEY|TOKEN|PEPPER)/m);
    expect(read('.dockerignore')).toBe(read('.containerignore'));
    expect(ignored).toContain('*');
  });

  const copied = [...file.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) =>
    from.split(' '),
  );

  it('has every folder that is read while the server runs', () => {
    const traced = Object.values(nextConfig.outputFileTracingIncludes ?? {}).flat();
    const folders = traced.map((path) => /^\.\/(.+)\/\*$/.exec(path)?.[1] ?? path);
    expect(folders.length).toBeGreaterThan(1);
    expect(copied).toEqual(expect.arrayContaining(folders));
    const admitted = ignored.flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(admitted).toEqual(expect.arrayContaining(folders));
  });

  it('copies only what there is', () => {
    expect(copied.length).toBeGreaterThan(10);
    for (const path of copied) expect(statSync(path), path).toBeDefined();
  });
});

describe('the compose file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const { services, secrets } = parse(read('deploy/compose.yaml'));

  it('gives the service nothing that it does not need', () => {
    expect(services.auth).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      ports: ['127.0.0.1:3000:3000'],
    });
    expect(services.auth.privileged ?? services.auth.user).toBeUndefined();
    expect([services.database.ports, services.redis.ports]).toEqual([undefined, undefined]);
    for (const [name, value] of Object.entries<string>(services.auth.environment))
      if (/SECRET|KEY|URL|CA_/.test(name)) expect(value, name).toMatch(/^\/run\/secrets\/\w+$/);
  });

  it('finds every secret that it names, as the script makes them; made again, they are the same', {
    timeout: 20_000,
  }, () => {
    const make = () => execFileSync('sh', ['deploy/make-secrets.sh', folder], { stdio: 'pipe' });
    make();
    const made = () => readdirSync(folder).map((name) => [name, read(join(folder, name))]);
    const before = made();
    make();
    expect(made()).toEqual(before);
    expect(statSync(folder).mode & 0o077).toBe(0);
    const files = Object.values<{ file: string }>(secrets).map(({ file }) => basename(file));
    for (const file of files) expect(statSync(join(folder, file)).size, file).toBeGreaterThan(20);
    const used = Object.values<{ secrets: string[] }>(services).flatMap((service) => service.secrets);
    expect([...new Set(used)].sort()).toEqual(Object.keys(secrets).sort());
    expect(read(join(folder, 'database-url'))).toContain(
      'sslmode=verify-full&sslrootcert=/run/secrets/authority',
    );
    for (const name of ['database', 'redis'])
      execFileSync(
        'openssl',
        ['verify', '-CAfile', 'authority.crt', '-verify_hostname', name, `${name}.crt`],
        {
          cwd: folder,
          stdio: 'pipe',
        },
      );
  });
});

it('the systemd unit is sound, as far as systemd can say without running it', ({ skip }) => {
  const unit = 'deploy/gooclaim-auth.service';
  const ask = (...args: string[]) =>
    execFileSync('systemd-analyze', args, { encoding: 'utf8', stdio: 'pipe' });
  try {
    ask('--version');
  } catch {
    skip('no systemd here');
  }
  const exposure = /Overall exposure level .*: (\d+\.\d+)/.exec(
    ask('security', '--offline=true', '--no-pager', unit),
  )?.[1];
  expect(Number(exposure)).toBeLessThan(2);

  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-unit-'));
  try {
    const copy = join(folder, basename(unit));
    // Whoever installs it has Node there; here it may be elsewhere.
    writeFileSync(copy, read(unit).replace('/usr/bin/node ', `${process.execPath} `));
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', copy], { encoding: 'utf8' });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

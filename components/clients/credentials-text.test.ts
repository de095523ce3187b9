import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { envFileName, tokenCurl } from './credentials-text';

it('gives a command whose body a shell passes on unchanged, quotes and dollars included', () => {
  const clientSecret = `it's "$HOME" \\ \`id\``;
  const command = tokenCurl({
    origin: 'https://auth.acme.test',
    clientId: 'client_1',
    clientSecret,
    profile: 'gooclaim',
  });
  const output = execFileSync('sh', ['-c', command.replace(/^curl/, `printf '%s\\0'`)]).toString();
  const [, , method, url, , header, , body = ''] = output.split('\0');
  expect([method, url, header]).toEqual([
    'POST',
    'https://auth.acme.test/v1/auth/token',
    'Content-Type: application/json',
  ]);
  expect(JSON.parse(body)).toEqual({
    grant_type: 'client_credentials',
    client_id: 'client_1',
    client_secret: clientSecret,
  });
});

it('gives the URL of OpenCRVS’s documentation for a client of that profile', () => {
  const command = tokenCurl({
    origin: 'https://auth.acme.test',
    clientId: 'client_1',
    clientSecret: 'gcs_live_a+b',
    profile: 'opencrvs',
  });
  expect(command).toBe(
    "curl -sS -X POST 'https://auth.acme.test/token?client_id=client_1&client_secret=gcs_live_a%2Bb&grant_type=&grant_type=client_credentials'",
  );
});

it.each([
  ['Claims intake (EU)', 'claims-intake-eu.env'],
  ['../../etc/passwd', 'etc-passwd.env'],
  ['日本', 'gooclaim-client.env'],
])('names the file for %s %s', (name, file) => {
  expect(envFileName(name)).toBe(file);
});

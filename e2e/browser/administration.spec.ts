import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../harness/checkout';
import { curlToken } from './curl-token';
import { expect, test } from './portal-test';

/** Runs what the portal said would get a token, beside the private key it asks for. */
function runProgram(program: string, privateKey: string): string {
  // Inside the checkout, where `jose` is found.
  const folder = mkdtempSync(join(CHECKOUT, 'test-results', 'program-'));
  try {
    writeFileSync(join(folder, 'private-key.pem'), privateKey);
    writeFileSync(join(folder, 'token.mjs'), program);
    return execFileSync(process.execPath, ['token.mjs'], { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a client with a key has no secret, and the program it is given gets a token as it stands', async ({
  visitor,
}) => {
  const { page } = visitor;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'first' };
  await visitor.enter();
  await visitor.open('/clients?create=true');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Signs by itself');
  await dialog.getByRole('checkbox', { name: /workflow:read/ }).check();
  await dialog.getByRole('radio', { name: /private_key_jwt/ }).check();

  // A private key is refused at the field, and nothing is sent or kept of it.
  const privateJwk = privateKey.export({ format: 'jwk' });
  await dialog.getByLabel('JWK set').fill(JSON.stringify(privateJwk));
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await expect(dialog.getByText(/This is a private key/)).toBeVisible();
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain(privateJwk.d);

  await dialog.getByLabel('JWK set').fill(JSON.stringify({ keys: [publicJwk] }));
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await dialog.getByRole('button', { name: 'Copy Node.js' }).click();
  const program = await visitor.clipboard();
  const printed = runProgram(program, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  expect(printed).toMatch(/access_token.*eyJ/);

  await dialog.getByRole('button', { name: 'Go to the client' }).click();
  await expect(page.getByText(/Token issued for workflow:read, by its key/)).toBeVisible();
  await page.getByRole('tab', { name: 'Secrets' }).click();
  const keys = page.getByRole('list', { name: 'Registered keys' });
  await expect(keys.getByText('first', { exact: true })).toBeVisible();

  // The last key of a client without a secret: said so, and then it gets no token.
  await keys.getByRole('button', { name: 'Remove key first' }).click();
  const confirm = page.getByRole('alertdialog');
  await expect(confirm.getByText('Nothing is left to authenticate with.')).toBeVisible();
  await confirm.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(/neither a live secret nor a key/)).toBeVisible();
  expect(runProgram(program, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toContain(
    'invalid_client',
  );
});

test('an allowed network keeps the client out from elsewhere, and Activity says from where it came', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('From one network');
  await visitor.open(`/clients/${id}?tab=token`);
  const networks = page.getByLabel('Allowed networks');
  const save = page.locator('form', { has: networks }).getByRole('button', { name: 'Save changes' });
  await networks.fill('203.0.113.0/24\n203.0.113.9/24');
  await save.click();
  await expect(page.getByText(/^203\.0\.113\.9\/24: A network such as/)).toBeVisible();
  await networks.fill('203.0.113.0/24');
  // What was typed survives a reload, and can be saved then.
  await page.reload();
  await expect(networks).toHaveValue('203.0.113.0/24');
  await save.click();
  // Disabled while it is being saved as well.
  await expect.poll(() => curlToken(stage.origin, id, secret).status).toBe(401);
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(/not from an allowed network, but from (127\.0\.0\.1|::1)/)).toBeVisible();

  await page.getByRole('tab', { name: 'Scopes & token' }).click();
  await networks.fill('');
  await save.click();
  await expect.poll(() => curlToken(stage.origin, id, secret).status).toBe(200);
});

test('a client of the OpenCRVS profile gets its token with the URL it is shown, as it stands', async ({
  visitor,
}) => {
  const { page } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Civil registry');
  await visitor.open(`/clients/${id}?tab=token`);
  await page.getByRole('radio', { name: 'OpenCRVS' }).check();
  await expect(page.getByText('Only for systems that speak OpenCRVS')).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Require DPoP' })).toBeHidden();
  await page.getByLabel('Life in seconds').fill('900');
  await expect(page.getByText('15 minutes')).toBeVisible();
  const save = page
    .locator('form', { has: page.getByLabel('Life in seconds') })
    .getByRole('button', { name: 'Save changes' });
  // The button is disabled while it saves, too.
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await save.click();
  expect((await saved).status()).toBe(200);
  await expect(save).toBeDisabled();

  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Copy curl' }).click();
  const command = (await visitor.clipboard()).replace('YOUR_CLIENT_SECRET', secret);
  expect(command).toContain('/token?client_id=');
  const answer = JSON.parse(execFileSync('sh', ['-c', command], { encoding: 'utf8' }));
  const claims = JSON.parse(Buffer.from(answer.access_token.split('.')[1], 'base64url').toString());
  expect(claims).toMatchObject({ iss: 'opencrvs.auth', aud: ['opencrvs.auth'] });
  expect(claims.exp - claims.iat).toBe(900);
});

test('the tokens of one secret are ended, and the secret goes on', async ({ visitor }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Leaked a token');
  const token = String(curlToken(stage.origin, id, secret).body.access_token);
  await visitor.open(`/clients/${id}?tab=secrets`);
  await page.getByRole('button', { name: /^End the tokens of/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End its tokens' }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden();
  expect(curlToken(stage.origin, id, secret).status).toBe(200);
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText('Ended the tokens of one secret')).toBeVisible();

  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(token);
  await expect(page.getByTestId('server-verdict')).toContainText('Tokens ended');
});

test('settings: an audience is added and given to a client, then cannot be removed; secrets can be forbidden', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Has an audience');
  const audience = 'https://claims.example.com';
  await visitor.open('/settings');
  await page.getByLabel('Another audience').fill('http://claims.example.com');
  await page.getByRole('button', { name: 'Add audience' }).click();
  await expect(page.getByText(/An https address of an API/)).toBeVisible();
  await page.getByLabel('Another audience').fill(audience);
  await page.getByRole('button', { name: 'Add audience' }).click();
  await expect(page.getByRole('list', { name: 'Audiences' }).getByText(audience)).toBeVisible();

  await visitor.open(`/clients/${id}?tab=token`);
  await page.getByRole('checkbox', { name: audience }).check();
  const save = page
    .locator('form', { has: page.getByLabel('Life in seconds') })
    .getByRole('button', { name: 'Save changes' });
  await save.click();
  await expect(save).toBeDisabled();
  await visitor.open('/settings');
  await page.getByRole('button', { name: `Remove ${audience}` }).click();
  await expect(page.getByText(/Has an audience/)).toBeVisible();

  const rotation = page.getByRole('switch', { name: 'Clients may rotate their own secret' });
  await rotation.click();
  await expect(rotation).not.toBeChecked();
  await page.reload();
  await expect(rotation).not.toBeChecked();
  await rotation.click();
  await expect(rotation).toBeChecked();

  const none = page.getByRole('switch', { name: 'No shared secrets' });
  await none.click();
  const confirm = page.getByRole('alertdialog');
  await expect(confirm.getByText(/a live secret/)).toBeVisible();
  await confirm.getByRole('button', { name: 'Allow no secrets' }).click();
  try {
    await expect(none).toBeChecked();
    // The switch shows what was asked for before it is done.
    await expect.poll(() => curlToken(stage.origin, id, secret).status).toBe(401);
    await visitor.open(`/clients/${id}?tab=secrets`);
    await expect(page.getByText(/Your tenant allows no shared secrets/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Rotate secret' })).toBeHidden();
    await visitor.open('/clients?create=true');
    await expect(page.getByRole('dialog').getByLabel('JWK set')).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Secret', exact: true })).toBeHidden();
  } finally {
    await visitor.open('/settings');
    await none.click();
  }
  await expect(none).not.toBeChecked();
  await expect.poll(() => curlToken(stage.origin, id, secret).status).toBe(200);
});

test('ending all tokens of the tenant takes its name, and new ones are good', async ({ visitor }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('One of all');
  const token = String(curlToken(stage.origin, id, secret).body.access_token);
  await visitor.open('/settings');
  await page.getByRole('button', { name: 'End all tokens' }).click();
  const dialog = page.getByRole('alertdialog');
  const confirm = dialog.getByRole('button', { name: 'End all tokens' });
  await expect(confirm).toBeDisabled();
  const label = await dialog.locator('label').textContent();
  await dialog.getByRole('textbox').fill(/“(.*)”/.exec(label ?? '')?.[1] ?? '');
  await confirm.click();
  await expect(dialog).toBeHidden();
  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(token);
  await expect(page.getByTestId('server-verdict')).toContainText('Tokens ended');
  expect(curlToken(stage.origin, id, secret).status).toBe(200);
});

test('signing keys: a next key that is too young signs only when told at once, and a revoked one ends its tokens', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Signed before');
  const token = String(curlToken(stage.origin, id, secret).body.access_token);
  await visitor.open('/signing-keys');
  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText(/may sign from/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Rotate at once anyway' }).click();
  await expect(dialog).toBeHidden();
  const retiring = page.getByRole('list', { name: 'Keys: Retiring' });
  await expect(retiring).toBeVisible();

  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(token);
  await expect(page.getByTestId('server-verdict').getByText('Active', { exact: true })).toBeVisible();

  await visitor.open('/signing-keys');
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  await page.getByRole('button', { name: `Revoke ${kid}` }).click();
  await expect(dialog.getByRole('button', { name: 'Revoke key' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Seen in a backup');
  await dialog.getByLabel(/last 6 characters/).fill(kid.slice(-6));
  await dialog.getByRole('button', { name: 'Revoke key' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();

  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(token);
  await expect(page.getByTestId('server-verdict')).toContainText('Not active');
  expect(curlToken(stage.origin, id, secret).status).toBe(200);
});

test('members: ending one’s own sessions signs out here too', async ({ visitor }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  await visitor.open('/members');
  const members = page.getByRole('list', { name: 'Members of this tenant' });
  await expect(members.getByText(stage.email)).toBeVisible();
  await members.getByRole('button', { name: `Actions for ${stage.email}` }).click();
  await page.getByRole('button', { name: 'End sessions and tokens' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End them and sign out' }).click();
  await expect(page).toHaveURL(`${stage.origin}/login`);
  const answer = await page.request.get(`${stage.origin}/api/portal/clients`);
  expect(answer.status()).toBe(401);
});

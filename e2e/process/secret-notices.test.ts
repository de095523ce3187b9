import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { type MailServer, useMailServer } from '../harness/mail-server';
import { join, newAddress } from '../harness/people';
import { Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { readWelcome, type Welcome } from '../harness/welcome';
import { getToken } from '../harness/wire';

const DAY = 86_400;

/** Other processes on the same data, whose clocks are ahead, in place of waiting. Each looks for letters as it starts. */
describe('notices of secrets', () => {
  const lab = useLab();
  const mailServer = useMailServer();
  const dataDir = lab.dataDir();
  let mail: MailServer;
  let portal: Portal;
  let welcome: Welcome;
  let now: Service;
  const admin = newAddress('admin');

  const later = (days: number) =>
    lab.start(dataDir, {
      env: { CLOCK_OFFSET_SECONDS: String(days * DAY + 60), SMTP_URL: mail.url, LOG_LEVEL: 'debug' },
    });
  const letters = () => mail.to(welcome.email);
  /** Until it has looked for letters, and has sent those it found. */
  const looked = (service: Service) =>
    eventually('it looked for letters', () => service.stderr().includes('looked for notices of secrets'));

  beforeAll(async () => {
    mail = await mailServer.start();
    now = await lab.start(dataDir);
    welcome = readWelcome(now.stdout()) as Welcome;
    portal = new Portal(now.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
    await join(portal, 'admin', admin);
    await join(portal, 'developer');
    const off = await portal.createClient('Switched off');
    await portal.createClient('Claims sync');
    await portal.post(`/clients/${off.client_id}/disable`);
  });

  test('of two processes one writes one letter a step, and a restart writes none again', async () => {
    const both = await Promise.all([later(76), later(76)]);
    await Promise.all(both.map(looked));
    expect(letters()).toHaveLength(1);
    const [letter] = letters();
    // One letter to the owner and the admin, and to nobody else.
    expect(letter?.to.sort()).toEqual([admin, welcome.email].sort());
    expect(letter?.headers.subject).toBe('Demo TPA: 2 client secrets need you');
    expect(letter?.text).toContain('replaces its client secrets within 90 days');
    expect(letter?.text).toContain('Demo backend, secret ending in ');
    expect(letter?.text).toMatch(/\/clients\/client_\w+\?tab=secrets/);
    expect(letter?.text).toMatch(/\/secrets\r?\n/);
    expect(letter?.text).not.toContain('Switched off');
    await both[0]?.stop();

    const restarted = await later(76.5);
    await looked(restarted);
    expect(letters()).toHaveLength(1);
    await Promise.all([both[1]?.stop(), restarted.stop()]);
  });

  test('after a standstill the most urgent step is sent, and an old secret still in use is named with its caller', async () => {
    const client = await portal.createClient('Late mover');
    const path = `/clients/${client.client_id}`;
    const [{ id }] = (await portal.get(path)).json.client.secrets;
    const sql = openDatabase(dataDir);
    try {
      // As it would be after 89 days and 20 hours of a rotation with 30 days of overlap.
      await portal.post(`${path}/secrets`, { overlap_seconds: 2_592_000, current_secret_id: id });
      await getToken(now.origin, client);
      await sql`UPDATE client_secrets SET expires_at = now() + interval '90 days 10 hours' WHERE id = ${id}`;
      await sql`UPDATE secret_uses SET last_used_at = now() + interval '89 days 23 hours' WHERE secret_id = ${id}`;
    } finally {
      await sql.end();
    }
    const restarted = await later(90);
    await looked(restarted);
    const text = letters()[1]?.text ?? '';
    expect(text).toContain('Overdue:');
    expect(text).toMatch(
      /Late mover, secret ending in \w{4}: stops working .* UTC, and 127\.0\.0\.1 still uses it/,
    );
    // Steps that were missed are not made up for.
    expect(letters()).toHaveLength(2);
    await restarted.stop();
  });
});

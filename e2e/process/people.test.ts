import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { linkToken } from '../harness/mail-server';
import { onboard } from '../harness/onboard';
import { accept, account, newAddress, whoIs } from '../harness/people';
import { usePeopleStage } from '../harness/people-stage';
import { firstSignIn, Portal } from '../harness/portal';
import { expectInactive, fingerprint, getToken, inspect } from '../harness/wire';

const NEVER_WAS = 'A'.repeat(43);
const DAY = 86_400;

describe('people', () => {
  const stage = usePeopleStage('People TPA');

  const open = (token: string) => account(new Portal(stage.second), '/invitation', { token });
  const invite = (email: string, role = 'viewer', by = stage.owner) =>
    by.post('/members/invitations', { email, role });
  const listed = async (by = stage.owner) => (await by.get('/members')).json;
  const find = async (email: string, by = stage.owner) =>
    (await listed(by)).members.filter((member: { email: string }) => member.email === email);
  const invitationOf = async (email: string) =>
    (await listed()).invitations.find((invitation: { email: string }) => invitation.email === email);

  /** As if it had never been. */
  async function expectDead(token: string): Promise<void> {
    for (const [answer, invented] of [
      [await open(token), await open(NEVER_WAS)],
      [
        await accept(stage.first, token, stage.password()),
        await accept(stage.first, NEVER_WAS, stage.password()),
      ],
    ]) {
      expect(answer?.status, answer?.text).toBe(404);
      expect(answer && fingerprint(answer)).toEqual(invented && fingerprint(invented));
    }
  }

  describe('an invitation', () => {
    test('is mailed, says what it offers, and makes a person who signs in; then its link is dead', async () => {
      const email = newAddress();
      const invited = await invite(email.toUpperCase(), 'developer');
      expect(invited.status, invited.text).toBe(201);
      expect(invited.json).toMatchObject({
        invitation: { email, role: 'developer', created_by: stage.onboarded.admin.email },
        delivery: { mail: 'sent', link: null },
      });
      const { headers, text } = await stage.mail.mailTo(email);
      expect(headers).toMatchObject({
        from: 'Gooclaim <auth@service.test>',
        to: email,
        subject: 'People TPA invites you to Gooclaim Auth',
      });
      expect(text).toContain(`${stage.onboarded.admin.email} invites you to People TPA.`);
      const token = await stage.link('accept-invitation', email);
      expect(invited.text).not.toContain(token);
      expect(JSON.stringify(await listed())).not.toContain(token);
      expect(await find(email)).toEqual([]);

      expect((await open(token)).json).toEqual({
        tenant_name: 'People TPA',
        email,
        role: 'developer',
        expires_at: invited.json.invitation.expires_at,
      });
      const password = stage.password();
      const accepted = await accept(stage.second, token, password);
      expect({ status: accepted.status, json: accepted.json }).toEqual({ status: 201, json: { email } });
      const portal = new Portal(stage.first);
      expect(await portal.signIn(email, password)).toBe(true);
      expect(await whoIs(portal)).toMatchObject({ email, role: 'developer' });
      expect(await find(email)).toMatchObject([{ role: 'developer', status: 'active' }]);
      expect(await invitationOf(email)).toBeUndefined();
      await expectDead(token);
    });

    test('accepted twice at once makes one person', async () => {
      const email = newAddress();
      await invite(email);
      const token = await stage.link('accept-invitation', email);
      const passwords = [stage.password(), stage.password()];
      const answers = await Promise.all([
        accept(stage.first, token, passwords[0] ?? ''),
        accept(stage.second, token, passwords[1] ?? ''),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 201)).toHaveLength(1);
      expect([404, 409]).toContain(statuses.find((status) => status !== 201));
      expect(await find(email)).toHaveLength(1);
      const signedIn = await Promise.all(
        passwords.map((password) => new Portal(stage.first).signIn(email, password)),
      );
      expect(signedIn).toEqual(statuses.map((status) => status === 201));
    });

    test('sent again has a new link, and the old one is dead', async () => {
      const email = newAddress();
      const { id } = (await invite(email)).json.invitation;
      const old = await stage.link('accept-invitation', email);
      const resent = await stage.owner.post(`/members/invitations/${id}/resend`);
      expect({ status: resent.status, delivery: resent.json.delivery }).toEqual({
        status: 200,
        delivery: { mail: 'sent', link: null },
      });
      const fresh = await stage.link('accept-invitation', email, 2);
      expect(fresh).not.toBe(old);
      await expectDead(old);
      expect((await open(fresh)).status).toBe(200);
      expect((await accept(stage.first, fresh, stage.password())).status).toBe(201);
      expect((await stage.owner.post(`/members/invitations/${id}/resend`)).status).toBe(404);
    });

    test('withdrawn is dead, and the address can be invited again', async () => {
      const email = newAddress();
      const { id } = (await invite(email)).json.invitation;
      const token = await stage.link('accept-invitation', email);
      expect((await stage.owner.delete(`/members/invitations/${id}`)).status).toBe(200);
      await expectDead(token);
      expect((await stage.owner.delete(`/members/invitations/${id}`)).status).toBe(404);
      expect(await invitationOf(email)).toBeUndefined();
      expect((await invite(email)).status).toBe(201);
    });

    test('expires after seven days, is still listed, and can be sent again', async () => {
      const email = newAddress();
      await invite(email);
      const token = await stage.link('accept-invitation', email);
      const later = await stage.later(7 * DAY + 60);
      try {
        const there = (path: string, body: unknown) => account(new Portal(later.origin), path, body);
        expect((await there('/invitation', { token })).status).toBe(404);
        const late = await there('/invitation/accept', { token, password: stage.password() });
        expect(late.status).toBe(404);

        const owner = new Portal(later.origin);
        expect(await owner.signIn(stage.onboarded.admin.email, stage.owner.password)).toBe(true);
        const { invitations, now } = await listed(owner);
        const [found] = invitations.filter((invitation: { email: string }) => invitation.email === email);
        expect(Date.parse(found.expires_at)).toBeLessThan(Date.parse(now));
        await owner.post(`/members/invitations/${found.id}/resend`);
        const fresh = await stage.link('accept-invitation', email, 2);
        expect((await there('/invitation', { token: fresh })).status).toBe(200);
      } finally {
        await later.stop();
      }
    });

    test('of an address with an account elsewhere says so only to whoever has the link', async () => {
      const email = newAddress('elsewhere');
      await onboard(stage.dataDir, 'Another TPA', email);
      const invited = await invite(email);
      const unknown = await invite(newAddress());
      expect(invited.status).toBe(201);
      expect(Object.keys(invited.json)).toEqual(Object.keys(unknown.json));
      const token = await stage.link('accept-invitation', email);
      for (const answer of [await open(token), await accept(stage.first, token, stage.password())]) {
        expect(answer.status).toBe(409);
        expect(answer.json.error_description).toContain('already has an account');
        expect(answer.text).not.toContain('Another TPA');
      }
      expect(await find(email)).toEqual([]);
    });

    test('of two tenants for one address: one gets the person, whoever is first', async () => {
      const email = newAddress();
      const other = await firstSignIn(
        stage.first,
        await onboard(stage.dataDir, 'Rival TPA', newAddress('rival')),
      );
      await invite(email);
      const one = await stage.link('accept-invitation', email);
      await invite(email, 'viewer', other);
      const two = await stage.link('accept-invitation', email, 2);
      const answers = await Promise.all([
        accept(stage.first, one, stage.password()),
        accept(stage.second, two, stage.password()),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect([...(await find(email)), ...(await find(email, other))]).toHaveLength(1);
    });

    test('of a member, or of somebody invited already, is refused at the field', async () => {
      const email = newAddress();
      await invite(email);
      for (const taken of [email, stage.onboarded.admin.email]) {
        const answer = await invite(taken);
        expect(answer.status).toBe(409);
        expect(Object.keys(answer.json.fields)).toEqual(['email']);
      }
      for (const [field, body] of [
        ['email', { email: 'no address', role: 'viewer' }],
        ['role', { email: newAddress(), role: 'king' }],
        ['email', { email: 'a@b.test\r\nBcc: c@d.test', role: 'viewer' }],
      ] as const) {
        const answer = await stage.owner.post('/members/invitations', body);
        expect({ status: answer.status, fields: Object.keys(answer.json.fields) }).toEqual({
          status: 400,
          fields: [field],
        });
      }
    });

    test('with a password that is guessed early is refused at the field, and goes on', async () => {
      const email = newAddress('margaret');
      await invite(email);
      const token = await stage.link('accept-invitation', email);
      for (const password of [
        'short',
        'password1234',
        'qwertyuiop123',
        email,
        'People TPA 2026',
        'x'.repeat(129),
      ]) {
        const answer = await accept(stage.first, token, password);
        expect({ password, status: answer.status }).toEqual({ password, status: 400 });
        expect(Object.keys(answer.json.fields)).toEqual(['password']);
      }
      expect((await accept(stage.first, token, stage.password())).status).toBe(201);
    });

    test('whose mail is not taken has its link told to whoever invites, and to nobody else', async () => {
      const { port } = stage.mail;
      await stage.mail.close();
      const email = newAddress();
      const down = await invite(email);
      expect({ status: down.status, mail: down.json.delivery.mail }).toEqual({ status: 201, mail: 'failed' });
      const token = linkToken(down.json.delivery.link, 'accept-invitation');
      expect((await open(token)).status).toBe(200);

      // One that takes connections and says nothing.
      const held = new Set<Socket>();
      const mute = createServer((socket) => held.add(socket));
      await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
      const asked = Date.now();
      const hung = await invite(newAddress());
      expect({ status: hung.status, mail: hung.json.delivery.mail }).toEqual({ status: 201, mail: 'failed' });
      expect(Date.now() - asked).toBeLessThan(8_000);
      for (const socket of held) socket.destroy();
      await new Promise<void>((resolve) => mute.close(() => resolve()));

      await stage.mail.reopen();
      const { id } = down.json.invitation;
      expect((await stage.owner.post(`/members/invitations/${id}/resend`)).json.delivery).toEqual({
        mail: 'sent',
        link: null,
      });
      expect((await open(await stage.link('accept-invitation', email))).status).toBe(200);
      await expectDead(token);
    });
  });

  describe('a change of a person', () => {
    const change = async (by: Portal, whom: Portal, body: unknown) =>
      by.patch(`/members/${(await whoIs(whom)).id}`, body);
    const personToken = async (of: Portal): Promise<string> =>
      (await of.post('/session/token')).json.access_token;

    test('of role holds at the next request, on every instance, and ends tokens with the old one', async () => {
      const person = await stage.join('developer');
      const machine = await getToken(stage.first, stage.onboarded);
      const token = await personToken(person);
      expect((await inspect(stage.second, machine, token)).json.active).toBe(true);
      await person.createClient('Made as a developer');

      const { email } = await whoIs(person);
      const answer = await change(stage.owner, person, { role: 'viewer' });
      expect(answer.json.member).toMatchObject({ email, role: 'viewer', status: 'active', sessions: 1 });
      expectInactive(await inspect(stage.second, machine, token));
      expect((await whoIs(person)).role).toBe('viewer');
      expect((await person.post('/clients', { name: 'No more', scopes: ['a:b'] })).status).toBe(403);
      const fresh = await inspect(stage.second, machine, await personToken(person));
      expect(fresh.json).toMatchObject({ active: true, scope: 'workflow:read claims:read' });
    });

    test('that disables ends sessions and tokens at once, on every instance; enabled, they sign in again', async () => {
      const person = await stage.join('viewer');
      const { email } = await whoIs(person);
      const elsewhere = new Portal(stage.second);
      expect(await elsewhere.signIn(email, person.password)).toBe(true);
      const machine = await getToken(stage.first, stage.onboarded);
      const token = await personToken(person);

      expect((await change(stage.owner, person, { status: 'disabled' })).json.member).toMatchObject({
        status: 'disabled',
        sessions: 0,
      });
      expect((await elsewhere.get('/clients')).status).toBe(401);
      expect((await person.get('/clients')).status).toBe(401);
      expectInactive(await inspect(stage.second, machine, token));
      expect(await new Portal(stage.second).signIn(email, person.password)).toBe(false);

      const [{ id }] = await find(email);
      expect((await stage.owner.patch(`/members/${id}`, { status: 'active' })).status).toBe(200);
      expect((await person.get('/clients')).status).toBe(401);
      expectInactive(await inspect(stage.second, machine, token));
      expect(await new Portal(stage.second).signIn(email, person.password)).toBe(true);
    });

    test('leaves the last owner, and does not disable oneself', async () => {
      for (const body of [{ role: 'admin' }, { role: 'viewer', status: 'active' }, { status: 'disabled' }]) {
        const answer = await change(stage.owner, stage.owner, body);
        expect({ body, status: answer.status }).toEqual({ body, status: 409 });
      }
      const admin = await stage.join('admin');
      expect((await change(admin, admin, { status: 'disabled' })).status).toBe(409);
      expect((await whoIs(stage.owner)).role).toBe('owner');
    });

    test.each([{ role: 'admin' }, { status: 'disabled' }])(
      'two owners who do %j to each other at once leave one',
      async (body) => {
        const one = await firstSignIn(
          stage.first,
          await onboard(stage.dataDir, 'Two owners', newAddress('one')),
        );
        const two = await stage.join('owner', one);
        const ids = [(await whoIs(one)).id, (await whoIs(two)).id];
        const answers = await Promise.all([
          one.patch(`/members/${ids[1]}`, body),
          two.patch(`/members/${ids[0]}`, body),
        ]);
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        const winner = answers[0]?.status === 200 ? one : two;
        const left = (await listed(winner)).members.filter(
          ({ role, status }: { role: string; status: string }) => role === 'owner' && status === 'active',
        );
        expect(left).toHaveLength(1);
      },
    );

    test('by an admin stops at owners, and makes none', async () => {
      const admin = await stage.join('admin');
      const viewer = await stage.join('viewer');
      const owner = (await whoIs(stage.owner)).id;
      const toBe = (await invite(newAddress(), 'owner')).json.invitation.id;
      const refused = [
        await admin.patch(`/members/${owner}`, { role: 'viewer' }),
        await admin.patch(`/members/${owner}`, { status: 'disabled' }),
        await admin.post(`/members/${owner}/reset-password`),
        await admin.post(`/members/${owner}/end-tokens`),
        await invite(newAddress(), 'owner', admin),
        await admin.post(`/members/invitations/${toBe}/resend`),
        await admin.delete(`/members/invitations/${toBe}`),
        await change(admin, viewer, { role: 'owner' }),
        await change(admin, admin, { role: 'owner' }),
      ];
      expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
      expect((await change(admin, viewer, { role: 'developer' })).status).toBe(200);
      expect((await change(stage.owner, viewer, { role: 'owner' })).status).toBe(200);
      expect((await change(stage.owner, viewer, { role: 'viewer' })).status).toBe(200);
    });

    test('of another tenant’s person is the 404 of one who never was', async () => {
      const stranger = await firstSignIn(
        stage.first,
        await onboard(stage.dataDir, 'Stranger TPA', newAddress('stranger')),
      );
      const victim = (await whoIs(stage.owner)).id;
      const email = newAddress();
      const invitation = (await invite(email)).json.invitation.id;
      const acts: [string, string, (id: string) => ReturnType<Portal['get']>][] = [
        [victim, 'usr_0000000000000000000000', (id) => stranger.patch(`/members/${id}`, { role: 'viewer' })],
        [victim, 'usr_0000000000000000000000', (id) => stranger.post(`/members/${id}/reset-password`)],
        [victim, 'usr_0000000000000000000000', (id) => stranger.post(`/members/${id}/end-tokens`)],
        [
          invitation,
          'inv_0000000000000000000000',
          (id) => stranger.post(`/members/invitations/${id}/resend`),
        ],
        [invitation, 'inv_0000000000000000000000', (id) => stranger.delete(`/members/invitations/${id}`)],
      ];
      for (const [theirs, invented, act] of acts) {
        const answer = await act(theirs);
        expect(answer.status, answer.text).toBe(404);
        expect(fingerprint(answer)).toEqual(fingerprint(await act(invented)));
      }
      expect((await listed(stranger)).members).toHaveLength(1);
      expect(stage.mail.to(email)).toHaveLength(1);
    });
  });

  test('leaves no link and no password in a log, an audit row or the database', async () => {
    await stage.expectNoTraces();
  });
});

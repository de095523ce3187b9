import { beforeAll, describe, expect, test } from 'vitest';
import { Authenticator, UNVERIFIED } from '../harness/authenticator';
import {
  challengeOf,
  cookieOf,
  enrolPasskey,
  enrolTotp,
  passkeySignIn,
  prove,
  signInChallenge,
  totpCode,
} from '../harness/factors';
import { onboard } from '../harness/onboard';
import { newAddress, whoIs } from '../harness/people';
import { usePeopleStage } from '../harness/people-stage';
import { firstSignIn, Portal, SESSION_COOKIE } from '../harness/portal';
import { addressOf, builtRoutes } from '../harness/routes';
import { runTenant } from '../harness/tenant';
import { fingerprint, JSON_TYPE } from '../harness/wire';

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'];
const STEP_UP = '/api/portal/session/step-up/route';

describe('second factors', () => {
  const stage = usePeopleStage('Factor TPA');

  /** Someone with an authenticator app. */
  async function withTotp(role: 'viewer' | 'developer' | 'admin' | 'owner' = 'viewer') {
    const portal = await stage.join(role);
    const { secret, recoveryCodes } = await enrolTotp(portal);
    stage.secret(secret);
    for (const code of recoveryCodes ?? []) stage.secret(code);
    return { portal, secret, recoveryCodes: recoveryCodes ?? [], ...(await whoIs(portal)) };
  }

  /** Signs in with the password, elsewhere. */
  async function half(email: string, password: string, origin = stage.second): Promise<Portal> {
    const portal = new Portal(origin);
    expect(await portal.signIn(email, password)).toBe(true);
    return portal;
  }

  const stolen = (cookie: string | undefined) =>
    new Portal(stage.second).call('/api/portal/session', {
      headers: { Cookie: `${SESSION_COOKIE}=${cookie}` },
    });

  describe('an authenticator app', () => {
    test('is asked for after the password: until then the session opens nothing, is listed nowhere and gets no token', async () => {
      const { portal, secret, email, id } = await withTotp();
      const person = await half(email, portal.password);
      for (const route of builtRoutes().filter(
        (name) => name.startsWith('/api/portal/') && name !== STEP_UP,
      )) {
        for (const method of METHODS) {
          const answer = await person.call(addressOf(route).replaceAll(/\[\w+\]/g, 'x'), {
            method,
            ...(method === 'GET' ? {} : { headers: JSON_TYPE, body: '{}' }),
          });
          if (answer.status === 405) continue;
          expect({ route, method, status: answer.status, error: answer.json.error }).toEqual({
            route,
            method,
            status: 403,
            error: 'second_factor_required',
          });
        }
      }
      for (const page of ['/clients', '/account', '/change-password?voluntary=1', '/set-up-second-factor']) {
        const { status, headers, text } = await person.call(page);
        expect({ page, status, to: headers.location?.split('?')[0] }).toEqual({
          page,
          status: 307,
          to: '/second-factor',
        });
        expect(text).not.toContain('Factor TPA');
      }
      expect((await portal.get('/sessions')).json.sessions).toHaveLength(1);
      const { members } = (await stage.owner.get('/members')).json;
      expect(members.find((member: { id: string }) => member.id === id)).toMatchObject({
        sessions: 1,
        second_factors: ['totp'],
      });

      const before = cookieOf(person);
      expect((await prove(person, { kind: 'totp', code: totpCode(secret) })).status).toBe(200);
      expect(cookieOf(person)).not.toBe(before);
      expect((await stolen(before)).status).toBe(401);
      expect((await person.get('/clients')).status).toBe(200);
      expect((await portal.get('/sessions')).json.sessions).toHaveLength(2);
      expect((await person.post('/session/token')).status).toBe(201);
    });

    test('has each code taken once, of two at once too, and only those of now, for this person', async () => {
      const { portal, secret, email } = await withTotp();
      const other = await withTotp();
      const [one, two, three] = await Promise.all([1, 2, 3].map(() => half(email, portal.password)));
      if (!one || !two || !three) throw new Error('nobody');
      for (const code of [
        totpCode(other.secret),
        totpCode(secret, -1),
        totpCode(secret, -3),
        totpCode(secret, 3),
      ]) {
        const answer = await prove(one, { kind: 'totp', code });
        expect({ status: answer.status, fields: Object.keys(answer.json.fields) }).toEqual({
          status: 400,
          fields: ['code'],
        });
      }
      const code = totpCode(secret);
      const answers = await Promise.all([one, two].map((person) => prove(person, { kind: 'totp', code })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
      expect((await prove(three, { kind: 'totp', code })).status).toBe(400);
      // The phone may be ahead; and blanks are not told apart from none.
      const ahead = totpCode(secret, 1).replace(/^.../, '$& ');
      expect((await prove(three, { kind: 'totp', code: ahead })).status).toBe(200);
    });

    test('guessed at, it makes the guesser wait and tells the person; a stranger without the password cannot do that', async () => {
      const { portal, secret, email, recoveryCodes } = await withTotp();
      const person = await half(email, portal.password);
      const guesses = await Promise.all(
        Array.from({ length: 7 }, () => prove(person, { kind: 'totp', code: totpCode(secret, -9) })),
      );
      expect(guesses.map(({ status }) => status).sort()).toEqual([400, 400, 400, 400, 400, 429, 429]);
      const limited = await prove(person, { kind: 'totp', code: totpCode(secret) });
      expect({ status: limited.status, wait: Number(limited.headers['retry-after']) <= 60 }).toEqual({
        status: 429,
        wait: true,
      });
      await stage.mail.mailTo(email, 3);
      expect(stage.mail.to(email).map(({ text }) => text)).toContainEqual(
        expect.stringContaining('Five wrong codes'),
      );
      // Recovery codes may be guessed at as well; that uses up the guesser's tries, not the owner's elsewhere.
      const tries = [];
      for (let guess = 0; guess < 12; guess++)
        tries.push(
          await person.call('/api/portal/session/step-up', {
            method: 'POST',
            headers: JSON_TYPE,
            body: JSON.stringify({ kind: 'recovery', code: 'aaaaaa-aaaaaa-aaaaaa-aaaaaa' }),
            from: '127.0.0.9',
          }),
        );
      expect(tries.map(({ status }) => status)).toEqual([...Array(10).fill(400), 429, 429]);
      // Whoever it truly is has another way in.
      expect((await prove(person, { kind: 'recovery', code: recoveryCodes[0] })).status).toBe(200);

      const calm = await withTotp();
      for (let guess = 0; guess < 6; guess++)
        expect(await new Portal(stage.first).signIn(calm.email, 'not the password')).toBe(false);
      const owner = await half(calm.email, calm.portal.password);
      expect((await prove(owner, { kind: 'totp', code: totpCode(calm.secret) })).status).toBe(200);
    });

    test('is replaced by another once that is confirmed, and an unconfirmed one counts for nothing', async () => {
      const { portal, secret, email } = await withTotp();
      const elsewhere = await half(email, portal.password);
      expect((await prove(elsewhere, { kind: 'totp', code: totpCode(secret) })).status).toBe(200);
      const offered = (await portal.post('/factors/totp')).json;
      stage.secret(offered.secret);
      const person = await half(email, portal.password);
      const early = await prove(person, { kind: 'totp', code: totpCode(offered.secret) });
      expect(early.status).toBe(400);
      const wrong = await portal.post('/factors/totp/confirm', { code: totpCode(secret) });
      expect({ status: wrong.status, fields: Object.keys(wrong.json.fields) }).toEqual({
        status: 400,
        fields: ['code'],
      });
      const confirmed = await portal.post('/factors/totp/confirm', { code: totpCode(offered.secret) });
      expect(confirmed.status, confirmed.text).toBe(201);
      // There are codes already: no new ones, and sessions elsewhere have ended.
      expect(confirmed.json.recovery_codes).toBeNull();
      expect((await elsewhere.get('/session')).status).toBe(401);
      const again = await half(email, portal.password);
      expect((await prove(again, { kind: 'totp', code: totpCode(secret, 1) })).status).toBe(400);
      expect((await prove(again, { kind: 'totp', code: totpCode(offered.secret, 1) })).status).toBe(200);
    });
  });

  test('a recovery code works once, of two uses at once too, for its person alone, until there are new ones', async () => {
    const { portal, email, recoveryCodes } = await withTotp();
    const other = await withTotp();
    const [one, two] = await Promise.all([1, 2].map(() => half(email, portal.password)));
    if (!one || !two) throw new Error('nobody');
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await prove(one, { kind: 'recovery', code: other.recoveryCodes[0] })).status).toBe(400);
    // As somebody reads it from paper.
    const code = recoveryCodes[0]?.toUpperCase().replaceAll('-', ' ');
    const answers = await Promise.all([one, two].map((person) => prove(person, { kind: 'recovery', code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await portal.get('/factors')).json.factors.recovery_codes).toBe(9);
    await stage.mail.mailTo(email, 3);
    expect(stage.mail.to(email).at(-1)?.text).toContain('9 are left');

    const fresh = (await portal.post('/factors/recovery-codes')).json.recovery_codes;
    for (const made of fresh) stage.secret(made);
    const third = await half(email, portal.password);
    expect((await prove(third, { kind: 'recovery', code: recoveryCodes[1] })).status).toBe(400);
    expect((await prove(third, { kind: 'recovery', code: fresh[0] })).status).toBe(200);
  });

  describe('a passkey', () => {
    test('is a second factor, and signs in alone', async () => {
      const portal = await stage.join('developer');
      const { email, id } = await whoIs(portal);
      const { authenticator, answer } = await enrolPasskey(portal, stage.first, 'My laptop');
      for (const code of answer.json.recovery_codes) stage.secret(code);
      expect(answer.json).toMatchObject({
        factors: { passkeys: [{ name: 'My laptop', last_used_at: null }] },
      });

      const person = await half(email, portal.password);
      const assertion = authenticator.sign(await challengeOf(person));
      expect((await prove(person, { kind: 'passkey', assertion })).status).toBe(200);
      expect(await whoIs(person)).toMatchObject({ id });

      const alone = new Portal(stage.first);
      await passkeySignIn(alone, authenticator.sign(await signInChallenge(alone)));
      expect(await whoIs(alone)).toMatchObject({ id, email });
      expect((await portal.get('/factors')).json.factors.passkeys[0].last_used_at).not.toBeNull();
    });

    test('is refused with one answer, whatever is wrong with it', async () => {
      const portal = await stage.join('viewer');
      const { email } = await whoIs(portal);
      const { authenticator } = await enrolPasskey(portal, stage.first);
      const stranger = new Authenticator(stage.first);
      stranger.userHandle = authenticator.userHandle;
      const challenge = () => signInChallenge(new Portal(stage.second));
      const used = authenticator.sign(await challenge());
      const first = new Portal(stage.first);
      await passkeySignIn(first, used);
      expect(cookieOf(first)).toBeTruthy();

      const forged = await challenge();
      const pending = await half(email, portal.password);
      const attempts = {
        'shown again': used,
        'an unknown one': stranger.sign(await challenge()),
        'of another key': authenticator.sign(await challenge(), { key: stranger.key }),
        'of another site': authenticator.sign(await challenge(), { origin: 'https://evil.test' }),
        'without its holder': authenticator.sign(await challenge(), UNVERIFIED),
        'of another person': authenticator.sign(await challenge(), {
          userHandle: Buffer.from('usr_0000000000000000000000').toString('base64url'),
        }),
        'that names nobody': authenticator.sign(await challenge(), { userHandle: '' }),
        'that counts backwards': authenticator.sign(await challenge(), { counter: 1 }),
        'of a registration': authenticator.sign(await challenge(), { type: 'webauthn.create' }),
        'of an invented challenge': authenticator.sign({ challenge: Buffer.alloc(54).toString('base64url') }),
        'of a changed challenge': authenticator.sign({ challenge: changed(forged.challenge) }),
        'of a challenge for something else': authenticator.sign(await challengeOf(pending)),
        'no assertion at all': { id: 'x' },
      };
      const answers = [];
      for (const [what, assertion] of Object.entries(attempts)) {
        const person = new Portal(stage.second);
        const answer = await passkeySignIn(person, assertion);
        expect({ what, cookie: cookieOf(person) }).toEqual({ what, cookie: undefined });
        answers.push(fingerprint(answer));
      }
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      // None of it has spent anything of the true one.
      const still = new Portal(stage.second);
      await passkeySignIn(still, authenticator.sign(await challenge()));
      expect(cookieOf(still)).toBeTruthy();
    });

    test('of somebody else, or for another session, is no second factor', async () => {
      const portal = await stage.join('viewer');
      const { email } = await whoIs(portal);
      const { authenticator } = await enrolPasskey(portal, stage.first);
      const other = await enrolPasskey(await stage.join('viewer'), stage.first);
      const person = await half(email, portal.password);
      const elsewhere = await half(email, portal.password);
      const refused = [
        other.authenticator.sign(await challengeOf(person)),
        authenticator.sign(await challengeOf(elsewhere)),
        authenticator.sign(await signInChallenge(person)),
      ];
      for (const assertion of refused)
        expect((await prove(person, { kind: 'passkey', assertion })).status).toBe(400);
      const own = authenticator.sign(await challengeOf(person));
      expect((await prove(person, { kind: 'passkey', assertion: own })).status).toBe(200);
    });

    test('ends with the person: disabled, and after it was removed', async () => {
      const portal = await stage.join('viewer');
      const { id } = await whoIs(portal);
      const { authenticator, id: passkey } = await enrolPasskey(portal, stage.first);
      const signsIn = async () => {
        const person = new Portal(stage.second);
        await passkeySignIn(person, authenticator.sign(await signInChallenge(person)));
        return cookieOf(person) !== undefined;
      };
      await stage.owner.patch(`/members/${id}`, { status: 'disabled' });
      expect(await signsIn()).toBe(false);
      await stage.owner.patch(`/members/${id}`, { status: 'active' });
      expect(await signsIn()).toBe(true);

      const back = new Portal(stage.first);
      await passkeySignIn(back, authenticator.sign(await signInChallenge(back)));
      const other = await stage.join('viewer');
      expect((await other.delete(`/factors/passkeys/${passkey}`)).status).toBe(404);
      expect((await other.patch(`/factors/passkeys/${passkey}`, { name: 'Mine' })).status).toBe(404);
      expect((await back.delete(`/factors/passkeys/${passkey}`)).json.factors).toMatchObject({
        passkeys: [],
        recovery_codes: 0,
      });
      expect(await signsIn()).toBe(false);
    });
  });

  describe('five minutes later', () => {
    let later: Portal;
    const at = (portal: Portal) => {
      const moved = new Portal(later.origin);
      moved.jar.take(asCookie(cookieOf(portal)));
      moved.password = portal.password;
      return moved;
    };

    beforeAll(async () => {
      later = new Portal((await stage.later(301)).origin);
    });

    test('what cannot be undone needs a factor again, and then goes on for five minutes; the rest does not', async () => {
      const portal = await stage.join('owner');
      const { id: victim } = await whoIs(await stage.join('viewer'));
      const { client_id } = await portal.createClient();
      const secret = (await portal.get(`/clients/${client_id}`)).json.client.secrets[0].id;
      const rotate = { overlap_seconds: 0, current_secret_id: secret };
      const person = at(portal);
      const guarded: [string, () => ReturnType<Portal['get']>][] = [
        ['rotate', () => person.post(`/clients/${client_id}/secrets`, rotate)],
        ['keys', () => person.patch(`/clients/${client_id}`, { jwks_uri: 'https://keys.example/jwks' })],
        ['disable', () => person.post(`/clients/${client_id}/disable`)],
        ['end tokens', () => person.post(`/clients/${client_id}/end-tokens`)],
        ['policy', () => person.patch('/tenant', { self_rotation: true })],
        ['role', () => person.patch(`/members/${victim}`, { role: 'developer' })],
        ['reset', () => person.post(`/members/${victim}/reset-factors`)],
        ['invite', () => person.post('/members/invitations', { email: newAddress(), role: 'viewer' })],
        ['signing key', () => person.post('/signing-keys/rotate')],
        ['app', () => person.post('/factors/totp')],
        ['passkey', () => person.post('/factors/passkeys/options')],
        ['sessions', () => person.delete('/sessions')],
      ];
      for (const [what, act] of guarded) {
        const answer = await act();
        expect({ what, status: answer.status, error: answer.json.error }).toEqual({
          what,
          status: 403,
          error: 'step_up_required',
        });
      }
      expect((await person.get('/clients')).status).toBe(200);
      expect((await person.patch(`/clients/${client_id}`, { description: 'Changed' })).status).toBe(200);

      expect((await person.get('/session/step-up')).json.methods).toEqual(['password']);
      expect((await prove(person, { kind: 'password', password: 'not the password' })).status).toBe(400);
      const before = cookieOf(person);
      expect((await prove(person, { kind: 'password', password: portal.password })).status).toBe(200);
      expect((await stolen(before)).status).toBe(401);
      expect((await guarded[0]?.[1]())?.status).toBe(201);
      expect((await person.post('/factors/totp')).status).toBe(201);
    });

    test('whoever has a second factor proves that one: the password is not enough', async () => {
      const { portal, secret } = await withTotp('admin');
      const person = at(portal);
      const { id } = await whoIs(await stage.join('viewer'));
      const edit = () => person.patch(`/members/${id}`, { role: 'developer' });
      expect((await edit()).json.error).toBe('step_up_required');
      expect((await prove(person, { kind: 'password', password: portal.password })).status).toBe(400);
      expect((await edit()).json.error).toBe('step_up_required');
      // The clock there is ten steps ahead.
      expect((await prove(person, { kind: 'totp', code: totpCode(secret, 10) })).status).toBe(200);
      expect((await edit()).status).toBe(200);
    });

    test('a half sign-in is still one, and is over after ten minutes', async () => {
      const { portal, email } = await withTotp();
      const person = await half(email, portal.password);
      expect((await at(person).get('/clients')).json.error).toBe('second_factor_required');
      expect((await at(person).post('/session/refresh')).json.error).toBe('second_factor_required');
      const over = await stage.later(601);
      try {
        const elsewhere = new Portal(over.origin);
        elsewhere.jar.take(asCookie(cookieOf(person)));
        expect((await elsewhere.get('/clients')).status).toBe(401);
      } finally {
        await over.stop();
      }
    });
  });

  test('an admin resets a member’s, no owner’s and nobody’s of another tenant: sessions end, and they are told', async () => {
    const { portal, email, id } = await withTotp();
    const { authenticator } = await enrolPasskey(portal, stage.first);
    const admin = await stage.join('admin');
    const { id: ownerId } = await whoIs(stage.owner);
    const { id: adminId } = await whoIs(admin);
    const stranger = await firstSignIn(
      stage.first,
      await onboard(stage.dataDir, 'Stranger TPA', newAddress('stranger')),
    );
    expect((await admin.post(`/members/${ownerId}/reset-factors`)).status).toBe(403);
    expect((await admin.post(`/members/${adminId}/reset-factors`)).status).toBe(409);
    expect((await stage.owner.post(`/members/${id}x/reset-factors`)).status).toBe(404);
    expect((await stranger.post(`/members/${id}/reset-factors`)).status).toBe(404);
    expect((await portal.get('/session')).status).toBe(200);

    const mails = stage.mail.to(email).length;
    const answer = await admin.post(`/members/${id}/reset-factors`);
    expect(answer.json.member).toMatchObject({ second_factors: [], sessions: 0 });
    expect((await portal.get('/session')).status).toBe(401);
    expect((await stage.mail.mailTo(email, mails + 1)).text).toContain('took your second factors away');
    const alone = new Portal(stage.first);
    await passkeySignIn(alone, authenticator.sign(await signInChallenge(alone)));
    expect(cookieOf(alone)).toBeUndefined();
    expect((await (await half(email, portal.password)).get('/clients')).status).toBe(200);
    // Who lacks one is nobody's business who cannot mend it.
    const viewer = await stage.join('viewer');
    expect((await viewer.get('/members')).json.members[0].second_factors).toBeNull();
  });

  test('a tenant requires it: people are asked to set one up where they are, and keep the last one', async () => {
    const owner = await firstSignIn(
      stage.first,
      await onboard(stage.dataDir, 'Strict TPA', newAddress('strict')),
    );
    const member = await stage.join('viewer', owner);
    const { email } = await whoIs(member);
    const require = (wanted: boolean) => owner.patch('/tenant', { second_factor_required: wanted });
    const refused = await require(true);
    expect({ status: refused.status, fields: Object.keys(refused.json.fields) }).toEqual({
      status: 409,
      fields: ['second_factor_required'],
    });
    const { authenticator, id } = await enrolPasskey(owner, stage.first);
    expect((await require(true)).json.tenant.second_factor_required).toBe(true);

    for (const person of [member, await half(email, member.password)]) {
      expect((await person.get('/clients')).json.error).toBe('second_factor_enrolment_required');
      expect((await person.post('/session/token')).status).toBe(403);
      expect((await person.call('/clients')).headers.location).toMatch(/^\/set-up-second-factor\?/);
    }
    const before = cookieOf(member);
    const { secret } = await enrolTotp(member);
    stage.secret(secret);
    expect((await member.get('/clients')).status).toBe(200);
    expect((await stolen(before)).status).toBe(401);
    expect((await member.delete('/factors/totp')).status).toBe(409);
    expect((await owner.delete(`/factors/passkeys/${id}`)).status).toBe(409);
    // A passkey alone is enough.
    const alone = new Portal(stage.second);
    await passkeySignIn(alone, authenticator.sign(await signInChallenge(alone)));
    expect((await alone.get('/clients')).status).toBe(200);

    expect((await require(false)).status).toBe(200);
    expect((await member.delete('/factors/totp')).status).toBe(200);
  });

  test('a last owner who has lost everything gets back in by a command on the machine', async () => {
    const { portal, email } = await withTotp('owner');
    const { code, stderr } = await runTenant(stage.dataDir, ['reset-factors', email]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((await portal.get('/session')).status).toBe(401);
    expect((await (await half(email, portal.password)).get('/clients')).status).toBe(200);
    expect((await runTenant(stage.dataDir, ['reset-factors', 'nobody@nowhere.test'])).code).toBe(1);
  });

  test('a sign-in ends the session the browser had before', async () => {
    const portal = await stage.join('viewer');
    const { email } = await whoIs(portal);
    const before = cookieOf(portal);
    expect(await portal.signIn(email, portal.password)).toBe(true);
    expect((await stolen(before)).status).toBe(401);
    expect((await portal.get('/session')).status).toBe(200);
  });

  test('leaves no secret and no code in a log, an audit row or the database', async () => {
    await stage.expectNoTraces();
  });
});

/** In one character, in the middle. */
const changed = (text: string) => `${text.slice(0, 20)}${text[20] === 'A' ? 'B' : 'A'}${text.slice(21)}`;

/** An answer that sets this session. */
const asCookie = (id: string | undefined) => ({
  status: 200,
  headers: { 'set-cookie': `${SESSION_COOKIE}=${id}; Path=/` },
  text: '',
  json: undefined,
});

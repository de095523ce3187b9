import { describe, expect, test } from 'vitest';
import { account, newAddress, whoIs } from '../harness/people';
import { usePeopleStage } from '../harness/people-stage';
import { Portal } from '../harness/portal';
import { fingerprint } from '../harness/wire';

const HOUR = 3600;
const NEVER_WAS = 'A'.repeat(43);

describe('passwords and sessions of people', () => {
  const stage = usePeopleStage('Password TPA');

  const forgot = (email: string, origin = stage.first) =>
    account(new Portal(origin), '/forgot-password', { email });
  const reset = (token: string, password: string, origin = stage.first) =>
    account(new Portal(origin), '/reset-password', { token, password });
  const signsIn = (email: string, password: string, origin = stage.second) =>
    new Portal(origin).signIn(email, password);

  async function expectDead(token: string, origin = stage.first): Promise<void> {
    const answer = await reset(token, stage.password(), origin);
    expect(answer.status, answer.text).toBe(404);
    expect(fingerprint(answer)).toEqual(fingerprint(await reset(NEVER_WAS, stage.password(), origin)));
  }

  test('a forgotten password is set by the link of a mail: sessions end, the old one is refused, the link is dead', async () => {
    const person = await stage.join('viewer');
    const { email } = await whoIs(person);
    const elsewhere = new Portal(stage.second);
    expect(await elsewhere.signIn(email, person.password)).toBe(true);

    expect((await forgot(email.toUpperCase())).status).toBe(202);
    const { headers, text } = await stage.mail.mailTo(email, 2);
    expect(headers.subject).toBe('A new password for Gooclaim Auth');
    expect(text).toContain('60 minutes');
    const token = await stage.link('reset-password', email, 2);
    // Nothing has changed yet: anybody can ask for a mail.
    expect((await elsewhere.get('/session')).status).toBe(200);
    expect(await signsIn(email, person.password)).toBe(true);

    for (const weak of ['short', 'password1234', email, 'Password TPA 2026']) {
      const answer = await reset(token, weak);
      expect({ weak, status: answer.status }).toEqual({ weak, status: 400 });
      expect(Object.keys(answer.json.fields)).toEqual(['password']);
    }

    const password = stage.password();
    expect((await reset(token, password)).status).toBe(200);
    expect((await elsewhere.get('/session')).status).toBe(401);
    expect((await person.get('/session')).status).toBe(401);
    expect(await signsIn(email, person.password)).toBe(false);
    expect(await signsIn(email, password)).toBe(true);
    await expectDead(token);
  });

  test('a link used twice at once sets one password', async () => {
    const person = await stage.join('viewer');
    const { email } = await whoIs(person);
    await forgot(email);
    const token = await stage.link('reset-password', email, 2);
    const passwords = [stage.password(), stage.password()];
    const answers = await Promise.all([
      reset(token, passwords[0] ?? '', stage.first),
      reset(token, passwords[1] ?? '', stage.second),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await signsIn(email, passwords[answers[0]?.status === 200 ? 0 : 1] ?? '')).toBe(true);
  });

  test('who asks again kills no link; the use of one ends all, and none works longer than an hour', async () => {
    const { email } = await whoIs(await stage.join('viewer'));
    await forgot(email);
    const first = await stage.link('reset-password', email, 2);
    await forgot(email);
    const second = await stage.link('reset-password', email, 3);
    expect((await reset(first, stage.password())).status).toBe(200);
    await expectDead(second);
    await forgot(email);
    // After the notice of the new password.
    const fresh = await stage.link('reset-password', email, 5);
    const later = await stage.later(HOUR + 60);
    try {
      await expectDead(fresh, later.origin);
    } finally {
      await later.stop();
    }
  });

  test('whether there is an account is told to nobody, and mail goes only to those who have one', async () => {
    const disabled = await stage.join('viewer');
    const { id, email: off } = await whoIs(disabled);
    await stage.owner.patch(`/members/${id}`, { status: 'disabled' });
    const { email: known } = await whoIs(await stage.join('viewer'));
    const unknown = newAddress('unknown');
    const answers = [await forgot(known), await forgot(unknown), await forgot(off)];
    for (const answer of answers) {
      expect(answer.status).toBe(202);
      expect(fingerprint(answer)).toEqual(fingerprint(answers[0] as (typeof answers)[number]));
    }
    await stage.mail.mailTo(known, 2);
    expect(stage.mail.to(unknown)).toEqual([]);
    // The invitation, and nothing since.
    expect(stage.mail.to(off)).toHaveLength(1);
  });

  test('nobody’s mailbox is flooded, and whoever asks is told the same for an address nobody has', async () => {
    const { email } = await whoIs(await stage.join('viewer'));
    const outcomes = async (address: string) => {
      const answers = [];
      for (let ask = 0; ask < 12; ask++)
        answers.push(await forgot(address, ask % 2 ? stage.first : stage.second));
      expect(answers.at(-1)?.headers['retry-after']).toBe('60');
      return answers.map(({ status }) => status);
    };
    const known = await outcomes(email);
    expect(known).toEqual([...Array(10).fill(202), 429, 429]);
    expect(await outcomes(newAddress('unknown'))).toEqual(known);
    // The invitation, and five links; the last of them works.
    const last = await stage.link('reset-password', email, 6);
    expect(stage.mail.to(email)).toHaveLength(6);
    expect((await reset(last, stage.password())).status).toBe(200);
    const { text } = await stage.mail.mailTo(email, 7);
    expect(text).toContain('A new password was set by the link of a mail.');
  });

  test('an admin sends a link; the old password goes on until it is used', async () => {
    const admin = await stage.join('admin');
    const person = await stage.join('developer');
    const { id, email } = await whoIs(person);
    const answer = await admin.post(`/members/${id}/reset-password`);
    expect({ status: answer.status, delivery: answer.json.delivery }).toEqual({
      status: 200,
      delivery: { mail: 'sent', link: null },
    });
    const token = await stage.link('reset-password', email, 2);
    expect((await person.get('/session')).status).toBe(200);
    const password = stage.password();
    expect((await reset(token, password)).status).toBe(200);
    expect((await person.get('/session')).status).toBe(401);
    expect([await signsIn(email, person.password), await signsIn(email, password)]).toEqual([false, true]);
    await expectDead(token);
  });

  test('a disabled person is sent no link, and a link from before sets nothing', async () => {
    const person = await stage.join('viewer');
    const { id, email } = await whoIs(person);
    await forgot(email);
    const token = await stage.link('reset-password', email, 2);
    await stage.owner.patch(`/members/${id}`, { status: 'disabled' });
    expect((await stage.owner.post(`/members/${id}/reset-password`)).status).toBe(409);
    await expectDead(token);
  });

  test('a change of one’s own is refused at the field for what is guessed early', async () => {
    const person = await stage.join('viewer');
    const { email } = await whoIs(person);
    for (const weak of ['password1234', email, 'Password TPA 2026']) {
      const answer = await person.post('/password', {
        current_password: person.password,
        new_password: weak,
      });
      expect({ weak, status: answer.status, fields: Object.keys(answer.json.fields ?? {}) }).toEqual({
        weak,
        status: 400,
        fields: ['new_password'],
      });
    }
  });

  test('one’s own sessions are listed and ended, on every instance; nobody else’s are', async () => {
    const person = await stage.join('viewer');
    const { email } = await whoIs(person);
    const elsewhere = new Portal(stage.second);
    const third = new Portal(stage.second);
    for (const portal of [elsewhere, third]) expect(await portal.signIn(email, person.password)).toBe(true);
    const list = async () => (await person.get('/sessions')).json.sessions;
    const [own, ...others] = [...(await list())].sort((a, b) => Number(b.current) - Number(a.current));
    expect(own).toMatchObject({ current: true, address: expect.stringMatching(/127\.0\.0\.1|::1/) });
    expect(others).toHaveLength(2);
    expect(JSON.stringify(await list())).not.toContain(person.jar.get('gooclaim.session'));

    expect((await stage.owner.delete(`/sessions/${others[0].id}`)).status).toBe(404);
    expect((await person.delete(`/sessions/${others[0].id}`)).json.sessions).toHaveLength(2);
    const alive = await Promise.all([elsewhere, third].map((portal) => portal.get('/session')));
    expect(alive.map(({ status }) => status).sort()).toEqual([200, 401]);

    const left = await person.delete('/sessions');
    expect(left.json.sessions).toMatchObject([{ id: own.id, current: true }]);
    for (const portal of [elsewhere, third]) expect((await portal.get('/session')).status).toBe(401);
    expect((await person.get('/session')).status).toBe(200);
    expect((await stage.owner.get('/session')).status).toBe(200);
  });

  test('no link and no password is left in a log, an audit row or the database', async () => {
    await stage.expectNoTraces();
  });
});

import { beforeAll } from 'vitest';
import { useLab } from './lab';
import { linkToken, type MailServer, useMailServer } from './mail-server';
import { type Onboarded, onboard } from './onboard';
import { account, newAddress, newPassword, type Role } from './people';
import { firstSignIn, Portal } from './portal';
import type { Service } from './service';
import { expectNoTraces } from './traces';

/** Two instances on one database with a mail server, and a tenant with its owner, signed in. */
export function usePeopleStage(tenantName: string) {
  const lab = useLab();
  const mailServer = useMailServer();
  const links = new Set<string>();
  const passwords = new Set<string>();
  const services: Service[] = [];
  const ready: {
    dataDir?: string;
    mail?: MailServer;
    env?: Record<string, string>;
    onboarded?: Onboarded;
    owner?: Portal;
  } = {};

  beforeAll(async () => {
    ready.dataDir = lab.dataDir();
    ready.mail = await mailServer.start();
    ready.env = { SMTP_URL: ready.mail.url, MAIL_FROM: 'Gooclaim <auth@service.test>', LOG_LEVEL: 'debug' };
    for (let instance = 0; instance < 2; instance++)
      services.push(await lab.start(ready.dataDir, { env: ready.env }));
    ready.onboarded = await onboard(ready.dataDir, tenantName, newAddress('owner'));
    ready.owner = await firstSignIn(services[0]?.origin ?? '', ready.onboarded);
  });

  const made = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The stage is not ready.');
    return value;
  };

  return {
    get dataDir() {
      return made(ready.dataDir);
    },
    get mail() {
      return made(ready.mail);
    },
    get onboarded() {
      return made(ready.onboarded);
    },
    get owner() {
      return made(ready.owner);
    },
    get first() {
      return made(services[0]).origin;
    },
    get second() {
      return made(services[1]).origin;
    },
    /** A third process whose clock is ahead; to be stopped by the test, before it tidies up. */
    async later(seconds: number): Promise<Service> {
      const env = { ...ready.env, CLOCK_OFFSET_SECONDS: String(seconds) };
      const service = await lab.start(made(ready.dataDir), { env });
      services.push(service);
      return service;
    },
    /** What the newest of `count` mails to an address links to. */
    async link(page: 'accept-invitation' | 'reset-password', email: string, count = 1): Promise<string> {
      const token = linkToken((await made(ready.mail).mailTo(email, count)).text, page);
      links.add(token);
      return token;
    },
    /** Something else that must be nowhere but where it belongs. */
    secret<T extends string>(text: T): T {
      passwords.add(text);
      return text;
    },
    password(): string {
      const password = newPassword();
      passwords.add(password);
      return password;
    },
    /** A new person, invited by mail and signed in. */
    async join(role: Role, inviter = made(ready.owner), email = newAddress(role)): Promise<Portal> {
      const invited = await inviter.post('/members/invitations', { email, role });
      if (invited.status !== 201) throw new Error(invited.text);
      const portal = new Portal(inviter.origin);
      portal.password = this.password();
      const token = await this.link('accept-invitation', email);
      const accepted = await account(portal, '/invitation/accept', { token, password: portal.password });
      if (accepted.status !== 201) throw new Error(accepted.text);
      if (!(await portal.signIn(email, portal.password))) throw new Error(`${email} could not sign in.`);
      return portal;
    },
    /** No link and no password that was used on this stage is anywhere but where it belongs. */
    expectNoTraces: () => expectNoTraces(made(ready.dataDir), services, [...links, ...passwords]),
  };
}

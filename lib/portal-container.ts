import { setTimeout } from 'node:timers/promises';
import { createExportGate, type ExportGate } from './admin/export-gate';
import { sendSecretNotices } from './admin/secret-notices';
import { sendWebhookNotices } from './admin/webhook-notices';
import type { Clock } from './clock';
import { type Container, container } from './container';
import type { Settings } from './env';
import { derivedKey } from './keys/derived-key';
import { aesGcmSealer } from './keys/seal';
import type { DeliveryServices } from './mail/delivery';
import { noMailer, smtpMailer } from './mail/mailer';
import { createDomainProver } from './sso/domain-proof';
import { createOpenIdProviders } from './sso/provider';
import type { SsoServices } from './sso/services';

/** What people's requests need beside: mail, single sign-on, exports. `ROLE=api` never loads it. */
export interface PortalContainer extends Container, DeliveryServices, SsoServices {
  log: Container['log'];
  exports: ExportGate;
  /** Sends the letters about secrets that are due and webhooks that were switched off. Never throws: minutes later is early enough. For servers. */
  sendNotices(): Promise<void>;
}

const SEND_NOTICES_EVERY_MS = 300_000;
const CLOSE_WITHIN_MS = 4_000;

function createPortalContainer(core: Container): PortalContainer {
  const { settings, db, clock, log } = core;
  const mailer = settings.smtpUrl ? smtpMailer(settings.smtpUrl, settings.mailFrom) : noMailer;

  let saidNoMail = false;
  const sendDue = async () => {
    try {
      const job = { db, clock, log, issuer: settings.issuer, mailer: settings.smtpUrl ? mailer : undefined };
      await sendWebhookNotices(job);
      const letters = await sendSecretNotices(job);
      log.debug({ letters }, 'looked for notices of secrets');
      if (letters !== 'no mail' || saidNoMail) return;
      saidNoMail = true;
      log.info({}, 'secrets are due, and no mail server is set up (SMTP_URL): only the portal says so');
    } catch (cause) {
      log.warn({ err: cause }, 'notices of secrets put off');
    }
  };
  let sending: Promise<void> = Promise.resolve();
  const sendNotices = () => {
    sending = sending.then(sendDue);
    return sending;
  };
  const sendingNotices = setInterval(sendNotices, SEND_NOTICES_EVERY_MS);
  sendingNotices.unref();

  return {
    ...core,
    exports: createExportGate(),
    ...singleSignOn(settings, clock),
    mailer,
    printLinks: settings.mode === 'local',
    sendNotices,
    async close() {
      clearInterval(sendingNotices);
      // A letter on its way is noted as sent, or it would go out again; but nothing holds up the end for long.
      await Promise.race([sending, setTimeout(CLOSE_WITHIN_MS, undefined, { ref: false })]);
      mailer.close();
      await core.close();
    },
  };
}

/** This machine, which a provider may be on while one tries things out. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

function singleSignOn({ mode, pepper, jwksUriNetworks, dnsServers }: Settings, clock: Clock): SsoServices {
  const local = mode === 'local';
  const networks = local ? [...jwksUriNetworks, ...LOOPBACK] : jwksUriNetworks;
  return {
    providers: createOpenIdProviders({ networks, http: local }, clock),
    prover: createDomainProver(dnsServers),
    ssoSealer: aesGcmSealer(derivedKey(pepper, 'gooclaim single sign-on client secrets')),
  };
}

const KEY = Symbol.for('gooclaim.portal-container');

/** The process's one, over the one `container()`; on `globalThis` for the same reason. @throws ConfigurationError */
export function portalContainer(): PortalContainer {
  const holder = globalThis as { [KEY]?: PortalContainer };
  holder[KEY] ??= createPortalContainer(container());
  return holder[KEY];
}

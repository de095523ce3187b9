import { createHash } from 'node:crypto';
import { flagExposure } from './exposure';
import { type Finding, keptSource, keptUrl, readReport, type SignedReport } from './leak-report';
import type { Origin, ReportedSecret } from './ports';
import { isWellFormedSecret, secretDigest } from './secret';
import type { OAuthServices } from './services';
import { scannerEvent } from './subject-event';

/** What the scanner is told of each finding, in the form of GitHub's partner program. */
export interface LeakFeedback {
  /** SHA-256, in lower-case hexadecimal. */
  token_hash: string;
  token_type: string;
  /** Whether it is a secret that this service has ever handed out. */
  label: 'true_positive' | 'false_positive';
}

/** Findings whose owners are told at the same time. */
const AT_ONCE = 5;

/**
 * Takes a report of leaked secrets: each of ours is flagged, and ended with its tokens where its tenant wants that. A
 * report that was taken before changes nothing and gets the same answer, so a scanner may send it again.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_client
 */
export async function answerLeakReports(
  report: SignedReport,
  origin: Origin,
  services: OAuthServices,
): Promise<LeakFeedback[]> {
  const findings = readReport(report, services.leakReportKeys);
  // One secret may have been found in many places: the first one is enough to act on.
  const byDigest = new Map<string, Finding>();
  const digests = findings.map(({ token }) => hex(secretDigest(token, services.pepper)));
  findings.forEach((finding, place) => {
    const digest = digests[place] ?? '';
    if (isWellFormedSecret(finding.token) && !byDigest.has(digest)) byDigest.set(digest, finding);
  });

  const wanted = [...byDigest.keys()].map((digest) => Buffer.from(digest, 'hex'));
  const known = wanted.length === 0 ? [] : await services.leaks.findReported(wanted);
  for (let first = 0; first < known.length; first += AT_ONCE)
    await Promise.all(
      known.slice(first, first + AT_ONCE).map(async (secret) => {
        const finding = byDigest.get(hex(secret.digest));
        if (finding) await actOn(secret, finding, origin, services);
      }),
    );

  const ours = new Set(known.map(({ digest }) => hex(digest)));
  return findings.map(({ token, type }, place) => ({
    token_hash: createHash('sha256').update(token).digest('hex'),
    token_type: type,
    label: ours.has(digests[place] ?? '') ? 'true_positive' : 'false_positive',
  }));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function actOn(
  secret: ReportedSecret,
  { url, source }: Finding,
  origin: Origin,
  services: OAuthServices,
): Promise<void> {
  const place = { url: keptUrl(url), source: keptSource(source), actor_name: 'A secret scanner' };
  await flagExposure(secret, 'report', origin, services, place);
  if (!secret.retire) return;
  await services.leaks.retireReported(secret, (now) =>
    scannerEvent(now, origin, secret, {
      action: 'secret.retired_by_report',
      outcome: 'success',
      detail: { secret_id: secret.secretId, ...place },
    }),
  );
}

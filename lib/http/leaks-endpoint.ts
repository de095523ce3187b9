import { rateLimited } from '../oauth/admission';
import { answerLeakReports } from '../oauth/leaks';
import { networkOf } from '../ratelimit/network';
import { readBytes } from './body';
import { ANSWER_WITHIN_MS, within } from './deadline';
import type { Endpoint } from './endpoint';
import { answerOAuth, refuseQuery, requirePost } from './oauth-endpoint';
import { unknownEndpoint } from './unknown-endpoint';

/** Of the time a caller waits, what the look at the budget may take, in milliseconds. */
const BUDGET_WITHIN_MS = 2_000;

/** Largest report read, in bytes: a scanner sends many findings at once. */
const REPORT_LIMIT = 256 * 1024;

/**
 * POST /v1/auth/leaks: secret scanners report secrets they found published, in the form of GitHub's secret scanning
 * partner program. No such endpoint where no scanner's keys are configured.
 */
export const leaksEndpoint: Endpoint = (request, peer, services) =>
  services.leakReportKeys.size === 0
    ? unknownEndpoint(request, peer, services)
    : answerOAuth(request, peer, 'leak_report', services, async (origin, answer) => {
        await refuseQuery(request, origin, services);
        requirePost(request);
        // Before the body is read: anybody may send one.
        const budget = services.limiter.take('leak_report', networkOf(origin.address));
        answer.rate = await within(BUDGET_WITHIN_MS, budget);
        if (!answer.rate.allowed) throw rateLimited(answer.rate);
        const report = {
          body: await readBytes(request, REPORT_LIMIT),
          keyIdentifier: request.header('github-public-key-identifier') ?? '',
          signature: request.header('github-public-key-signature') ?? '',
        };
        const work = answerLeakReports(report, origin, services);
        return { status: 200, body: await within(ANSWER_WITHIN_MS - BUDGET_WITHIN_MS, work) };
      });

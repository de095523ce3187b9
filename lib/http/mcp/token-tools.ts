import * as z from 'zod';
import { Refusal } from '../../admin/refusal';
import { explainToken } from '../../admin/token-verdict';
import type { DebugVerdict } from '../../contract/portal';
import { READ_CLIENTS } from '../../contract/scope-terms';
import type { CheckName, Reason } from '../../token/checks';
import { decodeToken } from '../../token/jwt';
import { CHECK_WORDS, REASON_WORDS } from '../../token/reasons';
import { tool } from './tool';

const takesToken = z.object({
  token: z.string().min(1).max(12_000).describe('An access token, header.payload.signature'),
});

export const TOKEN_TOOLS = [
  tool({
    name: 'decode_token',
    title: 'Decode a token',
    description:
      'Shows what stands in a JWT, without a look at anything else, and keeps nothing of it. This is no verification: anybody can write such a text. Use explain_token to find out whether it is good.',
    scope: null,
    takes: takesToken,
    gives: z.object({
      verified: z.literal(false).describe('Nothing was verified'),
      signed: z.boolean().describe('Whether there is a signature at all'),
      header: z.record(z.string(), z.unknown()),
      payload: z.record(z.string(), z.unknown()),
    }),
    changes: false,
    async run({ token }) {
      const decoded = decodeToken(token.trim());
      if (typeof decoded === 'string') {
        const { why, mend } = REASON_WORDS[decoded];
        throw new Refusal(400, 'invalid_request', `${why} ${mend}`);
      }
      if (nestsDeeper(decoded.header) || nestsDeeper(decoded.payload))
        throw new Refusal(
          400,
          'invalid_request',
          'What stands in this token is nested too deeply to be shown.',
        );
      return { verified: false as const, ...decoded };
    },
  }),
  tool({
    name: 'explain_token',
    title: 'Explain a token',
    description:
      'Asks this service whether an access token of your tenant is good now, check by check, with the reason and the mend of each that fails. Of another tenant’s token it says no more than of an invented one.',
    scope: READ_CLIENTS,
    takes: takesToken,
    gives: z.object({
      active: z.boolean().describe('Whether introspection says that it is good'),
      checks: z.array(
        z.object({
          check: z.string(),
          asks: z.string(),
          outcome: z.enum(['pass', 'fail', 'not_checked']),
          reason: z.string().optional(),
          why: z.string().optional(),
          mend: z.string().optional(),
          expected: z.string().optional(),
          found: z.string().optional(),
        }),
      ),
      client: z.object({ client_id: z.string(), name: z.string(), scopes: z.array(z.string()) }).nullable(),
      secret_id: z.string().nullable(),
      user_id: z.string().nullable(),
      issued_at: z.string().nullable(),
      request_id: z.string().nullable().describe('Of the call that issued it, for the audit log'),
    }),
    changes: false,
    async run({ token }, { caller, services }) {
      // It leaves where the agent runs: what it does not need to mend a call, such as an address of email, stays here.
      const { active, checks, client, secret, user, issued } = await explainToken(
        caller.actor,
        token.trim(),
        services,
      );
      return {
        active,
        checks: checks.map(inWords),
        client,
        secret_id: secret?.id ?? null,
        user_id: user?.id ?? null,
        issued_at: issued?.at ?? null,
        request_id: issued?.request_id ?? null,
      };
    },
  }),
];

/** `JSON.stringify` recurses: thousands of nested brackets fit a token and would end it with a RangeError. */
const nestsDeeper = (value: unknown, levels = 16): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => nestsDeeper(member, levels - 1)));

function inWords({ check, reason, ...rest }: DebugVerdict['checks'][number]) {
  const { asks } = CHECK_WORDS[check as CheckName];
  if (reason === undefined) return { check, asks, ...rest };
  const { why, mend } = REASON_WORDS[reason as Reason];
  return { check, asks, reason, why, mend, ...rest };
}

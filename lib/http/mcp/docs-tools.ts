import * as z from 'zod';
import { notFound, Refusal, tooMany } from '../../admin/refusal';
import type { DocsReader } from '../../contract/docs';
import { ERROR_CODES, errorCodeIn } from '../../contract/error-codes';
import { ERROR_WORDS } from '../../docs/error-words';
import { guidePages, namedPage } from '../../docs/guide';
import { pageMarkdown } from '../../docs/markdown';
import { searchDocs } from '../../docs/search';
import type { HttpServices } from '../services';
import { tool } from './tool';

/** Longer than what anybody looks for; the work of a search grows with its words. */
const LONGEST = 100;

/** The documentation as it is for whoever is not signed in. */
function readerOf({ issuer, environment, limiter }: HttpServices): DocsReader {
  const limitOf = (policy: keyof DocsReader['limits']) => limiter.untouched(policy).limit;
  return {
    issuer,
    environment,
    clientId: null,
    limits: {
      token: limitOf('token'),
      introspect: limitOf('introspect'),
      revoke: limitOf('revoke'),
      self_rotation: limitOf('self_rotation'),
      management: limitOf('management'),
      mcp: limitOf('mcp'),
    },
  };
}

export const DOCS_TOOLS = [
  tool({
    name: 'search_docs',
    title: 'Search the documentation',
    description:
      'Finds pages and passages of the documentation of this auth service that have all of the words: tokens, secrets, rotation, errors, limits, configuration, operation. Read a page that was found with get_doc_page.',
    scope: null,
    takes: z.object({ query: z.string().min(1).max(LONGEST).describe('A few words') }),
    gives: z.object({
      found: z.array(
        z.object({
          kind: z.enum(['page', 'heading', 'text']),
          page: z.string().describe('For get_doc_page'),
          url: z.string(),
          text: z.string(),
        }),
      ),
    }),
    changes: false,
    async run({ query }, { services }) {
      const reader = readerOf(services);
      const found = await searchDocs(query, reader);
      if (!found) throw tooMany(1, 'Too many searches at once: try again in a second.');
      return {
        found: found.map(({ kind, url, text }) => ({
          kind,
          page: nameOfPage(url),
          url: `${reader.issuer}${url}`,
          text,
        })),
      };
    },
  }),
  tool({
    name: 'get_doc_page',
    title: 'Read a page of the documentation',
    description: 'One page of the documentation of this auth service, as Markdown.',
    scope: null,
    takes: z.object({ page: z.string().max(LONGEST).describe('Its name, such as quick-start') }),
    gives: z.object({ page: z.string(), title: z.string(), markdown: z.string() }),
    changes: false,
    async run({ page: name }, { services }) {
      const page = namedPage(name);
      if (!page) {
        const names = guidePages().map(({ data }) => data.slug);
        throw new Refusal(404, 'not_found', `${notFound('page').message} There are: ${names.join(', ')}.`);
      }
      return { page: name, title: page.data.title, markdown: pageMarkdown(page, readerOf(services)) };
    },
  }),
  tool({
    name: 'explain_error',
    title: 'Explain an error',
    description:
      'What an error code of this auth service means, and what to do about it. Takes the code, or the answer that has it.',
    scope: null,
    takes: z.object({
      error: z.string().min(1).max(2000).describe('Such as invalid_client, or the JSON of the answer'),
    }),
    gives: z.object({
      error: z.enum(ERROR_CODES),
      status: z.string().describe('The HTTP statuses it comes with, or where else it stands'),
      cause: z.string(),
      mend: z.string(),
      documentation: z.string(),
    }),
    changes: false,
    async run({ error }, { services }) {
      const code = ERROR_CODES.find((one) => one === error.trim()) ?? errorCodeIn(error);
      if (!code)
        throw new Refusal(
          404,
          'not_found',
          `This service has no such error. It has: ${ERROR_CODES.join(', ')}.`,
        );
      return {
        error: code,
        ...ERROR_WORDS[code],
        documentation: `${services.issuer}/docs/errors#${code}`,
      };
    },
  }),
];

const nameOfPage = (url: string): string => {
  const [path = ''] = url.split('#', 1);
  return guidePages().find((page) => page.url === path)?.data.slug ?? '';
};

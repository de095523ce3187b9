import { stringify } from 'yaml';
import { newId } from '../ids';
import {
  authorizationServerMetadata,
  openidConfiguration,
  protectedResourceMetadata,
} from '../oauth/metadata';
import { errorAnswer } from './answer';
import { ANSWER_WITHIN_MS, within } from './deadline';
import type { Endpoint, WireAnswer } from './endpoint';
import { asOAuthError } from './oauth-endpoint';
import { openApiDocument } from './openapi/document';
import type { HttpServices } from './services';

/**
 * Public, the same for everybody and cached by gateways. Five minutes: a key is published hours before it signs, so a
 * cached copy is never too old to verify with, and a key revoked in an emergency is gone from caches soon.
 */
const PUBLIC_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=300',
  'X-Content-Type-Options': 'nosniff',
};

const READ_METHODS = 'GET, HEAD, OPTIONS';

/** What is published; the same object as long as nothing in it has changed. */
type Document = (services: HttpServices) => object | Promise<object>;

/** How a document is written down. */
interface Form {
  type: string;
  write(content: object): string;
}
const JSON_FORM: Form = { type: 'application/json', write: (content) => JSON.stringify(content) };
/** RFC 9512. */
const YAML_FORM: Form = {
  type: 'application/yaml',
  write: (content) => stringify(content, { aliasDuplicateObjects: false }),
};

const published = (document: Document, { type, write }: Form = JSON_FORM): Endpoint => {
  // Many ask, and it changes a few times a year.
  const answers = new WeakMap<object, WireAnswer>();
  const answerOf = (content: object): WireAnswer => {
    const known = answers.get(content);
    if (known) return known;
    const answer = {
      status: 200,
      headers: { 'Content-Type': type, ...PUBLIC_HEADERS },
      body: write(content),
    };
    answers.set(content, answer);
    return answer;
  };
  return async (request, _peer, services) => {
    if (request.method === 'OPTIONS')
      return {
        status: 204,
        headers: { ...PUBLIC_HEADERS, Allow: READ_METHODS, 'Access-Control-Allow-Methods': 'GET, HEAD' },
        body: null,
      };
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return errorAnswer(405, 'invalid_request', 'Use GET.', newId('req'), { Allow: READ_METHODS });
    try {
      const content = document(services);
      return answerOf(content instanceof Promise ? await within(ANSWER_WITHIN_MS, content) : content);
    } catch (cause) {
      const requestId = newId('req');
      const { status, code, message, headers } = asOAuthError(cause, requestId, services);
      return errorAnswer(status, code, message, requestId, {
        'Access-Control-Allow-Origin': '*',
        ...headers,
      });
    }
  };
};

/** Made once for each issuer, which a process has one of. */
const ofIssuer = (make: (issuer: string) => object): Document => {
  const made = new Map<string, object>();
  return ({ issuer }) => {
    const known = made.get(issuer) ?? make(issuer);
    made.set(issuer, known);
    return known;
  };
};

/** GET /.well-known/jwks.json (RFC 7517 §5). */
export const jwksEndpoint = published((services) => services.keys.jwks());
/** GET /.well-known/oauth-authorization-server (RFC 8414 §3). */
export const authorizationServerEndpoint = published(ofIssuer(authorizationServerMetadata));
/** GET /.well-known/openid-configuration (OpenID Connect Discovery 1.0 §4). */
export const openidConfigurationEndpoint = published(ofIssuer(openidConfiguration));
/** GET /.well-known/oauth-protected-resource/mcp (RFC 9728 §3.1), and without the suffix, where older MCP clients look. */
export const protectedResourceEndpoint = published(ofIssuer(protectedResourceMetadata));

const openApi = ofIssuer(openApiDocument);
/** GET /openapi.json: OpenAPI 3.1. */
export const openApiJsonEndpoint = published(openApi);
/** GET /openapi.yaml: the same. */
export const openApiYamlEndpoint = published(openApi, YAML_FORM);

import { codeSamples } from './code-samples';
import { operationObject } from './describe';
import { MANAGEMENT_OPERATIONS } from './management-operations';
import { componentSchemas, type JsonSchema } from './schemas';
import { WIRE_OPERATIONS } from './wire-operations';

const TAGS: Record<string, string> = {
  Tokens: 'Get tokens, and end them.',
  Introspection: 'Ask whether a token is good.',
  Clients: 'What the portal does with clients, for a program of your tenant’s own.',
  Secrets: 'Rotate and end the secrets of clients.',
  People: 'For apps that people sign in to.',
  'Keys and metadata': 'To verify tokens yourself.',
  Operation: 'For whoever runs the service.',
};

/** How one may say who calls. Credentials in the body are members of it, and no security scheme of OpenAPI. */
const securitySchemes = (issuer: string): JsonSchema => ({
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A token of your own' },
  dpop: {
    type: 'http',
    scheme: 'DPoP',
    description: 'A token that is bound to a key, with a proof in the header DPoP (RFC 9449 §7.1)',
  },
  basic: { type: 'http', scheme: 'basic', description: 'client_id and client_secret (RFC 6749 §2.3.1)' },
  openid: {
    type: 'openIdConnect',
    openIdConnectUrl: `${issuer}/.well-known/openid-configuration`,
    description: 'For whoever reads metadata',
  },
});

/**
 * The API of this service in OpenAPI 3.1, from the schemas and tables that it is served from.
 *
 * @param issuer its public address
 */
export function openApiDocument(issuer: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of [...WIRE_OPERATIONS, ...MANAGEMENT_OPERATIONS])
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: { ...operationObject(operation), 'x-codeSamples': codeSamples(operation, issuer) },
    };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gooclaim Auth Service',
      version: '1.0.0',
      summary: 'Tokens for backends: issued, checked, rotated, explained.',
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: issuer }],
    externalDocs: { url: `${issuer}/docs` },
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: componentSchemas(), securitySchemes: securitySchemes(issuer) },
  };
}

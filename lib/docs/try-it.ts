import type { TryItOperation } from '../contract/docs';
import type { ApiDocument, Operation } from './document';

/** Shown as dots, and never filled from an example. */
const SECRETS = ['client_secret', 'client_assertion', 'token', 'refresh_token', 'code', 'code_verifier'];

/** Made by a program, anew for each call. */
const PROOF = 'DPoP';

/** What the form of an operation needs to send its request, filled from the example. */
export function tryItOf(operation: Operation, { issuer, resolved }: ApiDocument): TryItOperation {
  const { operationId, summary, method, path, security, parameters = [], requestBody } = operation;
  const content = Object.values(requestBody?.content ?? {});
  const media = content[0];
  const example = (media?.example ?? {}) as Record<string, unknown>;
  const { properties = {}, required = [] } = media ? resolved(media.schema) : {};
  // What may be a form has no members but texts; and what may stand in its query is better in its body.
  const flat = content.length > 1;
  const fields = Object.entries(properties).map(([field, { const: only, enum: some }]) => ({
    name: field,
    required: required.includes(field),
    secret: SECRETS.includes(field),
    usual: required.includes(field) || field in example,
    example: SECRETS.includes(field) ? '' : String(example[field] ?? ''),
    values: (some ?? (only === undefined ? [] : [only])).map(String),
  }));
  return {
    operationId,
    name: summary,
    issuer,
    method,
    path,
    ways: security
      .map((way) => Object.keys(way)[0] ?? 'none')
      .filter((way) => way !== 'dpop') as TryItOperation['ways'],
    parameters: parameters
      .filter((parameter) => parameter.name !== PROOF && !(parameter.in === 'query' && flat))
      .map((parameter) => ({
        name: parameter.name,
        in: parameter.in,
        required: parameter.required,
        // A header’s example says what to put there; only an address can be called with its own.
        example: parameter.in === 'path' ? (parameter.example ?? '') : '',
        values: (parameter.schema.enum ?? []).map(String),
      })),
    ...(!media ? {} : flat ? { fields } : { json: JSON.stringify(example, null, 2) }),
  };
}

import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { call } from '../harness/call';
import { doors } from '../harness/shared';

// biome-ignore lint/suspicious/noExplicitAny: documents of a foreign format, walked through
type Node = any;

const issuer = inject('doors')[0]?.origin ?? '';
const document: Node = (await call(`${issuer}/openapi.json`)).json;

/** What a reference leads to. */
const resolved = (node: Node, root: Node): Node => {
  if (!node?.$ref) return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at: Node, name: string) => at[name], root);
};

const operations = Object.entries<Node>(document.paths).flatMap(([path, item]) =>
  Object.entries<Node>(item).map(([method, operation]) => ({ path, method, operation })),
);

describe.each(doors)('the OpenAPI document, $name', ({ origin }) => {
  test('is one, in JSON and in YAML, for every origin', async () => {
    const json = await call(`${origin}/openapi.json`);
    const yaml = await call(`${origin}/openapi.yaml`);
    expect(json.headers['content-type']).toMatch(/^application\/json\b/);
    expect(yaml.headers['content-type']).toMatch(/^application\/yaml\b/);
    expect(json.headers['access-control-allow-origin']).toBe('*');
    expect(parse(yaml.text)).toEqual(json.json);
    expect(json.json).toEqual(document);
    const { valid, errors } = await new Validator().validate(json.json);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  test.each(operations)('$method $path is there', async ({ path, method }) => {
    const answer = await call(`${origin}${path.replace(/\{\w+\}/g, 'x')}`, {
      method: method.toUpperCase(),
      headers: { 'Content-Type': 'application/json' },
      body: method === 'get' ? undefined : '{}',
    });
    // Nobody has said who they are: where that is asked it is missed, and not the address or the method.
    expect([200, 400, 401]).toContain(answer.status);
  });
});

test('every example is what its schema says', () => {
  const ajv = new Ajv2020({ strict: false, formats: { password: true, uri: true } });
  ajv.addSchema({ ...document, $id: 'openapi' });
  const rooted = (schema: Node) =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'));
  let looked = 0;
  for (const { operation } of operations)
    for (const { content = {} } of [operation.requestBody ?? {}, ...Object.values<Node>(operation.responses)])
      for (const { schema, example } of Object.values<Node>(content)) {
        if (!example) continue;
        looked++;
        const held = ajv.validate(rooted(schema), example);
        expect(held, `${operation.operationId}: ${ajv.errorsText()}`).toBe(true);
      }
  expect(looked).toBeGreaterThan(100);
});

describe.each(['001-token', '002-introspect'])('what seed %s documents', (name) => {
  const seed: Node = parse(readFileSync(`e2e/seeds/samples/${name}.openapi.yaml.txt`, 'utf8'));
  const [[path, item]] = Object.entries<Node>(seed.paths) as [[string, Node]];
  const theirs = item.post;
  const ours = document.paths[path].post;

  test('is under the same name', () => {
    expect({ id: ours.operationId, summary: ours.summary }).toEqual({
      id: theirs.operationId,
      summary: theirs.summary,
    });
  });

  test('may be sent: every member is known, and nothing more is required', () => {
    const asked = resolved(theirs.requestBody.content['application/json'].schema, seed);
    const taken = resolved(ours.requestBody.content['application/json'].schema, document);
    expect(asked.required).toEqual(expect.arrayContaining(taken.required));
    expectWithin(asked, taken, seed);
  });

  test('is answered: every status, and every member of what is answered', () => {
    for (const [status, response] of Object.entries<Node>(theirs.responses)) {
      const { schema } = response.content['application/json'];
      const answer = ours.responses[status].content['application/json'].schema;
      const [named] = answer.allOf ?? [answer];
      const answered = resolved(named, document);
      // Of an introspection the first is the active one.
      expectWithin(resolved(schema, seed), answered.anyOf?.[0] ?? answered, seed);
    }
  });
});

/** Every member of theirs is one of ours, of the same type, with their values among ours. */
function expectWithin(theirs: Node, ours: Node, seed: Node): void {
  for (const [member, schema] of Object.entries<Node>(theirs.properties ?? {})) {
    const wanted = resolved(schema, seed);
    const found = ours.properties[member];
    expect(found?.type, member).toBe(wanted.type);
    if (wanted.enum) expect(found.enum ?? [found.const]).toEqual(expect.arrayContaining(wanted.enum));
    if (wanted.format) expect(found.format).toBe(wanted.format);
  }
}

import { randomUUID } from 'node:crypto';
import { createAnswerCheck } from '../../e2e/harness/api-document';
import { call } from '../../e2e/harness/call';
import { Choices } from '../fuzz/choices';
import { CANARY } from '../fuzz/deform';
import { type Material, prepare } from '../fuzz/material';
import { mutateText, mutateToken, oddValue } from '../fuzz/mutate';
import { type Attack, onConnections } from './attack';
import { escaped, formFlaw, type Shot, someNetwork, told } from './shot';
import { json, type Schema, samples, spoilt } from './values';

const LANES = 8;
/** Valid values of a schema that are kept and varied. */
const KEPT = 120;
/** Clients that are there at a time to be changed. */
const MANAGED = 20;

interface Operation {
  method: string;
  path: string;
  parameters: Schema[];
  schema: Schema | undefined;
  forms: boolean;
  bodies: unknown[];
  /** By name. */
  values: Map<string, unknown[]>;
  needsToken: boolean;
}

/** How a request is spoilt; `nothing`: it is good, as far as its schema says. */
type Spoil = 'nothing' | 'body' | 'path' | 'query' | 'header' | 'credential' | 'several';
const SPOILS: Spoil[] = [
  'nothing',
  'body',
  'body',
  'body',
  'path',
  'query',
  'header',
  'credential',
  'several',
];

/** Every operation of the document that the service itself publishes. */
export const openapi: Attack = {
  name: 'openapi',
  words:
    'every operation of /openapi.json: by its schemas, or against one of their keywords in body, path, query or header, with a good, a bad or no credential',
  share: 0.34,
  anew: true,
  async prepare({ service, port }) {
    // Of tenants of its own: whoever obeys the document ends clients and tokens that others count on.
    const material = await prepare(service, 'documented');
    const document = (await call(`${service.origin}/openapi.json`)).json;
    const check = createAnswerCheck(document);
    const operations = operationsOf(document);
    // What is made here is changed, ended and deleted here; what was deleted is followed by what is made next.
    const managed = [material.managed];
    return async (figures, budget) => {
      await onConnections(port, LANES, figures, budget, async (number, ask) => {
        const choices = new Choices(budget.seed, number);
        const operation = operations[number % operations.length] as Operation;
        const spoil = choices.pick(SPOILS);
        const { shot, mayAdmit } = shotOf(choices, material, operation, spoil, document, managed);
        const answer = await ask(shot);
        const { status, headers, body } = answer;
        if (status === 201 && operation.path.endsWith('/clients'))
          managed[figures.inputs % MANAGED] = JSON.parse(body.toString()).client_id;
        if (spoil === 'nothing') figures.good++;
        if (spoil === 'nothing' && status < 300) figures.served++;
        const path = shot.target.split('?', 1)[0] ?? '';
        const flaw =
          formFlaw(answer, shot) ??
          (!mayAdmit && operation.needsToken && status < 300
            ? `${status} for a wrong credential`
            : undefined) ??
          check({
            method: shot.method,
            path,
            status,
            contentType: headers['content-type'] ?? '',
            text: body.toString(),
          });
        if (flaw) figures.fault(told(flaw, shot, answer));
      });
    };
  },
};

function operationsOf(document: Schema): Operation[] {
  return Object.entries<Schema>(document.paths).flatMap(([path, item]) =>
    Object.entries<Schema>(item).map(([method, { parameters = [], requestBody }]) => {
      const content = requestBody?.content ?? {};
      const schema = content['application/json']?.schema;
      return {
        method: method.toUpperCase(),
        path,
        parameters,
        schema,
        forms: 'application/x-www-form-urlencoded' in content,
        bodies: schema ? samples(schema, document, 1, KEPT) : [],
        values: new Map(
          parameters.map((one: Schema): [string, unknown[]] => [
            one.name,
            samples(one.schema ?? {}, document, 2, 30),
          ]),
        ),
        needsToken: path.startsWith('/v1/tenants') || path.endsWith('/userinfo'),
      };
    }),
  );
}

function shotOf(
  choices: Choices,
  material: Material,
  { method, path, parameters, schema, forms, bodies, values }: Operation,
  spoil: Spoil,
  root: Schema,
  managed: readonly string[],
): { shot: Shot; mayAdmit: boolean } {
  const isSpoilt = (place: Spoil) => spoil === place || (spoil === 'several' && choices.chance(0.5));
  const client = choices.pick(material.clients);
  const manages = path.startsWith('/v1/tenants');
  const shot: Shot = { method, target: path, headers: [someNetwork(choices)] };

  const ids: Record<string, string> = {
    client_id: choices.pick(managed.filter(Boolean)),
    secret_id: `sec_${choices.letters(22)}`,
  };
  shot.target = path.replace(/\{(\w+)\}/g, (_, name) => {
    const own = ids[name] ?? choices.letters(8);
    if (!isSpoilt('path')) return own;
    return escaped(
      choices
        .pick([mutateText(choices, own), `${own}${CANARY}`, '..', '\0', '%', `${oddValue(choices)}`])
        .slice(0, 3000),
    );
  });
  if (isSpoilt('path') && choices.chance(0.2))
    shot.target += choices.pick(['/', '//', '/..', '/%00', ';a', '/x', '%2f']);

  const query: string[] = [];
  for (const one of parameters) {
    if (one.in === 'query' && choices.chance(0.5)) {
      const value = choices.pick(values.get(one.name) ?? ['x']);
      const odd = isSpoilt('query') ? spoilt(choices, value, one.schema ?? {}, root) : value;
      query.push(`${one.name}=${escaped(String(odd ?? '')).slice(0, 4000)}`);
    }
    if (one.in === 'header' && one.name === 'Idempotency-Key' && (!isSpoilt('header') || choices.chance(0.5)))
      shot.headers.push([
        one.name,
        isSpoilt('header') ? String(oddValue(choices)).slice(0, 4000) : randomUUID(),
      ]);
    else if (one.in === 'header' && isSpoilt('header'))
      shot.headers.push([
        one.name,
        String(choices.pick([oddValue(choices), CANARY, '*', 'W/"x"', '""'])).slice(0, 4000),
      ]);
  }
  if (isSpoilt('query'))
    query.push(
      choices.pick([
        'a=b',
        '__proto__=1',
        `x=${CANARY}`,
        'q=%ff',
        '&&&',
        'page=1&page=2',
        'constructor[a]=1',
        'q=%00',
      ]),
    );
  if (query.length > 0) shot.target += `?${query.join('&')}`;

  let mayAdmit = true;
  const secret = (() => {
    if (!isSpoilt('credential')) return client.secret;
    mayAdmit = false;
    return choices.pick(['', CANARY, `${client.secret}x`, mutateText(choices, client.secret)]);
  })();
  const good = manages ? choices.pick(material.managers) : choices.pick(material.tokens);
  if (manages || path.endsWith('/userinfo')) {
    if (mayAdmit) shot.headers.push(['Authorization', `Bearer ${good}`]);
    else if (choices.chance(0.8))
      shot.headers.push([
        'Authorization',
        choices.pick([
          `Bearer ${mutateToken(choices, good)}`,
          `Bearer ${choices.pick(material.forged)}`,
          'Bearer',
          `Basic ${CANARY}`,
          `${CANARY} x`,
        ]),
      ]);
  } else if (choices.chance(0.5) && schema) {
    shot.headers.push(['Authorization', `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`]);
  }
  if (path.endsWith('/userinfo')) mayAdmit = false;

  if (schema) {
    const kept = choices.pick(bodies);
    const token = material.tokens[0] ?? '';
    const value = manages ? manageable(kept, choices) : filled(kept, shot, client.id, secret, token);
    const body = isSpoilt('body') ? spoilt(choices, value, schema, root) : value;
    const asForm = forms && choices.chance(0.4) && typeof body === 'object' && body !== null;
    shot.body = asForm
      ? new URLSearchParams(
          Object.entries(body).map(([name, one]): [string, string] => [name, String(one)]),
        ).toString()
      : json(body);
    shot.headers.push([
      'Content-Type',
      isSpoilt('header') && choices.chance(0.3)
        ? choices.pick(['text/plain', '', 'application/json; charset=x', CANARY])
        : asForm
          ? 'application/x-www-form-urlencoded'
          : 'application/json',
    ]);
  }
  return { shot, mayAdmit };
}

/** What only this very service knows to be right, in place of what a schema knows. */
function filled(
  kept: unknown,
  { headers }: Shot,
  id: string,
  secret: string,
  token: string,
): Record<string, unknown> {
  const body: Record<string, unknown> = { ...(kept as object) };
  for (const name of [
    'client_assertion',
    'client_assertion_type',
    'code',
    'refresh_token',
    'resource',
    'scope',
    'redirect_uri',
    'code_verifier',
  ])
    delete body[name];
  if ('grant_type' in body) body.grant_type = 'client_credentials';
  if ('token' in body) body.token = token;
  const inHeader = headers.some(([name]) => name === 'Authorization');
  delete body.client_id;
  delete body.client_secret;
  return inHeader ? body : { ...body, client_id: id, client_secret: secret };
}

/** Of the many values that a scope or a key set may have, those that mean something here. */
function manageable(kept: unknown, choices: Choices): unknown {
  const body: Record<string, unknown> = { ...(kept as object) };
  if ('scope' in body) body.scope = choices.pick(['workflow:read', 'audit:read workflow:read']);
  if ('current_secret_id' in body) body.current_secret_id = null;
  if (choices.chance(0.8))
    for (const name of ['jwks', 'jwks_uri', 'token_endpoint_auth_method']) delete body[name];
  return body;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HTTPSnippet } from '@readme/httpsnippet';
import { NO_CLIENT } from '../../contract/docs';
import type { Described } from './describe';
import { CLIENT_ID, SECRET, TOKEN } from './examples';
import { LANGUAGES, type SampleLanguage } from './sample-languages';

/** As `x-codeSamples` has them, which tools that draw OpenAPI documents know. */
export interface CodeSample {
  lang: string;
  label: string;
  source: string;
}

/** Stands in the samples that are files. */
const FILE_ISSUER = 'https://auth.example.com';
const KEPT_OPERATION = 'create-token';
const FOLDER = join(process.cwd(), 'docs/samples');

/** Credentials are read from the environment: one that is typed into a program ends in a repository. */
const VARIABLES = { YOUR_CLIENT_SECRET: 'CLIENT_SECRET', YOUR_TOKEN: 'TOKEN' };
const LITERAL = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs;

/** Each placeholder within a literal becomes what the language has for a variable of the environment. */
function withVariables(code: string, { variable, joins }: SampleLanguage): string {
  return code.replace(LITERAL, (literal) => {
    const quote = literal.charAt(0);
    let text = literal;
    for (const [placeholder, name] of Object.entries(VARIABLES))
      text = text.replaceAll(placeholder, `${quote}${joins}${variable(name)}${joins}${quote}`);
    if (text === literal) return literal;
    // Nothing before it, or behind it.
    const nothing = `${quote}${quote}`;
    if (text.startsWith(`${nothing}${joins}`)) text = text.slice(2 + joins.length);
    return text.endsWith(`${joins}${nothing}`) ? text.slice(0, -2 - joins.length) : text;
  });
}

/** The example of an operation as a HAR request (HTTP Archive 1.2), which generators take. */
function requestOf({ method, path, security, parameters = [], takes }: Described, issuer: string) {
  const example = takes?.example;
  const headers = [
    ...(security.includes('bearer') ? [{ name: 'Authorization', value: 'Bearer YOUR_TOKEN' }] : []),
    ...parameters
      .filter((parameter) => parameter.in === 'header' && parameter.required)
      .map(({ name, example: value }) => ({ name: String(name), value: String(value) })),
    ...(example ? [{ name: 'Content-Type', value: 'application/json' }] : []),
  ];
  const body = JSON.stringify(example)
    ?.replaceAll(SECRET, 'YOUR_CLIENT_SECRET')
    .replaceAll(TOKEN, 'YOUR_TOKEN')
    .replaceAll(CLIENT_ID, NO_CLIENT);
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters.find((parameter) => parameter.name === name)?.example;
    return String(value).replaceAll(CLIENT_ID, NO_CLIENT);
  });
  return {
    method: method.toUpperCase(),
    url: `${issuer}${address}`,
    headers,
    ...(body ? { postData: { mimeType: 'application/json', text: body } } : {}),
  } as ConstructorParameters<typeof HTTPSnippet>[0];
}

/** The example of an operation in every language, and, of the one that issues tokens, with the token kept. */
export function codeSamples(operation: Described, issuer: string): CodeSample[] {
  const snippet = new HTTPSnippet(requestOf(operation, issuer));
  const samples = LANGUAGES.map((language) => {
    const [generated] = [snippet.convert(...language.target)].flat();
    if (!generated) throw new Error(`There is no sample in ${language.label}.`);
    // Not every answer is JSON: some have no body.
    const fitting = operation.answers.schema ? generated : generated.replace('res.json()', 'res.text()');
    const source = withVariables(fitting.trim(), language);
    return { ...named(language), source: language.complete?.(source) ?? source };
  });
  return operation.operationId === KEPT_OPERATION ? [...samples, ...keptSamples(issuer)] : samples;
}

const named = ({ lang, label }: SampleLanguage) => ({ lang, label });

/** Written by hand, and run by the tests where their tools are. */
const keptSamples = (issuer: string): CodeSample[] =>
  LANGUAGES.flatMap(({ kept, lang, label }) =>
    kept
      ? [
          {
            lang,
            label: `${label}, kept`,
            source: readFileSync(join(FOLDER, kept), 'utf8').trim().replaceAll(FILE_ISSUER, issuer),
          },
        ]
      : [],
  );

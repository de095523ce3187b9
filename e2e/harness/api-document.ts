import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';

// biome-ignore lint/suspicious/noExplicitAny: a document of a foreign format, walked through
type Node = any;

interface Seen {
  method: string;
  path: string;
  status: number;
  contentType: string;
  text: string;
}

/** Next has answers of its own to others, before anything of ours is asked. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Holds answers to an OpenAPI document. */
export function createAnswerCheck(document: Node): (seen: Seen) => string | undefined {
  // The document is checked as such elsewhere; `password` says how to show a value, not what it is.
  const ajv = new Ajv2020({ strict: false, formats: { password: true, uri: true } });
  ajv.addSchema({ ...document, $id: 'openapi' });
  const paths = Object.entries<Node>(document.paths).map(([path, item]) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    item,
  }));
  const compiled = new Map<string, ValidateFunction>();

  /** @returns what is wrong with it; undefined for one that keeps to the document, or that it says nothing of */
  return ({ method, path, status, contentType, text }) => {
    const found = paths.find(({ pattern }) => pattern.test(path));
    if (!found || !METHODS.includes(method)) return undefined;
    // A method that is not there is answered like the others are.
    const operation = found.item[method.toLowerCase()] ?? Object.values<Node>(found.item)[0];
    const response = operation.responses[status];
    const name = `${method} ${found.path} ${status}`;
    if (!response) return `${name} is not documented: ${text.slice(0, 200)}`;
    const content = response.content?.['application/json'];
    if (!content) return text === '' ? undefined : `${name} is to have no body: ${text.slice(0, 200)}`;
    if (!contentType.startsWith('application/json')) return `${name} is not JSON but ${contentType}`;
    const validate = compiled.get(name) ?? ajv.compile(rooted(content.schema));
    compiled.set(name, validate);
    if (validate(JSON.parse(text))) return undefined;
    return `${name}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 300)}`;
  };
}

/** References lead to the document, wherever the schema stands. */
const rooted = (schema: Node): Node =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'));

import type { Operation } from './document';
import { sample } from './tables';

/** In the examples of the document; the reader’s own stands in its place. */
const EXAMPLE_CLIENT = /\bclient_[A-Za-z0-9]{22}\b|\bYOUR_CLIENT_ID\b/g;
export const forReader = (text: string) => text.replace(EXAMPLE_CLIENT, '{{clientId}}');

/** As it is called in the text. */
export const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

const samplesOf = (operation: Operation, kept: boolean) =>
  operation['x-codeSamples'].filter(({ label }) => label.endsWith(', kept') === kept);

const tabs = (operation: Operation, kept: boolean, title: string): string =>
  samplesOf(operation, kept)
    .map(({ lang, label, source }) => sample(lang, title, forReader(source), label.replace(', kept', '')))
    .join('\n\n');

export const oneCall = (operation: Operation, title: string) => tabs(operation, false, title);

export const keptSamples = (operation: Operation, title: string, lead = ''): string =>
  [samplesOf(operation, true).length > 0 ? lead : '', tabs(operation, true, title)]
    .filter(Boolean)
    .join('\n\n');

// Every answer that a test gets is held to the OpenAPI document, whatever else the test looks at.
import { inject } from 'vitest';
import { createAnswerCheck } from './api-document';
import { watchAnswers } from './call';

const origin = inject('doors')[0]?.origin ?? '';
const check = createAnswerCheck(await (await fetch(`${origin}/openapi.json`)).json());

watchAnswers((method, { pathname: path }, { status, headers, text }) => {
  const flaw = check({ method, path, status, contentType: headers['content-type'] ?? '', text });
  if (flaw) throw new Error(`Not as the OpenAPI document has it: ${flaw}`);
});

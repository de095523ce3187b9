import { expect, it } from 'vitest';
import { callerWords } from './caller-words';

it.each([
  ['curl/8.5.0', 'curl 8.5'],
  ['python-requests/2.31.0', 'Python requests 2.31'],
  ['node', 'Node.js'],
  ['Go-http-client/1.1', 'Go 1.1'],
  ['claims-sync/3 (batch)', 'claims-sync 3'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Windows'],
  ['', 'a program without a name'],
  ['x'.repeat(300), 'x'.repeat(40)],
])('%s', (userAgent, words) => {
  expect(callerWords(userAgent)).toBe(words);
});

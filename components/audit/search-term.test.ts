import { expect, it } from 'vitest';
import { searchTerm } from './search-term';

it.each([
  [' req_0AbCdEfGhIjKlMnOpQrStU\n', { request: 'req_0AbCdEfGhIjKlMnOpQrStU' }],
  ['tok_0AbC', { jti: 'tok_0AbC' }],
  ['client_0AbC', { target: 'client_0AbC' }],
  ['usr_0AbC', { actor: 'usr_0AbC' }],
  ['ana@acme.test', { actor: 'ana@acme.test' }],
  ['10.0.0.7', { address: '10.0.0.7' }],
  ['2001:db8::7', { address: '2001:db8::7' }],
  ['::1', { address: '::1' }],
  ['Claims intake', undefined],
  // A secret in the wrong field goes nowhere, least of all into the address bar.
  ['gcs_live_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG13JG5q', undefined],
  ['eyJhbGciOiJSUzI1NiJ9.e30.c2ln', undefined],
  ['', undefined],
])('%j is searched as %j', (text, term) => expect(searchTerm(text)).toEqual(term));

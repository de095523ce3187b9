import { describe, expect, it } from 'vitest';
import { tokenFormSchema } from './token-form';

const GOOCLAIM = {
  profile: 'gooclaim',
  token_life_seconds: '',
  token_typ: 'at+jwt',
  resources: ['https://claims.example.com'],
  dpop_bound_access_tokens: true,
  opencrvs_issuer: '',
  opencrvs_audience: 'not\nchecked "now"',
} as const;

describe('what is sent of the token form', () => {
  it('is all of its own profile, and nothing of the other', () => {
    expect(tokenFormSchema.parse(GOOCLAIM)).toEqual({
      profile: 'gooclaim',
      token_life_seconds: null,
      token_typ: 'at+jwt',
      resources: ['https://claims.example.com'],
      dpop_bound_access_tokens: true,
      opencrvs_issuer: undefined,
      opencrvs_audience: undefined,
    });
  });

  it('switches off what OpenCRVS has no place for', () => {
    const values = {
      ...GOOCLAIM,
      profile: 'opencrvs',
      token_life_seconds: ' 900 ',
      opencrvs_issuer: 'opencrvs.auth',
      opencrvs_audience: 'opencrvs.auth\n\n opencrvs.search \n',
    } as const;
    expect(tokenFormSchema.parse(values)).toEqual({
      profile: 'opencrvs',
      token_life_seconds: 900,
      token_typ: 'JWT',
      resources: [],
      dpop_bound_access_tokens: false,
      opencrvs_issuer: 'opencrvs.auth',
      opencrvs_audience: ['opencrvs.auth', 'opencrvs.search'],
    });
  });

  it.each([
    ['59', 'At least 60 seconds'],
    ['1h', 'Whole seconds'],
    ['86401', 'At most 24 hours'],
  ])('is refused for a life of %s', (token_life_seconds, message) => {
    const issues = tokenFormSchema.safeParse({ ...GOOCLAIM, token_life_seconds }).error?.issues;
    expect(issues).toEqual([expect.objectContaining({ path: ['token_life_seconds'], message })]);
  });

  it('names the line that is wrong', () => {
    const values = { ...GOOCLAIM, profile: 'opencrvs', opencrvs_issuer: 'a', opencrvs_audience: 'a\nb c' };
    const issues = tokenFormSchema.safeParse(values).error?.issues;
    expect(issues?.map(({ message }) => message)).toEqual([expect.stringMatching(/^b c: 1 to 200/)]);
  });
});

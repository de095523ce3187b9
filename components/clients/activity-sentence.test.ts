import { expect, it } from 'vitest';
import { activitySentence } from './activity-sentence';

it.each([
  ['token.issued', { scope: 'claims:read' }, 'Token issued for claims:read'],
  ['token.refused', { reason: 'secret_retired' }, 'Token refused: the secret was retired'],
  ['token.refused', { reason: 'moon_phase' }, 'Token refused: moon phase'],
  ['secret.rotated', { overlap_seconds: 0 }, 'Rotated the secret, ending the old one at once'],
  ['secret.rotated', { overlap_seconds: 604_800 }, 'Rotated the secret, keeping the old one for 7 days'],
  ['client.updated', { after: { name: 'B', scopes: [] } }, 'Changed name and scopes'],
  ['token.limited', { limit: 60 }, 'Too many token requests: more than 60 a minute'],
  ['client.moved_house', {}, 'Client moved house'],
])('%s %j reads “%s”', (action, detail, sentence) => {
  expect(activitySentence({ action, detail })).toBe(sentence);
});

import { describe, expect, it } from 'vitest';
import { readMessage, type Word, wordText } from './change-messages';
import { createChangePeers } from './change-peers';

describe('other instances', () => {
  function setup() {
    const world = { now: 0 };
    const peers = createChangePeers(() => world.now);
    const ask = (number: number) => {
      const question = { answered: false };
      const asked = peers.asked(number, 'self').then(() => {
        question.answered = true;
      });
      return { question, asked };
    };
    return { world, peers, ask };
  }

  it('have all to hear, who asks included, and of them those who are here', async () => {
    const { world, peers, ask } = setup();
    peers.isHere('one');
    peers.isHere('two');
    peers.isHere('three');
    world.now = 2_000;
    peers.isHere('one');
    peers.isHere('two');
    world.now = 3_001;
    const { question, asked } = ask(7);
    peers.hasHeard('self', 7);
    peers.hasHeard('one', 6);
    peers.hasHeard('two', 7);
    await Promise.resolve();
    expect(question.answered).toBe(false);
    peers.isGone('one');
    await asked;
  });

  it('say what the others read', () => {
    const words: Word[] = [
      { what: 'beat', by: 'a', number: 1 },
      { what: 'ask', by: 'a', number: 2 },
      { what: 'heard', by: 'a', number: 3, whose: 'b' },
      { what: 'hello', by: 'a' },
      { what: 'here', by: 'a' },
      { what: 'bye', by: 'a' },
    ];
    for (const word of words) expect(readMessage(wordText(word))).toEqual(word);
    expect(readMessage('revoked:1767225600:tok_a:b')).toEqual({
      what: 'revoked',
      expiresAt: 1_767_225_600,
      jti: 'tok_a:b',
    });
    expect(readMessage('client:client_a')).toEqual({ what: 'client', id: 'client_a' });
    expect(readMessage('of a release to come')).toBeUndefined();
  });
});

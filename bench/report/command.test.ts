import { expect, test } from 'vitest';
import { commandOf } from './command';

test('a run is named by what it was asked for, not by where on a machine its results went', () => {
  expect(commandOf('chaos', [])).toBe('npm run chaos');
  expect(commandOf('chaos', ['--quick', '--json', '/somewhere/a.json'])).toBe('npm run chaos -- --quick');
  expect(commandOf('soak', ['--json=/somewhere/a.json'])).toBe('npm run soak');
  expect(commandOf('hostile', ['--report', 'a.md', '--seed', '7'])).toBe('npm run hostile -- --seed 7');
});

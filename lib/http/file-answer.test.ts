import { expect, test, vi } from 'vitest';
import { fileAnswer } from './file-answer';

async function* pieces(fault?: Error): AsyncGenerator<string> {
  yield 'one,';
  if (fault) throw fault;
  yield 'two';
}

const fileOf = (made: AsyncGenerator<string>, signal = new AbortController().signal) => {
  const warn = vi.fn();
  const answer = fileAnswer({ name: 'a.csv', type: 'text/csv', pieces: made, signal }, { warn });
  return { answer, warn };
};

test('a whole file', async () => {
  const { answer, warn } = fileOf(pieces());
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.csv"');
  expect(await answer.text()).toBe('one,two');
  expect(warn).not.toHaveBeenCalled();
});

test('one that breaks off is no file, and the log has why', async () => {
  const { answer, warn } = fileOf(pieces(new Error('the database is gone')));
  await expect(answer.text()).rejects.toThrow('the database is gone');
  expect(warn).toHaveBeenCalledOnce();
});

test('one that nobody reads on is broken off when its time is over', async () => {
  const ending = new AbortController();
  const { answer, warn } = fileOf(pieces(), ending.signal);
  const reader = answer.body?.getReader();
  await reader?.read();
  ending.abort(new Error('too long'));
  await expect(reader?.read()).rejects.toThrow('too long');
  expect(warn).toHaveBeenCalledOnce();
});

export function sessionWords(count: number): string {
  if (count === 0) return 'No live session';
  return count === 1 ? '1 live session' : `${count} live sessions`;
}

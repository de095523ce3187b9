export function sessionWords(count: number): string {
  if (count === 0) return 'Nobody is signed in';
  return count === 1 ? '1 live session' : `${count} live sessions`;
}

/** The token that was got on this page, for its other forms: in memory, and only as long as the page is open. */
let kept = '';

export const keptToken = () => kept;

export function keepToken(token: string): void {
  kept = token;
}

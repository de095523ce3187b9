/** "token.refused" as words: "Token refused". */
export function auditActionName(action: string): string {
  const words = action.replace(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

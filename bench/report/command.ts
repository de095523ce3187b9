/** How a run was asked for, without where its results went: that says something of one machine only. */
export const commandOf = (name: string, args: readonly string[]): string =>
  ['npm run', name, ...(args.length > 0 ? ['--', ...args] : [])]
    .join(' ')
    .replace(/ --(json|report|logs)[ =]\S+/g, '')
    .replace(/ --$/, '');

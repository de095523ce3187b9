interface Issue {
  message?: string;
  root?: { message?: string };
}

/** react-hook-form's error of a list: its own, or that of the first entry in it that has one. */
export function listError(error: Issue | (Issue | undefined)[] | undefined): string | undefined {
  if (!error) return undefined;
  if (Array.isArray(error) && !('message' in error))
    return error.find((entry) => entry?.message)?.message ?? (error as Issue).root?.message;
  return (error as Issue).message ?? (error as Issue).root?.message;
}

/** Between the password and other ways to sign in. */
export const OrDivider = () => (
  <p
    aria-hidden
    className="mt-4 flex items-center gap-3 text-muted-foreground text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border"
  >
    or
  </p>
);

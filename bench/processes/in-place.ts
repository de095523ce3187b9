// Runs `node SCRIPT …`, as it is given, in this very process: Node takes `--cpu-prof` from its command line alone, and
// the harness writes that.
process.argv.splice(1, 2);
await import(process.argv[1] ?? '');

export {};

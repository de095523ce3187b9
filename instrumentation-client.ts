// Runs before any other script of ours. zod compiles schemas with `new Function` where it can, and finds out by trying,
// which our content security policy reports as a violation. Set where zod looks for it: importing zod here would make
// every page load it first.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

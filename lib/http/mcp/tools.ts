import { CLIENT_TOOLS } from './client-tools';
import { DOCS_TOOLS } from './docs-tools';
import { ROTATION_TOOLS } from './rotation-tools';
import { TOKEN_TOOLS } from './token-tools';
import type { Tool } from './tool';

/** All there is. */
export const TOOLS: readonly Tool[] = [...DOCS_TOOLS, ...TOKEN_TOOLS, ...CLIENT_TOOLS, ...ROTATION_TOOLS];

'use client';

import dynamic from 'next/dynamic';

/**
 * The portal around the documentation. Loaded when it is drawn: whoever only reads, without signing in, would else load
 * all of its scripts too.
 */
export const PortalFrame = dynamic(() => import('./signed-in-frame'));

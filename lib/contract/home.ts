/** Where somebody lands who came for nothing in particular. */
export const HOME = '/overview';

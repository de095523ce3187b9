/** What stands in the examples of the document: of the form of the real things, and nobody’s. */
export const CLIENT_ID = 'client_y7oLPVBucsQY2ULdLAgrA1';
export const SECRET_ID = 'sec_4cO9PyIzoaF7cOAcgbMR9b';
export const SECRET = 'gcs_live_…';
export const TOKEN = 'eyJhbGciOiJSUzI1NiIs…';
export const TOKEN_ID = 'tok_4cO9PyIzoaF7cOAcgbMR9b';
export const CREDENTIALS = { client_id: CLIENT_ID, client_secret: SECRET };

/** What a link of a mail carries: whole, or it was not copied whole. */
export const LINK_TOKEN = /^[0-9A-Za-z]{43}$/;

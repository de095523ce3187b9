/** What a person can mend, in a sentence for them. */
export class Complaint extends Error {}

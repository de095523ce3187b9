/** What a colour may say: nothing, the accent, or a state. */
export type Tone = 'neutral' | 'primary' | 'ok' | 'soon' | 'overdue' | 'failing';

export const BOARD_FILTERS = [
  { value: 'all', label: 'All live secrets' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'soon', label: 'Due soon' },
  { value: 'rotating', label: 'In rotation' },
  { value: 'unused', label: 'Never used' },
  { value: 'exposed', label: 'Exposed' },
] as const;
export type BoardFilter = (typeof BOARD_FILTERS)[number]['value'];

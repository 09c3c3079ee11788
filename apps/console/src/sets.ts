/** The indicator set by which bodies are shown where the reader has not chosen one. */
export const DEFAULT_SET = 'emc-2024';

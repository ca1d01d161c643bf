export const titleId = 'record-title';

/** Where the focus goes when what had it is gone. */
export const focusTitle = (): void => document.getElementById(titleId)?.focus();

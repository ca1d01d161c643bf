/** What a person chose in this browser; storage may be switched off, then it lasts as long as the page. */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** `null` forgets the choice. */
export function writePreference(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // The choice holds until the page is left.
  }
}

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export function readTheme(): Theme {
  const stored = readPreference('theme');
  return themes.find((theme) => theme === stored) ?? 'system';
}

/** Shows the theme at once and keeps it; `public/theme.js` applies it on the next visit. */
export function chooseTheme(theme: Theme): void {
  writePreference('theme', theme === 'system' ? null : theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Shortcuts of a single letter can be switched off (WCAG 2.1.4). */
export const hasShortcuts = (): boolean => readPreference('shortcuts') !== 'off';
export const switchShortcuts = (isOn: boolean): void => writePreference('shortcuts', isOn ? null : 'off');

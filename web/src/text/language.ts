const languages = new Intl.DisplayNames(['en'], { type: 'language' });

/** `pt-BR` → `Brazilian Portuguese`; a code nobody knows stays as it is. */
export function languageName(code: string): string {
  if (code === 'und') return 'Unknown language';
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newToken } from './tokens.ts';

/** The secret that signs cookies, generated once and kept in the data folder, for our eyes only. */
export async function cookieSecret(given: string | null, dataDir: string): Promise<string> {
  if (given !== null) return given;
  const path = join(dataDir, 'auth-secret');
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (kept.trim() !== '') return kept.trim();
  const secret = newToken();
  await writeFile(`${path}.new`, secret, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
  return secret;
}

import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where programs are looked for unless told otherwise, in the notation of PATH. */
export const defaultSearchPath = '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin';

/** Path of the first executable of that name in the folders of the search path, `null` when there is none. */
export async function findProgram(name: string, searchPath: string): Promise<string | null> {
  for (const folder of searchPath.split(delimiter)) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

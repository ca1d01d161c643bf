import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What of vite's manifest says what a module loads before it runs. */
const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().default(false),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
);
type Manifest = z.infer<typeof Manifest>;

/** Of the built web app; without one there is nothing to say about its modules. */
export async function readManifest(webDir: string): Promise<Manifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(webDir, '.vite/manifest.json'), 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw new Error(`${webDir} has a manifest that cannot be read`, { cause });
  }
}

/**
 * Values of `Link` (RFC 8288) for the files that a page's module needs: the browser asks for them with the first script,
 * not after it. That script and what it imports come first, although every page names them: all waits for them.
 */
export function linksToModule(manifest: Manifest, module: string): string[] {
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
  const chunks = manifest[module] ? [...closure(manifest, [...entries, module])] : [];
  const styles = new Set(chunks.flatMap((name) => manifest[name]?.css ?? []));
  return [
    ...chunks.map((name) => `</${manifest[name]?.file}>; rel=modulepreload`),
    ...[...styles].map((file) => `</${file}>; rel=preload; as=style; crossorigin`),
  ];
}

/** The same for an answer of the API, which the page's script will ask for as `fetch` does. */
export const linkToAnswer = (path: string): string => `<${path}>; rel=preload; as=fetch; crossorigin`;

/** The chunks and all that they import before they run. */
function closure(manifest: Manifest, names: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || reached.has(name)) return;
    reached.add(name);
    for (const imported of chunk.imports) visit(imported);
  };
  for (const name of names) visit(name);
  return reached;
}

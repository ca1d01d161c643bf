import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseCaptions } from '../../../../core/model/captions/parse.ts';
import { buildPassages, type Passage } from '../../../../core/model/search/passages.ts';

/** A talk as the index is given it; `name` is what queries call it. */
export interface Talk {
  readonly name: string;
  readonly title: string;
  readonly speakers: readonly string[];
  readonly passages: readonly Passage[];
}

const Descriptions = z.record(
  z.string(),
  z.object({ title: z.string(), speakers: z.array(z.string()).default([]) }),
);

/** Every `<name>.vtt` of a folder, and what `sessions.json` there says of it: `name -> { title, speakers }`. */
export async function readTalks(folder: string, ending = '.vtt'): Promise<Talk[]> {
  const described = Descriptions.parse(
    JSON.parse(await readFile(join(folder, 'sessions.json'), 'utf8').catch(() => '{}')),
  );
  const files = (await readdir(folder)).filter((file) => file.endsWith(ending)).sort();
  const talks: Talk[] = [];
  for (const file of files) {
    const name = file.slice(0, -ending.length);
    const { title, speakers } = described[name] ?? { title: name.replaceAll('-', ' '), speakers: [] };
    const passages = buildPassages(parseCaptions(await readFile(join(folder, file), 'utf8')));
    if (passages.length > 0) talks.push({ name, title, speakers, passages });
  }
  return talks;
}

import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest of all, the longest first: where nothing is known of earlier runs, files go by their size. */
const longest = ['accessibility', 'playback', 'record', 'hostile-text', 'cli', 'kill', 'editing'];

/** Kinds of tests, those with the longest files first. */
const kinds = ['e2e', 'workers', 'contract', 'api', 'unit'];

/** Begins with what takes longest: what is left for the end is short, and keeps all cores at work. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ project, moduleId }: TestSpecification) => {
      const at = project.name === 'e2e' ? longest.indexOf(basename(moduleId, '.test.ts')) : -1;
      return at < 0 ? longest.length + kinds.indexOf(project.name) : at;
    };
    return (await super.sort(files)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}

import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Kinds of tests, those with the longest files first. */
const kinds = ['e2e', 'workers', 'contract', 'api', 'unit'];

/** Begins with what takes longest: what is left for the end is short, and keeps all cores at work. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const kindOf = ({ project }: TestSpecification) => kinds.indexOf(project.name);
    return (await super.sort(files)).sort((one, other) => kindOf(one) - kindOf(other));
  }
}

import { checkParts, type PartState } from '../../../core/actions/check-parts.ts';
import type { Command } from '../command.ts';

const signs = { ok: '✓', degraded: '!', warning: '!', failed: '✗' } as const;

/**
 * What is configured, whether it can be reached, and what is missing; status 1 when something cannot work. A
 * protection that this system does not have is only a warning: a container with Docker's usual restrictions,
 * whose health check this is, lacks one of them.
 */
export const doctor: Command = async ({ parts, print }) => {
  const states = await checkParts(parts);
  for (const state of states) print.item({ ...state }, lineOf(state));
  return states.some(({ status }) => status === 'failed') ? 1 : 0;
};

function lineOf({ part, engine, status, detail, improve }: PartState): string {
  const name = part === 'media' ? part : `${part}: ${engine}`;
  const said = detail === null ? '' : `${status === 'degraded' ? ' ' : ': '}${detail}`;
  return `${signs[status]} ${name}${said}${improve === null ? '' : `\n    ${improve}`}`;
}

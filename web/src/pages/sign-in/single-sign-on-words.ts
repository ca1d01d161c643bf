import type { SingleSignOnProblem } from '../../../../core/api/people.ts';

const words: Readonly<Record<SingleSignOnProblem, string>> = {
  'sso-unavailable': 'Your company’s sign-in cannot be reached. Try again in a few minutes.',
  'sso-expired': 'That took too long, or was started in another browser. Sign in again.',
  'sso-denied': 'Your company’s sign-in said no. Ask an admin there whether you may use Brownbag.',
  'sso-failed': 'Signing in did not work. Try again; an admin finds the reason in Brownbag’s log.',
  'sso-setup-first': 'Brownbag is not set up yet. Come back when it has an admin.',
  'sso-no-email': 'Your company account has no e-mail address, and Brownbag needs one. Ask an admin there.',
  'sso-email-taken':
    'Somebody with your e-mail address is here already, and your company’s sign-in does not vouch that it is you. Sign in with your password, or ask an admin.',
  'sso-disabled': 'Your account is disabled. Ask an admin of Brownbag.',
};

/** What to tell whom single sign-on led back here; `undefined` when it did not, or with a code that is not ours. */
export function wordsFor(problem: string | undefined): string | undefined {
  return problem !== undefined && isProblem(problem) ? words[problem] : undefined;
}

const isProblem = (problem: string): problem is SingleSignOnProblem => Object.hasOwn(words, problem);

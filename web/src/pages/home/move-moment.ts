import type { KeyboardEvent } from 'react';
import { isTyping } from '../../components/typing.ts';

/** Up and down move through the moments of all sessions; up from the first goes back to the search field. */
export function moveMoment(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !list || event.defaultPrevented || isTyping(event.target)) return;
  const moments = [...list.querySelectorAll<HTMLElement>('[data-moment]')];
  const from = document.activeElement;
  const current = moments.findIndex((moment) => moment === from || moment.parentElement?.contains(from));
  if (current < 0) return;
  event.preventDefault();
  if (current + step < 0) document.querySelector<HTMLElement>('input[type="search"][name="q"]')?.focus();
  else moments[current + step]?.focus();
}

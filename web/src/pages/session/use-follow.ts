import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** Keys that scroll a list when it, or what is in it, has the focus. */
const scrollKeys = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown']);

/**
 * Keeps the line in view while following; a reader who scrolls ends that, `follow` takes it up again.
 * A list that scrolls by itself is scrolled, never the page. Where the page scrolls (phone), it moves only
 * for somebody who reads along: the line before was in view. A match that is asked for is always shown.
 */
export function useFollow(
  list: RefObject<HTMLOListElement | null>,
  line: number,
  hitLine: number | undefined,
) {
  const [isFollowing, setIsFollowing] = useState(true);
  const shown = useRef(-1);
  useEffect(() => {
    if (line === shown.current || line < 0) return;
    const before = shown.current;
    shown.current = line;
    if (isFollowing) showLine(list.current, line, before);
  }, [list, line, isFollowing]);
  useEffect(() => {
    if (hitLine !== undefined) showLine(list.current, hitLine, hitLine);
  }, [list, hitLine]);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const stop = () => setIsFollowing(false);
    const onKey = ({ key }: KeyboardEvent) => scrollKeys.has(key) && stop();
    // Left of the scroll bar is text, on it is scrolling.
    const onPointer = ({ offsetX, target }: PointerEvent) =>
      target === element && offsetX > element.clientWidth && stop();
    element.addEventListener('wheel', stop, { passive: true });
    element.addEventListener('touchmove', stop, { passive: true });
    element.addEventListener('keydown', onKey);
    element.addEventListener('pointerdown', onPointer);
    return () => {
      element.removeEventListener('wheel', stop);
      element.removeEventListener('touchmove', stop);
      element.removeEventListener('keydown', onKey);
      element.removeEventListener('pointerdown', onPointer);
    };
  }, [list]);
  const follow = useCallback(() => {
    setIsFollowing(true);
    showLine(list.current, shown.current, shown.current);
  }, [list]);
  return { isFollowing, follow };
}

function showLine(list: HTMLOListElement | null, line: number, before: number): void {
  const row = list?.querySelector<HTMLElement>(`[data-line="${line}"]`);
  if (!list || !row) return;
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  if (getComputedStyle(list).overflowY === 'auto') {
    const isNear = Math.abs(row.offsetTop - list.scrollTop) < 2 * list.clientHeight;
    if (isNear && behavior === 'smooth') list.scrollTo({ top: placeOf(list, row), behavior });
    else jumpTo(list, row);
    return;
  }
  const earlier = list.querySelector(`[data-line="${before}"]`);
  if (earlier && isInView(earlier))
    window.scrollBy({ top: row.getBoundingClientRect().top - innerHeight * 0.6, behavior });
}

/** A third from the top: what was said before stays readable. */
const placeOf = (list: HTMLElement, row: HTMLElement): number => row.offsetTop - list.clientHeight / 3;

/** Lines that were never seen have estimated heights, which become real on the way: corrects until it is there. */
function jumpTo(list: HTMLElement, row: HTMLElement, tries = 8): void {
  const top = placeOf(list, row);
  list.scrollTo({ top, behavior: 'auto' });
  if (tries > 0)
    requestAnimationFrame(() => Math.abs(placeOf(list, row) - top) > 1 && jumpTo(list, row, tries - 1));
}

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

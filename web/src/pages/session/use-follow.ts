import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** Keys that scroll a list when it, or what is in it, has the focus. */
const scrollKeys = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown']);

/**
 * Keeps the line in view while following, within the list, never by moving the page; a reader who scrolls ends
 * that, `follow` takes it up again. A match that is asked for is always shown.
 */
export function useFollow(list: RefObject<HTMLElement | null>, line: number, hitLine: number | undefined) {
  const [isFollowing, setIsFollowing] = useState(true);
  const shown = useRef(-1);
  useEffect(() => {
    if (line === shown.current || line < 0) return;
    shown.current = line;
    if (isFollowing) showLine(list.current, line);
  }, [list, line, isFollowing]);
  useEffect(() => {
    if (hitLine !== undefined) showLine(list.current, hitLine, true);
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
    showLine(list.current, shown.current);
  }, [list]);
  return { isFollowing, follow };
}

/** Scrolls the list; the page only where all of the list is on it, to a line that is asked for and not in view. */
export function showLine(list: HTMLElement | null, line: number, isAskedFor = false): void {
  const row = list?.querySelector<HTMLElement>(`[data-line="${line}"]`);
  if (!list || !row) return;
  const isOnPage = list.scrollHeight <= list.clientHeight;
  if (isOnPage && (!isAskedFor || isInWindow(row))) return;
  const scroller = isOnPage ? document.documentElement : list;
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  const top = placeOf(scroller, row);
  if (behavior === 'auto' || Math.abs(top - scroller.scrollTop) > 2 * scroller.clientHeight)
    jumpTo(scroller, row);
  else scroller.scrollTo({ top, behavior });
}

function isInWindow(row: HTMLElement): boolean {
  const { top, bottom } = row.getBoundingClientRect();
  return top >= 0 && bottom <= document.documentElement.clientHeight;
}

/** Where to scroll to: with it a third from the top, what was said before stays readable. */
function placeOf(scroller: HTMLElement, row: HTMLElement): number {
  const { top } = scroller.getBoundingClientRect();
  // The box of the page itself moves as it scrolls.
  const start = scroller === document.documentElement ? top : top - scroller.scrollTop;
  return row.getBoundingClientRect().top - start - scroller.clientHeight / 3;
}

/** Lines that were never seen have estimated heights, which become real in the frames after: corrects until then. */
function jumpTo(scroller: HTMLElement, row: HTMLElement, before = Number.NaN, frames = 8): void {
  const top = placeOf(scroller, row);
  const hasMoved = !(Math.abs(top - before) <= 1);
  if (hasMoved) scroller.scrollTo({ top, behavior: 'auto' });
  if (frames > 0) requestAnimationFrame(() => jumpTo(scroller, row, top, frames - 1));
}

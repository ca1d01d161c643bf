import { type DragEvent, useState } from 'react';

/** Puts rows in another order with the mouse; the buttons do the same for everybody else (WCAG 2.5.7). */
export function useDrag(onMove: (from: number, to: number) => void) {
  const [from, setFrom] = useState<number | null>(null);
  const [target, setTarget] = useState<number | null>(null);
  const stop = () => {
    setFrom(null);
    setTarget(null);
  };
  return {
    /** The row that the dragged one would take the place of. */
    target: from === null || target === from ? null : target,
    propsOf: (index: number) => ({
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', String(index));
        setFrom(index);
      },
      onDragOver: (event: DragEvent) => {
        if (from === null) return;
        event.preventDefault();
        setTarget(index);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (from !== null && from !== index) onMove(from, index);
        stop();
      },
      onDragEnd: stop,
    }),
  };
}

import { createElement, Fragment } from 'react';
import type { Segment } from '../../../../core/model/transcript.ts';
import { cutLine, findUnsure, type Range } from '../../text/find.ts';
import styles from './transcript.module.css';

interface LineTextProps {
  readonly segment: Segment;
  readonly ranges: readonly Range[] | undefined;
}

/** The words of a line, matches marked and doubtful ones dotted. */
export function LineText({ segment, ranges }: LineTextProps) {
  const unsure = segment.words ? findUnsure(segment.text, segment.words) : [];
  const pieces = cutLine(segment.text, ranges ?? [], unsure).map(({ text, isMarked, isUnsure }) => {
    const word = isUnsure
      ? createElement('span', { className: styles.unsure, title: 'Uncertain' }, text)
      : text;
    return isMarked ? createElement('mark', null, word) : word;
  });
  return createElement(Fragment, null, ...pieces);
}

import { memo } from 'react';
import type { Segment } from '../../../../../core/model/transcript.ts';
import type { Range } from '../../../text/find.ts';
import { formatTime, speakTime } from '../../../text/time.ts';
import { LineText } from '../line-text.tsx';
import transcript from '../transcript.module.css';
import styles from './edit.module.css';
import type { Editor, Place } from './editor.ts';
import type { Offer } from './offers.ts';
import { OpenLine } from './open-line.tsx';

export interface EditLineProps {
  readonly segment: Segment;
  readonly line: number;
  readonly isFirstOfSpeaker: boolean;
  readonly isActive: boolean;
  readonly isHit: boolean;
  /** The one line that the Tab key stops at; arrows go on from there. */
  readonly isStop: boolean;
  /** While its text is open. */
  readonly place: Place | null;
  readonly canPlay: boolean;
  readonly ranges: readonly Range[] | undefined;
  readonly offers: readonly Offer[] | undefined;
  readonly editor: Editor;
}

/** A line that may be edited; what its buttons do is said by `data-act`, the list does it. */
export const EditLine = memo(function EditLine(props: EditLineProps) {
  const { segment, line, isFirstOfSpeaker, isActive, isHit, isStop, place, canPlay, ranges, offers } = props;
  const time = formatTime(segment.startSeconds);
  const states = [
    transcript.line,
    styles.line,
    isActive && transcript.active,
    isHit && transcript.hit,
    place && styles.open,
  ];
  return (
    <li
      data-line={line}
      aria-current={isActive ? 'true' : undefined}
      className={states.filter(Boolean).join(' ')}
    >
      {(isFirstOfSpeaker || place) && (
        <h2 dir="auto" className={transcript.speaker}>
          <button
            type="button"
            data-act="speaker"
            tabIndex={isStop ? 0 : -1}
            className={styles.speaker}
            aria-label={
              segment.speaker === null
                ? 'Nobody is named. Say who speaks'
                : `${segment.speaker}. Change who speaks`
            }
          >
            {segment.speaker ?? 'Who speaks?'}
          </button>
        </h2>
      )}
      {canPlay ? (
        <button
          type="button"
          data-act="seek"
          className={transcript.time}
          tabIndex={-1}
          aria-label={`Go to ${speakTime(segment.startSeconds)}`}
        >
          {time}
        </button>
      ) : (
        <time className={transcript.time}>{time}</time>
      )}
      {place ? (
        <OpenLine key={place.key} segment={segment} place={place} canPlay={canPlay} editor={props.editor} />
      ) : (
        <button type="button" data-act="open" tabIndex={isStop ? 0 : -1} className={styles.words}>
          <span className="visually-hidden">Edit: </span>
          <span data-words dir="auto">
            <LineText segment={segment} ranges={ranges} />
          </span>
        </button>
      )}
      {offers?.map((offer, at) => (
        <p key={`${offer.start} ${offer.termId}`} className={styles.offer}>
          <span dir="auto">
            <del>{offer.from}</del> <span aria-hidden="true">→</span>
            <span className="visually-hidden"> may be </span> <ins>{offer.to}</ins>
          </span>
          <button type="button" data-act="accept" data-offer={at}>
            Accept
          </button>
          <button type="button" data-act="dismiss" data-offer={at}>
            Not here
          </button>
        </p>
      ))}
    </li>
  );
});

import type { ReactNode } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { formatBytes } from '../../text/bytes.ts';
import { formatExactly } from '../../text/date.ts';
import { languageName } from '../../text/language.ts';
import { formatTime } from '../../text/time.ts';
import { CaptionsSection } from './captions-section.tsx';
import styles from './details.module.css';
import { trustInWords } from './transcript-trust.ts';

const visibilityWords = {
  organisation: 'Everyone here',
  team: 'The owner’s team',
  private: 'The owner alone',
} as const;

/** Where the session comes from, and everything of it to take along. */
export function Details({ session }: { readonly session: Session }) {
  const { original, transcript } = session;
  return (
    <div className={styles.details}>
      <Downloads session={session} />
      {session.canEdit && <CaptionsSection session={session} />}
      <dl>
        {session.recordedAt && <Row name="Recorded">{formatExactly(session.recordedAt)}</Row>}
        <Row name="Added">
          {formatExactly(session.createdAt)} by <span dir="auto">{session.owner.name}</span>
        </Row>
        {session.durationSeconds !== null && <Row name="Length">{formatTime(session.durationSeconds)}</Row>}
        <Row name="Language">{languageName(session.language)}</Row>
        <Row name="Seen by">{visibilityWords[session.visibility]}</Row>
        {transcript && (
          <Row name="Transcript">
            {[
              `${transcript.quality}. ${transcript.words.toLocaleString('en')} words`,
              trustInWords(transcript),
            ]
              .filter(Boolean)
              .join('. ')}
          </Row>
        )}
        {original && (
          <Row name="File">{[original.filename, ...formatOf(original)].filter(Boolean).join(' · ')}</Row>
        )}
        {original && original.plan.length > 0 && <Row name="For playing">{original.plan.join(' ')}</Row>}
        {original && (
          <Row name="SHA-256">
            <code>{original.sha256}</code>
          </Row>
        )}
      </dl>
    </div>
  );
}

const formatOf = (original: NonNullable<Session['original']>): (string | null)[] => [
  original.bytes === null ? null : formatBytes(original.bytes),
  original.container,
  original.videoCodec,
  original.audioCodec,
];

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Downloads({ session }: { readonly session: Session }) {
  const text = `/api/sessions/${session.id}/transcript`;
  /** `fileName` where the answer does not say one. */
  const links: readonly { readonly name: string; readonly href: string; readonly fileName?: string }[] = [
    ...(session.original ? [{ name: 'Original recording', href: `/media/${session.id}/original` }] : []),
    ...(session.media.audio
      ? [{ name: 'Sound alone', href: `/media/${session.media.audio}`, fileName: `${session.slug}.m4a` }]
      : []),
    ...(session.transcript
      ? [
          { name: 'Captions (VTT)', href: `${text}.vtt` },
          { name: 'Captions (SRT)', href: `${text}.srt` },
          { name: 'Text', href: `${text}.txt` },
          { name: 'Markdown', href: `${text}.md` },
        ]
      : []),
  ];
  if (links.length === 0) return null;
  return (
    <section>
      <h2>Download</h2>
      <ul>
        {links.map(({ name, href, fileName }) => (
          <li key={href}>
            <a href={href} download={fileName ?? true}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

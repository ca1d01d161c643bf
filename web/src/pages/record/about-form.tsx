import { Field } from '../../components/field.tsx';
import { visibilityWords } from '../new/draft-form.tsx';
import { type About, titleOf } from './about.ts';
import styles from './record.module.css';

interface AboutFormProps {
  readonly about: About;
  readonly startedAt: Date;
  readonly onEdit: (part: Partial<About>) => void;
  /** A field was left. */
  readonly onLeave: () => void;
}

/** What the recording is about. Everything may stay empty. */
export function AboutForm({ about, startedAt, onEdit, onLeave }: AboutFormProps) {
  return (
    <fieldset className={styles.about} onBlur={onLeave}>
      <legend className="visually-hidden">About this recording</legend>
      <Field label="Title">
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            placeholder={titleOf(startedAt)}
            value={about.title}
            maxLength={300}
            onChange={(event) => onEdit({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Speakers" hint="Separate names with commas">
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            value={about.speakers}
            onChange={(event) => onEdit({ speakers: event.target.value })}
          />
        )}
      </Field>
      <Field label="Topics" hint="More are suggested from what is said">
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            value={about.topics}
            onChange={(event) => onEdit({ topics: event.target.value })}
          />
        )}
      </Field>
      <VisibilityField about={about} onEdit={onEdit} />
    </fieldset>
  );
}

/** Who can see it: also asked before there is anything to see. */
export function VisibilityField({ about, onEdit }: Pick<AboutFormProps, 'about' | 'onEdit'>) {
  return (
    <Field label="Who can see it">
      {(attributes) => (
        <select
          {...attributes}
          value={about.visibility}
          onChange={(event) => {
            const chosen = visibilityWords.find(([name]) => name === event.target.value);
            if (chosen) onEdit({ visibility: chosen[0] });
          }}
        >
          {visibilityWords.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

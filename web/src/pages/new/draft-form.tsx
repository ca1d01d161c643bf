import type { Visibility } from '../../../../core/model/access.ts';
import { Field } from '../../components/field.tsx';
import { languageName } from '../../text/language.ts';
import type { Draft, DraftFields } from './draft.ts';
import styles from './new-page.module.css';

interface DraftFormProps {
  readonly draft: Draft;
  readonly onEdit: (fields: Partial<DraftFields>) => void;
  /** A field was left. */
  readonly onLeave?: () => void;
}

/** Offered in the list; the transcript's own language is found out otherwise. */
const languages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'sv',
  'cs',
  'uk',
  'tr',
  'ar',
  'he',
  'hi',
  'zh',
  'ja',
  'ko',
];

export const visibilityWords: readonly (readonly [Visibility, string])[] = [
  ['organisation', 'Everyone here'],
  ['team', 'My team'],
  ['private', 'Only me'],
];

/** What a session is about. Everything but the title may stay empty. */
export function DraftForm({ draft, onEdit, onLeave }: DraftFormProps) {
  const { fields, state } = draft;
  const errors = state.kind === 'refused' ? state.error.fields : {};
  return (
    <fieldset className={styles.fields} onBlur={onLeave}>
      <legend className="visually-hidden">About {fields.title}</legend>
      <Field label="Title" error={errors['title']}>
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            value={fields.title}
            maxLength={300}
            onChange={(event) => onEdit({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Speakers" hint="Separate names with commas" error={errors['speakers']}>
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            value={fields.speakers}
            onChange={(event) => onEdit({ speakers: event.target.value })}
          />
        )}
      </Field>
      <Field label="Topics" hint="More are suggested from what is said" error={errors['topics']}>
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            value={fields.topics}
            onChange={(event) => onEdit({ topics: event.target.value })}
          />
        )}
      </Field>
      <Field label="Recorded on" error={errors['recordedAt']}>
        {(attributes) => (
          <input
            {...attributes}
            type="date"
            value={fields.recordedOn}
            onChange={(event) => onEdit({ recordedOn: event.target.value })}
          />
        )}
      </Field>
      <Field label="Language" error={errors['language']}>
        {(attributes) => (
          <select
            {...attributes}
            value={fields.language}
            onChange={(event) => onEdit({ language: event.target.value })}
          >
            <option value="">Find out</option>
            {languages.map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Who can see it" error={errors['visibility']}>
        {(attributes) => (
          <select
            {...attributes}
            value={fields.visibility}
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
      <Field label="Description" error={errors['description']}>
        {(attributes) => (
          <textarea
            {...attributes}
            dir="auto"
            rows={2}
            value={fields.description}
            maxLength={20_000}
            onChange={(event) => onEdit({ description: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

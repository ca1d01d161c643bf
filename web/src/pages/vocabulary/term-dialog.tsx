import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Term, TermFields } from '../../../../core/api/vocabulary.ts';
import { termKinds } from '../../../../core/model/vocabulary/term.ts';
import { ApiError } from '../../api.ts';
import button from '../../components/button.module.css';
import dialog from '../../components/dialog.module.css';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { textOf } from '../../text/form.ts';
import { splitNames } from '../../text/list.ts';
import { kindWords } from './kinds.ts';
import styles from './vocabulary-page.module.css';
import { vocabularyApi } from './vocabulary-queries.ts';

interface TermDialogProps {
  /** Without: a new one. */
  readonly term?: Term;
  readonly onClose: () => void;
  /** What came of it, in words. */
  readonly onSaved: (said: string) => void;
}

/** How a word is written, what else it is called, what is heard instead of it. */
export function TermDialog({ term, onClose, onSaved }: TermDialogProps) {
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (fields: TermFields) =>
      term ? vocabularyApi.edit(term.id, fields) : vocabularyApi.add(fields),
    onSuccess: async ({ name }) => {
      onSaved(`“${name}” is saved`);
      onClose();
      await Promise.all(
        ['vocabulary', 'topics', 'topic'].map((list) => queryClient.invalidateQueries({ queryKey: [list] })),
      );
    },
  });
  const errorOf = (field: string) =>
    save.error instanceof ApiError
      ? Object.entries(save.error.fields).find(([path]) => path.startsWith(field))?.[1]
      : undefined;
  const isElsewhere = save.error && !['name', 'aliases', 'mishearings'].some(errorOf);
  return (
    <Dialog title={term ? `Edit “${term.name}”` : 'Add a word'} onClose={onClose}>
      {(close) => (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(fieldsOf(new FormData(event.currentTarget)));
          }}
        >
          <Inputs term={term} errorOf={errorOf} />
          {isElsewhere && <Problem error={save.error} />}
          <p className={dialog.buttons}>
            <button type="submit" className={button.primary} disabled={save.isPending}>
              Save
            </button>
            <button type="button" className={button.button} onClick={close}>
              Cancel
            </button>
          </p>
        </form>
      )}
    </Dialog>
  );
}

const fieldsOf = (form: FormData): TermFields => ({
  name: textOf(form, 'name').trim(),
  kind: termKinds.find((kind) => kind === form.get('kind')) ?? 'other',
  aliases: splitNames(textOf(form, 'aliases')),
  mishearings: splitNames(textOf(form, 'mishearings')),
  note: textOf(form, 'note').trim(),
});

interface InputsProps {
  readonly term: Term | undefined;
  readonly errorOf: (field: string) => string | undefined;
}

function Inputs({ term, errorOf }: InputsProps) {
  const text = { dir: 'auto', autoComplete: 'off' } as const;
  return (
    <>
      <Field label="As it is written" error={errorOf('name')}>
        {(field) => (
          <input {...field} {...text} name="name" required maxLength={100} defaultValue={term?.name} />
        )}
      </Field>
      <Field label="What it is">
        {(field) => (
          <select {...field} name="kind" defaultValue={term?.kind ?? 'other'}>
            {termKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label="Also called"
        hint="With a comma between. Topics of these names become one with it."
        error={errorOf('aliases')}
      >
        {(field) => <input {...field} {...text} name="aliases" defaultValue={term?.aliases.join(', ')} />}
      </Field>
      <Field
        label="Heard as"
        hint="What recognition writes instead, with a comma between: offered as corrections."
        error={errorOf('mishearings')}
      >
        {(field) => (
          <input {...field} {...text} name="mishearings" defaultValue={term?.mishearings.join(', ')} />
        )}
      </Field>
      <Field label="Note" hint="Markdown.">
        {(field) => (
          <textarea {...field} name="note" dir="auto" rows={2} maxLength={2000} defaultValue={term?.note} />
        )}
      </Field>
    </>
  );
}

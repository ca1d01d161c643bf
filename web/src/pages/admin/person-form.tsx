import { type SubmitEvent, useEffect, useRef } from 'react';
import type { AdminPerson, PersonPatch } from '../../../../core/api/admin-people.ts';
import { type Role, roles } from '../../../../core/model/access.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { textOf } from '../../text/form.ts';
import styles from './admin.module.css';

/** What each role may do, beside what the ones before it may. */
const roleWords: Readonly<Record<Role, string>> = {
  member: 'Member: searches, plays, writes notes',
  champion: 'Champion: also adds sessions',
  curator: 'Curator: also keeps topics, collections and texts',
  admin: 'Admin: also looks after people and this installation',
};

/** The role of a form; what is not one of ours is a member. */
export const roleOf = (form: FormData): Role =>
  roles.find((role) => role === textOf(form, 'role')) ?? 'member';

/** A choice of roles, each with what it may do. */
export function RoleField({ chosen }: { readonly chosen: Role }) {
  return (
    <Field label="Role">
      {(attributes) => (
        <select {...attributes} name="role" defaultValue={chosen}>
          {roles.map((one) => (
            <option key={one} value={one}>
              {roleWords[one]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Optional: colleagues of one team see what is for the team. */
export function TeamField({ team }: { readonly team: string }) {
  return (
    <Field label="Team" hint="Sessions can be for a team alone. May be empty.">
      {(attributes) => (
        <input
          {...attributes}
          name="team"
          defaultValue={team}
          maxLength={100}
          autoComplete="off"
          dir="auto"
        />
      )}
    </Field>
  );
}

interface PersonFormProps {
  readonly person: AdminPerson;
  readonly isPending: boolean;
  readonly onSave: (patch: PersonPatch) => void;
  readonly onCancel: () => void;
}

/** In the place of a person's row. */
export function PersonForm({ person, isPending, onSave, onCancel }: PersonFormProps) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSave({ name: textOf(form, 'name'), role: roleOf(form), team: textOf(form, 'team') });
  };
  return (
    <form className={styles.form} onSubmit={onSubmit} aria-label={`Edit ${person.name}`}>
      <Field label="Name">
        {(attributes) => (
          <input
            ref={first}
            {...attributes}
            name="name"
            defaultValue={person.name}
            required
            maxLength={100}
            autoComplete="off"
            dir="auto"
          />
        )}
      </Field>
      <TeamField team={person.team ?? ''} />
      <RoleField chosen={person.role} />
      <p className={styles.buttons}>
        <button type="submit" className={button.primary} disabled={isPending}>
          Save
        </button>
        <button type="button" className={button.button} onClick={onCancel}>
          Cancel
        </button>
        <span>Another role or team signs them out once.</span>
      </p>
    </form>
  );
}

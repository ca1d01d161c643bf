import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { AdminPerson, PersonPatch } from '../../../../core/api/admin-people.ts';
import button from '../../components/button.module.css';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import styles from './admin.module.css';
import { When } from './parts.tsx';
import { PersonForm } from './person-form.tsx';

interface PersonRowProps {
  readonly person: AdminPerson;
  readonly isPending: boolean;
  readonly onChange: (patch: PersonPatch) => Promise<unknown>;
  readonly onNewLink: () => Promise<unknown>;
}

type Asking = 'link' | 'off' | null;

/** One person, what is known of their sign-in, and what can be done. */
export function PersonRow({ person, isPending, onChange, onNewLink }: PersonRowProps) {
  const [isEditing, setIsEditing] = useState(false);
  const [asking, setAsking] = useState<Asking>(null);
  const edit = useRef<HTMLButtonElement>(null);
  const isActive = person.deactivatedAt === null;
  const close = () => {
    setIsEditing(false);
    setAsking(null);
    requestAnimationFrame(() => edit.current?.focus());
  };
  // What goes wrong is told above the list.
  const run = (work: () => Promise<unknown>) => void work().then(close, () => setAsking(null));
  if (isEditing)
    return (
      <li className={styles.row}>
        <PersonForm
          person={person}
          isPending={isPending}
          onSave={(patch) => run(() => onChange(patch))}
          onCancel={close}
        />
      </li>
    );
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.title}>
          <bdi>{person.name}</bdi> <span className={styles.tag}>{person.role}</span>
        </p>
        <p>
          {person.email}
          {person.team !== null && (
            <>
              {' · '}
              <bdi>{person.team}</bdi>
            </>
          )}
          {' · '}
          <SignsIn person={person} />
        </p>
      </div>
      <div className={styles.actions}>
        <button
          ref={edit}
          type="button"
          className={button.quiet}
          aria-label={`Edit ${person.name}`}
          onClick={() => setIsEditing(true)}
        >
          Edit
        </button>
        {isActive && (
          <button
            type="button"
            className={button.quiet}
            aria-label={`New password for ${person.name}`}
            onClick={() => setAsking('link')}
          >
            New password
          </button>
        )}
        <Link
          to="/admin/{-$view}"
          params={{ view: 'audit' }}
          search={{ person: person.id }}
          className={button.quiet}
          aria-label={`Audit list of ${person.name}`}
        >
          Audit list
        </Link>
        <button
          type="button"
          className={button.quiet}
          aria-label={`${isActive ? 'Deactivate' : 'Reactivate'} ${person.name}`}
          disabled={isPending}
          onClick={() => (isActive ? setAsking('off') : run(() => onChange({ active: true })))}
        >
          {isActive ? 'Deactivate' : 'Reactivate'}
        </button>
      </div>
      {asking !== null && (
        <Ask
          what={asking}
          name={person.name}
          isPending={isPending}
          onConfirm={() => run(asking === 'link' ? onNewLink : () => onChange({ active: false }))}
          onClose={() => setAsking(null)}
        />
      )}
    </li>
  );
}

function SignsIn({ person }: { readonly person: AdminPerson }) {
  if (person.deactivatedAt !== null)
    return (
      <>
        deactivated <When at={person.deactivatedAt} />
      </>
    );
  if (person.lastSeenAt !== null)
    return (
      <>
        last seen <When at={person.lastSeenAt} />
      </>
    );
  if (person.linkExpiresAt !== null)
    return (
      <>
        has a link until <When at={person.linkExpiresAt} />
      </>
    );
  if (person.hasPassword) return 'not signed in';
  return person.hasSingleSignOn
    ? 'signs in with the company account'
    : 'cannot sign in: no password, no link';
}

interface AskProps {
  readonly what: 'link' | 'off';
  readonly name: string;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

function Ask({ what, name, isPending, onConfirm, onClose }: AskProps) {
  const common = { isPending, error: null, onConfirm, onClose };
  if (what === 'link')
    return (
      <ConfirmDialog title={`New password for ${name}?`} action="Make the link" {...common}>
        <p>
          The password they have stops working at once, and they are signed out everywhere. You get a link to
          hand over, with which they choose a new one.
        </p>
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog title={`Deactivate ${name}?`} action="Deactivate" {...common}>
      <p>
        They are signed out at once, and their API tokens stop working. What they have added stays. You can
        reactivate them at any time.
      </p>
    </ConfirmDialog>
  );
}

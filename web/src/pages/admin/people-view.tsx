import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { AdminPerson, PasswordLink, PersonPatch } from '../../../../core/api/admin-people.ts';
import button from '../../components/button.module.css';
import field from '../../components/field.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import styles from './admin.module.css';
import { adminApi, peopleQuery } from './admin-calls.ts';
import { LinkTold } from './link-told.tsx';
import { PagedList, useSaid } from './parts.tsx';
import { PersonRow } from './person-row.tsx';

const AddPerson = lazy(async () => ({ default: (await import('./add-person.tsx')).AddPerson }));

/** Who is here and what they may do. */
export function PeopleView() {
  const { q, show } = useSearch({ from: '/app/admin/{-$view}' });
  const isOff = show === 'deactivated';
  const people = useInfiniteQuery(peopleQuery({ q, state: isOff ? 'deactivated' : 'active' }));
  const [isAdding, setIsAdding] = useState(false);
  const { status, say } = useSaid();
  const [told, setTold] = useState<PasswordLink | null>(null);
  const { change, newLink } = useChanges({ say, onLink: setTold });
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  const error = change.error ?? newLink.error;
  return (
    <>
      <div className={styles.tools}>
        <FindPeople />
        {!isAdding && (
          <button type="button" className={button.button} onClick={() => setIsAdding(true)}>
            Add a person
          </button>
        )}
      </div>
      <Suspense>
        {isAdding && (
          <AddPerson
            onClose={() => setIsAdding(false)}
            onAdded={(link) => {
              setIsAdding(false);
              setTold(link);
            }}
          />
        )}
      </Suspense>
      {told && <LinkTold key={told.path} link={told} onClose={() => setTold(null)} />}
      <nav aria-label="Which people" className={styles.tabs}>
        <Link to="." search={{ q }} activeOptions={{ includeSearch: true, exact: true }}>
          Active
        </Link>
        <Link to="." search={{ q, show: 'deactivated' }} activeOptions={{ includeSearch: true, exact: true }}>
          Deactivated
        </Link>
      </nav>
      {status}
      {error && <Problem error={error} />}
      <PagedList query={people} label="People" empty={<Nobody q={q} isOff={isOff} />}>
        {rows.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            isPending={change.isPending || newLink.isPending}
            onChange={(patch) => change.mutateAsync({ person, patch })}
            onNewLink={() => newLink.mutateAsync(person)}
          />
        ))}
      </PagedList>
    </>
  );
}

interface Change {
  readonly person: AdminPerson;
  readonly patch: PersonPatch;
}

function useChanges({
  say,
  onLink,
}: {
  readonly say: (words: string) => void;
  readonly onLink: (link: PasswordLink) => void;
}) {
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ['admin', 'people'] });
  const change = useMutation({
    mutationFn: ({ person, patch }: Change) => adminApi.changePerson({ id: person.id, patch }),
    onSuccess: async (after, { person, patch }) => {
      await again();
      say(wordsFor(after, person, patch));
    },
  });
  const newLink = useMutation({
    mutationFn: (person: AdminPerson) => adminApi.newLink(person.id),
    onSuccess: async (link) => {
      await again();
      onLink(link);
    },
  });
  return { change, newLink };
}

function wordsFor(after: AdminPerson, before: AdminPerson, { active }: PersonPatch): string {
  if (active === false) return `${after.name} is deactivated and signed out everywhere.`;
  if (active === true) return `${after.name} is active again.`;
  const isSignedOut = after.role !== before.role || after.team !== before.team;
  return `${after.name} is changed${isSignedOut ? ', and has to sign in again' : ''}.`;
}

/** Finds as one types; what is looked for is in the address. */
function FindPeople() {
  const { q = '', show } = useSearch({ from: '/app/admin/{-$view}' });
  const navigate = useNavigate({ from: '/admin/{-$view}' });
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => {
      void navigate({ search: { show, q: typed.trim() || undefined }, replace: true });
    }, 200);
    return () => clearTimeout(timer);
  }, [typed, q, show, navigate]);
  return (
    <div className={`${field.field} ${styles.find}`}>
      <input
        type="search"
        aria-label="Find people by name, address or team"
        placeholder="Name, address or team"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}

function Nobody({ q, isOff }: { readonly q: string | undefined; readonly isOff: boolean }) {
  if (q !== undefined)
    return (
      <Notice title="Nobody is called that">
        <p>Names, addresses and teams were looked through{isOff ? ' of people who are deactivated' : ''}.</p>
      </Notice>
    );
  return (
    <Notice title="Nobody is deactivated">
      <p>Who leaves is deactivated: they cannot sign in any more, and what they have added stays.</p>
    </Notice>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { AuditItem } from '../../../../core/api/admin.ts';
import { auditActions } from '../../../../core/model/audit.ts';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import styles from './admin.module.css';
import { auditQuery } from './admin-calls.ts';
import { actionWords, deedOf, doerOf, unnamed } from './audit-words.ts';
import { PagedList, When } from './parts.tsx';

/** Who did what when, by person and by what it was. */
export function AuditView() {
  const { show, person } = useSearch({ from: '/app/admin/{-$view}' });
  const action = auditActions.find((one) => one === show);
  const audit = useInfiniteQuery(auditQuery({ action, person }));
  const items = audit.data?.pages.flatMap((page) => page.items) ?? [];
  const navigate = useNavigate({ from: '/admin/{-$view}' });
  return (
    <>
      <p className={styles.lead}>
        Kept for two years. A name shows what that person did, and what was done to them.
      </p>
      <div className={styles.tools}>
        <Field label="What">
          {(attributes) => (
            <select
              {...attributes}
              value={action ?? ''}
              onChange={(event) =>
                void navigate({ search: { person, show: event.target.value || undefined }, replace: true })
              }
            >
              <option value="">Everything</option>
              {auditActions.map((one) => (
                <option key={one} value={one}>
                  {actionWords[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {person !== undefined && (
          <Link to="." search={{ show: action }} className={styles.chip}>
            <bdi>{nameOf(person, items)}</bdi> <span aria-hidden="true">×</span>
            <span className="visually-hidden">, show everybody</span>
          </Link>
        )}
      </div>
      <PagedList
        query={audit}
        label="What was done"
        empty={
          <Notice title="Nothing of the kind">
            <p>
              {person === undefined && action === undefined
                ? 'Nothing has been noted yet.'
                : 'Show everything, or everybody.'}
            </p>
          </Notice>
        }
      >
        {items.map((item) => (
          <li key={item.id} className={styles.entry}>
            <When at={item.at} />
            <Sentence item={item} />
          </li>
        ))}
      </PagedList>
    </>
  );
}

function Sentence({ item }: { readonly item: AuditItem }) {
  const { actor, subject } = item;
  const { before, after } = deedOf(item);
  return (
    <p>
      {actor ? <Person {...actor} /> : doerOf(item)} {before} <Subject item={item} /> {after}
      {subject?.kind === 'session' && subject.id === null && ' (not open to you)'}
    </p>
  );
}

function Person({ id, name }: { readonly id: string; readonly name: string }) {
  const { show } = useSearch({ from: '/app/admin/{-$view}' });
  return (
    <Link to="." search={{ show, person: id }} className={styles.go}>
      <bdi>{name}</bdi>
    </Link>
  );
}

function Subject({ item }: { readonly item: AuditItem }) {
  const { subject } = item;
  if (subject === null || subject.name === null) return unnamed(item);
  if (subject.kind === 'person' && subject.id !== null) return <Person id={subject.id} name={subject.name} />;
  if (subject.slug !== null)
    return (
      <Link to="/sessions/$slug" params={{ slug: subject.slug }} className={styles.go}>
        <bdi>{subject.name}</bdi>
      </Link>
    );
  return <bdi>“{subject.name}”</bdi>;
}

/** As the entries call whom the list is about. */
function nameOf(person: string, items: readonly AuditItem[]): string {
  const named = items.flatMap(({ actor, subject }) => [actor, subject]).find((one) => one?.id === person);
  return named?.name ?? 'One person';
}

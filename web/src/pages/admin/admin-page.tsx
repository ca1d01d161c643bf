import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { hasRole } from '../../../../core/model/access.ts';
import { Notice } from '../../components/notice.tsx';
import { meQuery } from '../../queries.ts';
import { NotFoundPage } from '../not-found/not-found-page.tsx';
import styles from './admin.module.css';
import { Loading } from './parts.tsx';
import { PeopleView } from './people-view.tsx';

interface View {
  /** The last part of its address; the first view needs none. */
  readonly path: string | undefined;
  readonly title: string;
  readonly Shown: ComponentType;
}

const views: readonly View[] = [
  { path: undefined, title: 'People', Shown: PeopleView },
  {
    path: 'jobs',
    title: 'Jobs',
    Shown: lazy(async () => ({ default: (await import('./jobs-view.tsx')).JobsView })),
  },
  {
    path: 'engines',
    title: 'Engines',
    Shown: lazy(async () => ({ default: (await import('./engines-view.tsx')).EnginesView })),
  },
  {
    path: 'storage',
    title: 'Storage',
    Shown: lazy(async () => ({ default: (await import('./storage-view.tsx')).StorageView })),
  },
  {
    path: 'tokens',
    title: 'Tokens',
    Shown: lazy(async () => ({ default: (await import('./tokens-view.tsx')).TokensView })),
  },
  {
    path: 'audit',
    title: 'Audit list',
    Shown: lazy(async () => ({ default: (await import('./audit-view.tsx')).AuditView })),
  },
];

/** What admins look after, a view at a time. */
export function AdminPage() {
  const { data: me } = useQuery(meQuery);
  const { view: path } = useParams({ from: '/app/admin/{-$view}' });
  const view = views.find((one) => one.path === path);
  useEffect(() => {
    if (view) document.title = `${view.title} · Administration · Brownbag`;
  }, [view]);
  if (!view) return <NotFoundPage />;
  if (me && !hasRole(me.role, 'admin'))
    return (
      <div className={styles.page}>
        <Notice title="This is for admins" isPage>
          <p>
            Here people, jobs and engines of this installation are looked after. Ask an admin for what you
            need.
          </p>
        </Notice>
      </div>
    );
  return (
    <div className={styles.page}>
      <nav aria-label="Administration" className={styles.nav}>
        {views.map((one) => (
          <Link
            key={one.title}
            to="/admin/{-$view}"
            params={{ view: one.path }}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {one.title}
          </Link>
        ))}
      </nav>
      <div className={styles.view}>
        <h1>{view.title}</h1>
        <Suspense fallback={<Loading />}>
          <view.Shown key={view.title} />
        </Suspense>
      </div>
    </div>
  );
}

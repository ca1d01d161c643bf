import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ApiError } from './api.ts';
import { Frame } from './components/frame.tsx';
import { HomePage } from './pages/home/home-page.tsx';
import { ErrorPage, NotFoundPage } from './pages/not-found/not-found-page.tsx';
import {
  collectionQuery,
  meQuery,
  type SearchState,
  sessionQuery,
  transcriptQuery,
  welcomeQuery,
} from './queries.ts';
import { parseTime } from './text/time.ts';
import { parseSearch, stringifySearch } from './url.ts';

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createApp>['router'];
  }
  interface HistoryState {
    /** The click that led here asked to play. */
    play?: boolean;
    /** From a little before the second of the address, where what was searched for is said. */
    leadIn?: boolean;
  }
}

const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What of a session is shown; each member is a parameter of its URL. */
interface SessionPlace {
  /** Seconds. */
  readonly t?: number | undefined;
  readonly q?: string | undefined;
  /** The transcript is being edited. */
  readonly edit?: 1 | undefined;
  /** The version of the transcript that its history shows. */
  readonly history?: number | 'newest' | undefined;
  /** The panel that is open, when it is not the first one. */
  readonly panel?: 'notes' | undefined;
}

const versionOf = (value: unknown): number | 'newest' => {
  const version = Number(value);
  return Number.isSafeInteger(version) && version > 0 ? version : 'newest';
};

const rootRoute = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()();

/** Everything but sign-in and set-up: needs somebody who is signed in. */
const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  component: Frame,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (isSignedOut(error)) throw redirect({ to: '/sign-in', search: { to: location.href } });
      throw error;
    }
  },
});

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  component: HomePage,
  validateSearch: (search): SearchState => ({
    q: text(search['q']),
    topic: text(search['topic']),
    speaker: text(search['speaker']),
    collection: text(search['collection']),
    language: text(search['language']),
    from: text(search['from']),
    to: text(search['to']),
    sort: search['sort'] === 'newest' ? 'newest' : undefined,
  }),
});

const sessionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/sessions/$slug',
  component: lazyRouteComponent(() => import('./pages/session/session-page.tsx'), 'SessionPage'),
  validateSearch: (search): SessionPlace => ({
    t: parseTime(text(search['t']) ?? String(search['t'] ?? '')),
    q: text(search['q']),
    edit: search['edit'] === undefined ? undefined : 1,
    history: search['history'] === undefined ? undefined : versionOf(search['history']),
    panel: search['panel'] === 'notes' ? 'notes' : undefined,
  }),
  loader: ({ context: { queryClient }, params, preload }) => {
    const query = sessionQuery(params.slug);
    void queryClient.prefetchQuery(query).then(() => {
      const session = queryClient.getQueryData(query.queryKey);
      // Whoever only points at a link may not come.
      if (session?.transcript && !preload) return queryClient.prefetchQuery(transcriptQuery(session));
    });
  },
});

const collectionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/collections',
  component: lazyRouteComponent(() => import('./pages/collections/collections-page.tsx'), 'CollectionsPage'),
});

const collectionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/collections/$slug',
  component: lazyRouteComponent(() => import('./pages/collection/collection-page.tsx'), 'CollectionPage'),
  validateSearch: (search): { play?: string | undefined; mode?: 'edit' | undefined } => ({
    play: text(search['play']),
    mode: search['mode'] === 'edit' ? 'edit' : undefined,
  }),
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(collectionQuery(params.slug));
  },
});

const filtered = (search: Record<string, unknown>): { q?: string | undefined } => ({ q: text(search['q']) });

const topicsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/topics',
  component: lazyRouteComponent(() => import('./pages/topics/topics-page.tsx'), 'TopicsPage'),
  validateSearch: filtered,
});

const topicRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/topics/$slug',
  component: lazyRouteComponent(() => import('./pages/topic/topic-page.tsx'), 'TopicPage'),
  validateSearch: (search): { mode?: 'edit' | undefined } => ({
    mode: search['mode'] === 'edit' ? 'edit' : undefined,
  }),
});

const vocabularyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/vocabulary',
  component: lazyRouteComponent(() => import('./pages/vocabulary/vocabulary-page.tsx'), 'VocabularyPage'),
  validateSearch: filtered,
});

const peopleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
  validateSearch: filtered,
});

const personRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/people/$id',
  component: lazyRouteComponent(() => import('./pages/person/person-page.tsx'), 'PersonPage'),
});

const newRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/new',
  component: lazyRouteComponent(() => import('./pages/new/new-page.tsx'), 'NewPage'),
});

const recordRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/record',
  component: lazyRouteComponent(() => import('./pages/record/record-page.tsx'), 'RecordPage'),
  validateSearch: (search): { kind?: 'screen' | 'camera' | 'audio' | undefined } => ({
    kind: search['kind'] === 'camera' || search['kind'] === 'audio' ? search['kind'] : undefined,
  }),
});

const mineRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/mine',
  component: lazyRouteComponent(() => import('./pages/mine/mine-page.tsx'), 'MinePage'),
  validateSearch: (search): { show?: 'bin' | undefined } => ({
    show: search['show'] === 'bin' ? 'bin' : undefined,
  }),
});

const tokensRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./pages/tokens/tokens-page.tsx'), 'TokensPage'),
});

const ownPasswordRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/account/password',
  component: lazyRouteComponent(
    () => import('./pages/own-password/own-password-page.tsx'),
    'OwnPasswordPage',
  ),
});

/** What of an admin's page is shown; each view knows its own values. */
interface AdminPlace {
  readonly q?: string | undefined;
  readonly show?: string | undefined;
  readonly person?: string | undefined;
}

const adminRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin/{-$view}',
  component: lazyRouteComponent(() => import('./pages/admin/admin-page.tsx'), 'AdminPage'),
  validateSearch: (search): AdminPlace => ({
    q: text(search['q']),
    show: text(search['show']),
    person: text(search['person']),
  }),
});

/** Anything else: not found, but in the frame that leads on. */
const missingRoute = createRoute({ getParentRoute: () => appRoute, path: '$', component: NotFoundPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
  validateSearch: (search): { to?: string | undefined; error?: string | undefined } => ({
    to: text(search['to']),
    error: text(search['error']),
  }),
  beforeLoad: async ({ context }) => {
    const welcome = await context.queryClient.fetchQuery(welcomeQuery);
    if (welcome.needsSetup) throw redirect({ to: '/setup' });
  },
});

const passwordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/password',
  component: lazyRouteComponent(() => import('./pages/password/password-page.tsx'), 'PasswordPage'),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.tsx'), 'SetupPage'),
  beforeLoad: async ({ context }) => {
    const welcome = await context.queryClient.ensureQueryData(welcomeQuery);
    if (!welcome.needsSetup) throw redirect({ to: '/' });
  },
});

const routeTree = rootRoute.addChildren([
  appRoute.addChildren([
    homeRoute,
    sessionRoute,
    collectionsRoute,
    collectionRoute,
    topicsRoute,
    topicRoute,
    vocabularyRoute,
    peopleRoute,
    personRoute,
    newRoute,
    recordRoute,
    mineRoute,
    tokensRoute,
    ownPasswordRoute,
    adminRoute,
    missingRoute,
  ]),
  signInRoute,
  passwordRoute,
  setupRoute,
]);

/** The router and the cache of server state; whoever's sign-in has ended is asked to sign in and comes back. */
export function createApp() {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
    queryCache: new QueryCache({ onError: (error) => askToSignIn(error) }),
    mutationCache: new MutationCache({ onError: (error) => askToSignIn(error) }),
  });
  const askToSignIn = (error: Error): void => {
    const { href, pathname } = router.state.location;
    if (!isSignedOut(error) || pathname === '/sign-in') return;
    queryClient.removeQueries({ queryKey: meQuery.queryKey });
    void router.navigate({ to: '/sign-in', search: { to: href } });
  };
  const router = createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: ErrorPage,
  });
  return { router, queryClient };
}

import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { DomainError } from '../core/model/errors.ts';
import { guardRoutes } from './plugins/access.ts';
import { describeApi } from './plugins/openapi.ts';
import { answerBadAddress, answerProblems } from './plugins/problems.ts';
import { serveWebApp } from './plugins/web-app.ts';
import { adminJobRoutes } from './routes/admin-jobs.ts';
import { adminPartRoutes } from './routes/admin-parts.ts';
import { adminPeopleRoutes } from './routes/admin-people.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { binRoutes } from './routes/bin.ts';
import { captionRoutes } from './routes/captions.ts';
import { collectionItemRoutes } from './routes/collection-items.ts';
import { collectionRoutes } from './routes/collections.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { findRoutes } from './routes/find.ts';
import { firstRunRoutes } from './routes/first-run.ts';
import { healthRoutes } from './routes/health.ts';
import { mediaRoutes } from './routes/media.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { noteVersionRoutes } from './routes/note-versions.ts';
import { noteRoutes } from './routes/notes.ts';
import { ownPasswordRoutes } from './routes/own-password.ts';
import { passwordLinkRoutes } from './routes/password-links.ts';
import { peopleRoutes } from './routes/people.ts';
import { relatedSessionRoutes } from './routes/related-sessions.ts';
import { searchRoutes } from './routes/search.ts';
import { searchesRoutes } from './routes/searches.ts';
import { sessionCollectionRoutes } from './routes/session-collections.ts';
import { sessionEventRoutes } from './routes/session-events.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { singleSignOnRoutes } from './routes/single-sign-on.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { topicPinRoutes } from './routes/topic-pins.ts';
import { topicRoutes } from './routes/topics.ts';
import { transcriptVersionRoutes } from './routes/transcript-versions.ts';
import { transcriptRoutes } from './routes/transcripts.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { vocabularyRoutes } from './routes/vocabulary.ts';
import type { App, AppDeps } from './types.ts';

/** An upload may take hours; only its headers may not. */
const headersTimeoutMs = 60_000;

/** Builds the server; never listens. */
export async function buildApp(deps: AppDeps, logger: FastifyBaseLogger, version: string): Promise<App> {
  const app: App = Fastify({
    loggerInstance: logger,
    // A line per request says little and costs much; failures are logged where they are answered.
    logController: new LogController({ disableRequestLogging: true }),
    // Only a proxy on this machine may say who asks; whoever else claims it is taken for what they are.
    trustProxy: 'loopback',
    // Streams and hijacked answers end in `preClose`; what idles after that is cut.
    forceCloseConnections: true,
    frameworkErrors: answerBadAddress,
    routerOptions: { maxParamLength: 300 },
    http: { headersTimeout: headersTimeoutMs },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app, { hasWebApp: deps.webDir !== null });
  await app.register(cookie, { secret: deps.cookieSecret });
  await app.register(helmet, securityHeaders(deps.policy.isSecure));
  guardRoutes(app, deps);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after }) =>
      new DomainError('too-many-requests', `Too many tries. Come back in ${after}.`),
  });
  await app.register(multipart, { throwFileSizeLimit: false });
  await describeApi(app, { version, policy: deps.policy });
  for (const routes of [
    healthRoutes,
    metricsRoutes,
    authRoutes,
    singleSignOnRoutes,
    passwordLinkRoutes,
    ownPasswordRoutes,
    tokenRoutes,
    peopleRoutes,
    adminPeopleRoutes,
    adminJobRoutes,
    adminPartRoutes,
    auditRoutes,
    firstRunRoutes,
    sessionRoutes,
    binRoutes,
    sessionEventRoutes,
    relatedSessionRoutes,
    uploadRoutes,
    transcriptRoutes,
    transcriptVersionRoutes,
    captionRoutes,
    noteRoutes,
    noteVersionRoutes,
    correctionRoutes,
    topicRoutes,
    topicPinRoutes,
    vocabularyRoutes,
    collectionRoutes,
    collectionItemRoutes,
    sessionCollectionRoutes,
    searchRoutes,
    searchesRoutes,
    findRoutes,
    mediaRoutes,
  ])
    routes(app, deps);
  if (deps.webDir !== null) await serveWebApp(app, deps.webDir);
  return app;
}

function securityHeaders(isSecure: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'media-src': ["'self'", 'blob:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' as const },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: isSecure ? { maxAge: 15_552_000, includeSubDomains: false } : false,
  };
}

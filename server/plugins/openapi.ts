import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { type CookiePolicy, cookieName } from '../auth/sign-in.ts';
import type { App } from '../types.ts';
import { transformRoute, withNotes } from './openapi-notes.ts';

type Paths = Readonly<Record<string, Readonly<Record<string, Parameters<typeof withNotes>[0]>>>>;

/** As much of an OpenAPI document as is looked at here. */
interface Described {
  readonly paths?: object;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/**
 * The generated document with what only routes know, and without the schemas that nothing refers to; the others by
 * name, whichever was loaded first.
 */
function completed({ paths, components, ...document }: Described): object {
  const generated: Paths = { ...paths };
  const described = mapValues(generated, (operations) => mapValues(operations, withNotes));
  const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1);
  const schemas = Object.entries(components?.schemas ?? {}).sort(byName);
  const used = JSON.stringify([described, schemas.map(([, schema]) => schema)]);
  const isUsed = ([name]: (typeof schemas)[number]) => used.includes(`"#/components/schemas/${name}"`);
  return {
    ...document,
    paths: described,
    components: { ...components, schemas: Object.fromEntries(schemas.filter(isUsed)) },
  };
}

const mapValues = <Value, Made>(record: Readonly<Record<string, Value>>, make: (value: Value) => Made) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));

/** `GET /api/openapi.json` from the routes' own schemas, and a page that shows it at `/docs`. */
export async function describeApi(
  app: App,
  { version, policy }: { readonly version: string; readonly policy: CookiePolicy },
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Brownbag',
        version,
        description: 'Recordings of peer-learning sessions, findable by what was said. Times are in seconds.',
      },
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: cookieName(policy.isSecure) },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ cookie: [] }, { token: [] }],
    },
    transform: transformRoute,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/api/openapi.json', { config: { access: 'anyone' }, schema: { hide: true } }, () =>
    completed(app.swagger()),
  );
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The page styles itself inline; nothing else on this origin may.
    staticCSP: "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'",
    uiConfig: { url: '/api/openapi.json' },
  });
}

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SessionFields } from '../../core/api/sessions.ts';
import type { App } from '../types.ts';
import { captionTypes } from '../uploads/receive-captions.ts';

/** The form of `POST /api/sessions` is read as a stream, so no schema of the route says what is in it. */
function sessionForm() {
  const { properties } = z.toJSONSchema(SessionFields, { io: 'input' });
  const file = { type: 'string', format: 'binary' };
  const captions = {
    ...file,
    description: 'WebVTT, SubRip, SubViewer or SubStation Alpha; alone it makes a transcript-only session',
  };
  const schema = { type: 'object', properties: { file, captions, ...properties } };
  return { content: { 'multipart/form-data': { schema } } };
}

/** Nor does one say what the body of `PUT /api/sessions/:id/captions` is. */
function captionsBody() {
  const schema = { type: 'string', format: 'binary' };
  const form = { schema: { type: 'object', properties: { captions: schema } } };
  const types = Object.fromEntries(captionTypes.map((type) => [type, { schema }]));
  return { content: { ...types, 'multipart/form-data': form } };
}

/** A piece of an upload goes to the disk as it comes, too. */
function pieceBody() {
  const schema = { type: 'string', format: 'binary' };
  return { content: { 'application/offset+octet-stream': { schema } } };
}

/** As much of an OpenAPI document as is looked at here. */
interface Described {
  readonly paths?: object;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/**
 * The generated document, with the bodies that no schema describes, and without the schemas that nothing refers to;
 * the others by name, whichever was loaded first.
 */
function completed({ paths, components, ...document }: Described): object {
  const routes: Record<string, Record<string, object>> = { ...paths };
  const withBody = (path: string, method: string, requestBody: object) => ({
    [path]: { ...routes[path], [method]: { ...routes[path]?.[method], requestBody } },
  });
  const described = {
    ...routes,
    ...withBody('/api/sessions', 'post', sessionForm()),
    ...withBody('/api/sessions/{id}/captions', 'put', captionsBody()),
    ...withBody('/api/uploads', 'post', pieceBody()),
    ...withBody('/api/uploads/{id}', 'patch', pieceBody()),
  };
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

/** `GET /api/openapi.json` from the routes' own schemas, and a page that shows it at `/docs`. */
export async function describeApi(app: App, version: string): Promise<void> {
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
          cookie: { type: 'apiKey', in: 'cookie', name: 'brownbag' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ cookie: [] }, { token: [] }],
    },
    transform: jsonSchemaTransform,
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

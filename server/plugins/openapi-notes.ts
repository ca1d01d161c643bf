import type { SwaggerTransform } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** What is said of a header, of a request or an answer. */
interface HeaderNote {
  readonly type: 'string';
  readonly description: string;
  readonly required: boolean;
}
export type HeaderNotes = Readonly<Record<string, HeaderNote>>;

/** A header without which a request is refused, or that an answer always has. */
export const always = (description: string): HeaderNote => ({ type: 'string', description, required: true });
export const sometimes = (description: string): HeaderNote => ({ ...always(description), required: false });

/** Of a request what its route reads by itself: a schema would be asked before, with other words and statuses. */
interface RequestNotes {
  readonly headers?: HeaderNotes;
  readonly body?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
}

declare module 'fastify' {
  interface FastifySchema {
    /** For readers of the API's description; checks nothing. */
    'x-reads'?: RequestNotes;
  }
}

/** As a content type's schema: bytes, or text that is sent on as it is. */
export const bytes = { type: 'string', format: 'binary' } as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A route's schema as JSON schemas, for the generator. The library leaves out the headers of an answer with content types. */
export const transformRoute: SwaggerTransform = (route) => {
  const { schema, url } = jsonSchemaTransform(route);
  const given = isObject(route.schema?.response) ? route.schema.response : {};
  const transformed = isObject(schema?.['response']) ? schema['response'] : {};
  const withHeaders = Object.entries(transformed).map(([status, answer]) => {
    const declared = given[status];
    const { content, headers } = isObject(declared) ? declared : {};
    return [status, content && headers && isObject(answer) ? { ...answer, headers } : answer];
  });
  const security = route.route.config?.access === 'anyone' ? { security: [] } : {};
  return { schema: { ...schema, ...security, response: Object.fromEntries(withHeaders) }, url };
};

/** One method of a path of the generated document, as far as it is changed here. */
interface Operation {
  readonly 'x-reads'?: RequestNotes;
  readonly parameters?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly headers?: Readonly<Record<string, Header>> }>>;
}
interface Header {
  readonly schema: Readonly<Record<string, unknown>>;
}

/** The operation with what its route reads by itself as parameters and body, and headers marked that are always there. */
export function withNotes({ 'x-reads': reads = {}, ...operation }: Operation): object {
  const { headers = {}, body } = reads;
  const parameters = Object.entries(headers).map(([name, { type, ...said }]) => ({
    ...{ in: 'header', name, schema: { type } },
    ...said,
  }));
  const responses = Object.entries(operation.responses).map(([status, answer]) => [
    status,
    answer.headers ? { ...answer, headers: marked(answer.headers) } : answer,
  ]);
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters: [...(operation.parameters ?? []), ...parameters] }),
    ...(body && { requestBody: body }),
    responses: Object.fromEntries(responses),
  };
}

/** `required` belongs to a header and not to its schema, where the generator leaves it. */
function marked(headers: Readonly<Record<string, Header>>): object {
  const moved = Object.entries(headers).map(([name, { schema, ...header }]) => {
    const { required, ...rest } = schema;
    return [name, { ...header, required, schema: rest }];
  });
  return Object.fromEntries(moved);
}
